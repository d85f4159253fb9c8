using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>
/// How far a training is, how fast, and how long it will take: <c>optimizer.Watch(progress)</c>, and <c>Console.Write($"\r{progress}")</c> as
/// often as wanted.
/// </summary>
/// <remarks>The pace is that of the last five to ten seconds, what the loop does between the steps included.</remarks>
public sealed class StepProgress : StepObserver
{
    private const double MarkSeconds = 5;

    private readonly TimeProvider _time;
    private readonly long _begin;
    private (long Stamp, long Done) _early;
    private (long Stamp, long Done) _late;
    private (long Stamp, long Done) _now;

    /// <summary>Begins to count the time.</summary>
    /// <param name="total">The number of steps of the training, those before it was resumed included; at least 1.</param>
    /// <param name="time">What tells the time; null for the system's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public StepProgress(long total, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        (Total, _time) = (total, time ?? TimeProvider.System);
        _begin = _time.GetTimestamp();
    }

    /// <summary>The number of steps of the training.</summary>
    public long Total { get; }

    /// <summary>The number of steps taken, those before it was resumed included.</summary>
    public long Done => _now.Done;

    /// <summary>The time since the beginning of this object.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_begin);

    /// <summary>Steps in a second; NaN before the second step that it has seen.</summary>
    public double StepsPerSecond =>
        _now.Done > _early.Done ? (_now.Done - _early.Done) / _time.GetElapsedTime(_early.Stamp, _now.Stamp).TotalSeconds : double.NaN;

    /// <summary>The time that is left at this pace; null while there is none, or where it is longer than a hundred years.</summary>
    public TimeSpan? TimeLeft
    {
        get
        {
            var seconds = Math.Max(0, Total - Done) / StepsPerSecond;
            return seconds < 3.2e9 ? TimeSpan.FromSeconds(seconds) : null;
        }
    }

    /// <inheritdoc/>
    protected override void Taken(in StepView step)
    {
        _now = (_time.GetTimestamp(), step.Iteration + 1);
        if (_early.Done == 0 || _now.Done <= _early.Done)
            _early = _late = _now; // The first step, or one after the training was set back.
        if (_time.GetElapsedTime(_late.Stamp, _now.Stamp).TotalSeconds >= MarkSeconds)
            (_early, _late) = (_late, _now);
    }

    /// <summary>"1200 of 10000 steps (12 %), 830 a second, 11 s left".</summary>
    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Done} of {Total} steps ({Math.Floor(100.0 * Done / Total)} %)");
        if (TimeLeft is not { } left)
            return text;
        var pace = StepsPerSecond;
        var (rate, unit) = pace >= 1 ? (pace, "second") : pace * 60 >= 1 ? (pace * 60, "minute") : (pace * 3600, "hour");
        var number = rate.ToString(rate < 100 ? "G2" : "F0", CultureInfo.InvariantCulture);
        return $"{text}, {number} a {unit}, {InWords(left)} left";
    }

    private static string InWords(TimeSpan time) =>
        time.TotalMinutes < 2 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds)} s")
        : time.TotalHours < 2 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes)} min")
        : time.TotalDays < 2 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours)} h {time.Minutes} min")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalDays)} days {time.Hours} h");
}
