namespace Optimizers.FaultBench.World;

/// <summary>A kept answer as a fit of weights sees it.</summary>
/// <param name="Kind">The kind, which a fit leaves out to be scored on it.</param>
/// <param name="Tier">What the diagnosis was given.</param>
/// <param name="Right">The right causes; none of a healthy run.</param>
/// <param name="Suspects">All suspects, as they were weighed.</param>
internal sealed record JudgedRun(string Kind, Tier Tier, IReadOnlyList<string> Right, IReadOnlyList<WeighedCause> Suspects)
{
    public bool IsFailing => Right.Count > 0;

    /// <summary>The answers of draws that count.</summary>
    public static JudgedRun[] Of(IEnumerable<Draw> draws) =>
    [
        .. from draw in draws
           from tier in Enum.GetValues<Tier>()
           let answer = draw.At(tier)
           where answer is { Verdict: not null, Weighed.Count: > 0 }
           select new JudgedRun(draw.Kind.Id, tier, draw.Fault is null ? [] : draw.Answers, answer.Weighed),
    ];
}
