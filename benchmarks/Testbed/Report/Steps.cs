using System.Globalization;
using Optimizers.Testbed.Running;

namespace Optimizers.Testbed.Report;

/// <summary>The steps to the target at one rate, over the seeds.</summary>
internal sealed class Steps
{
    private readonly int[] _reached;
    private readonly int _seeds;

    /// <param name="trials">The runs of the seeds; at least one.</param>
    /// <param name="limit">The problem's limit.</param>
    public Steps(IReadOnlyList<Trial> trials, int limit)
    {
        _reached = [.. trials.Where(each => each.End == TrialEnd.Reached).Select(each => each.Steps).Order()];
        _seeds = trials.Count;
        Mean = Math.Exp(trials.Average(each => Math.Log(each.End == TrialEnd.Reached ? each.Steps : 2.0 * limit)));
    }

    /// <summary>How many seeds reached the target.</summary>
    public int Reached => _reached.Length;

    /// <summary>True if every seed reached it.</summary>
    public bool AreAll => Reached == _seeds;

    /// <summary>The geometric mean; a run that did not reach the target counts as twice the limit, so that this is a lower bound then.</summary>
    public double Mean { get; }

    /// <summary>The median of those that reached it; NaN where none did.</summary>
    public double Median => Reached == 0 ? double.NaN : _reached[Reached / 2];

    /// <summary>"120 (110–130)": median, least and most; "120 (2 of 3)" where not all reached the target, and "–" where none did.</summary>
    public override string ToString()
    {
        if (Reached == 0)
            return "–";
        var culture = CultureInfo.InvariantCulture;
        var spread = AreAll ? string.Create(culture, $"{_reached[0]:N0}–{_reached[^1]:N0}") : string.Create(culture, $"{Reached} of {_seeds}");
        return string.Create(culture, $"{Median:N0} ({spread})");
    }
}
