using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Where a training was taken up again, the loss is back at what it was before anything was learned: the weights were not loaded, or others. A log
/// shows it, which says where that was.
/// </summary>
internal sealed class RestartJump : Cause
{
    private const int Before = 5;
    private const int After = 3;

    public override string Id => "restart-jump";

    public override string Title => "the training did not go on from where it had stopped";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance();
        var monitor = examination.Monitor;
        var worst = monitor.Restarts.Distinct().Select(at => JumpAt(monitor.History, at)).MaxBy(jump => jump?.Share ?? 0);
        if (worst is null)
            return balance.Conclude();
        balance.AddFact(
            9 * Ramp(worst.Share, 0.25, 0.5), "the log",
            $"at the restart in {monitor.CountedIn} {worst.Iteration} the loss jumps from {worst.Last} to {worst.First}; it had been "
            + $"{worst.Start} at first");
        return balance.Conclude(() => new(
            "Load the weights, the optimizer's state and the schedule's place before the training goes on: the loss of one batch must be the same "
            + "before saving and after loading. If these are two trainings in one log, read each by itself."));
    }

    // What noise makes of a loss is no jump: all losses after it lie above all before it.
    private static Jump? JumpAt(IReadOnlyList<StepRecord> steps, long iteration)
    {
        double[] before = [.. steps.Where(step => step.Iteration < iteration && double.IsFinite(step.Loss)).Select(step => step.Loss)];
        double[] after = [.. steps.Where(step => step.Iteration >= iteration && double.IsFinite(step.Loss)).Select(step => step.Loss).Take(After)];
        if (before.Length < 2 * Before || after.Length < After)
            return null;
        var (start, last) = (RobustStatistics.Median(before.Take(After)), RobustStatistics.Median(before.TakeLast(Before)));
        var first = RobustStatistics.Median(after);
        return after.Min() > before.TakeLast(2 * Before).Max() && start > last
            ? new(iteration, start, last, first, (first - last) / (start - last)) : null;
    }

    private sealed record Jump(long Iteration, double Start, double Last, double First, double Share);
}
