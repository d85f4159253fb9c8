using MathNet.Numerics.Statistics;
using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Where a training was taken up again, the loss is back at what it was before anything was learned: the weights were not loaded, or others. A log
/// shows it, which says where that was; and a monitor, whose optimizer begins anew behind steps that were taken. Where the parameters stayed, an
/// optimizer that is made again and again still forgets its means and velocities, and a rate that begins anew at its height undoes what the low ones
/// had learned, where no time is left to fall again.
/// </summary>
internal sealed class RestartJump : Cause
{
    private const int Before = 5;
    private const int After = 3;

    // Losses before and after a rise of the rate that tell it from noise.
    private const int Fewest = 8;

    // The steps that a mean of squares remembers, with the usual decay of 0.999.
    private const double MeanOfSquares = 1000;

    public override string Id => "restart-jump";

    public override string Title => "the training did not go on from where it had stopped";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance();
        var monitor = examination.Monitor;
        var worst = monitor.Restarts.Distinct().Select(at => JumpAt(monitor.History, at)).MaxBy(jump => jump?.Share ?? 0);
        if (worst is null)
        {
            return monitor.Renewals.Count < 2 && RiseOf(monitor.History) is { } rise
                ? OfRates(rise, examination, balance) : OfRenewals(examination, balance);
        }

        balance.AddFact(
            9 * Ramp(worst.Share, 0.25, 0.5), "the log",
            $"at the restart in {monitor.CountedIn} {worst.Iteration} the loss jumps from {worst.Last} to {worst.First}; it had been "
            + $"{worst.Start} at first");
        return balance.Conclude(() => new(
            "Load the weights, the optimizer's state and the schedule's place before the training goes on: the loss of one batch must be the same "
            + "before saving and after loading. If these are two trainings in one log, read each by itself."));
    }

    private static Assessment OfRenewals(Examination examination, Balance balance)
    {
        var monitor = examination.Monitor;
        var renewals = monitor.Renewals;
        if (renewals.Count < 2)
            return balance.Conclude();
        var start = RobustStatistics.Median(monitor.History.Take(After).Select(step => step.Loss));
        var (before, after) = (RobustStatistics.Median(renewals.Select(each => each.LossBefore)), RobustStatistics.Median(
            renewals.Select(each => each.LossAfter)));
        var share = start > before ? (after - before) / (start - before) : double.NaN;
        var pace = (double)monitor.StepCount / (monitor.RenewalCount + 1);
        balance.AddFact(
            9 * Ramp(share, 0.25, 0.5), "the monitor",
            $"{monitor.RenewalCount} times an optimizer began anew, about every {pace} steps, and the loss went from {before} back to {after}; it "
            + $"had been {start} at first");
        if (share > 0.25)
        {
            return balance.Conclude(() => new(
                "Make the model and its start once, before the loop over the epochs: what is made inside of it begins again each time."));
        }

        // A velocity forgets by itself, and so does a mean of squares: what is lost counts where the optimizer is made anew sooner than that.
        var memory = monitor.Optimizer is { } optimizer && optimizer.Snapshot().Parameters.SelectMany(each => each.Values)
            .Any(value => value.Meaning == StateMeaning.SquareMean) ? MeanOfSquares
            : examination.Setup is { Momentum: > 0 and < 1 } setup ? 1 / (1 - setup.Momentum) : 0;
        balance.AddFact(
            6 * LogRamp(memory / pace, 2, 20), "the monitor",
            $"{monitor.RenewalCount} times an optimizer began anew, about every {pace} steps: what it remembers of the gradients, about {memory} "
            + $"steps, is lost each time");
        balance.AddShortfall(examination, 1, 8);
        return balance.Conclude(() => new("Make the optimizer once, before the loop, and let it take all the steps."));
    }

    private static Assessment OfRates(RateRise rise, Examination examination, Balance balance)
    {
        // The losses of small batches scatter so that their median says little: the loss over the data is one number.
        var (median, later) = (RobustStatistics.Median(rise.Before), RobustStatistics.Median(rise.After));
        var (mean, error) = (rise.Before.Average(), ArrayStatistics.StandardDeviation(rise.Before) / Math.Sqrt(rise.Before.Length));
        var now = examination.Losses.Training;
        var byMedians = LogRamp(later / median, 1.05, 1.25) * Ramp(RankScore(rise.Before, rise.After), 3, 4);
        var byMean = LogRamp(now / mean, 1.05, 1.25) * Ramp((now - mean) / error, 3, 4);
        var (weight, what, before, after) = byMean > byMedians ? (byMean, "mean", mean, now) : (byMedians, "median", median, later);
        balance.AddFact(
            9 * weight, "the recorded losses and rates",
            $"in {examination.Monitor.CountedIn} {rise.Iteration} the learning rate rises at once from {rise.Low} to {rise.High}, and is not that "
            + $"low again; the losses before had a {what} of {before}, and after it the loss is {after}");
        return balance.Conclude(() => new(
            "Let the schedule end where its rate is lowest, at the last step and not before: a cycle that has begun anew needs the steps to fall "
            + "again. Or keep the weights of the end of the last whole cycle."));
    }

    // The last rise at once, of a factor of 5 or more, from which the rate does not come back. A warm-up comes before anything was learned.
    private static RateRise? RiseOf(IReadOnlyList<StepRecord> history)
    {
        StepRecord[] steps = [.. history.Where(step => step.LearningRate >= 0 && double.IsFinite(step.Loss))];
        var at = steps.Length;
        var lowest = double.PositiveInfinity;
        for (var i = steps.Length - 1; i > steps.Length / 4 && at == steps.Length; i--)
        {
            lowest = Math.Min(lowest, steps[i].LearningRate);
            if (steps[i].LearningRate >= 5 * steps[i - 1].LearningRate && lowest > 2 * steps[i - 1].LearningRate)
                at = i;
        }

        if (steps.Length - at < Fewest)
            return null;
        double[] after = [.. steps[at..].Select(step => step.Loss)];
        double[] before = [.. steps[Math.Max(0, at - Math.Max(Fewest, after.Length))..at].Select(step => step.Loss)];
        return new(steps[at].Iteration, steps[at - 1].LearningRate, steps[at].LearningRate, before, after);
    }

    // By how many standard deviations the ranks of some are above those of others (Mann and Whitney 1947).
    private static double RankScore(double[] lower, double[] upper)
    {
        var wins = upper.Sum(x => lower.Sum(y => x > y ? 1 : x == y ? 0.5 : 0));
        var (n, m) = ((double)lower.Length, (double)upper.Length);
        return (wins - (n * m / 2)) / Math.Sqrt(n * m * (n + m + 1) / 12);
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

    private sealed record RateRise(long Iteration, double Low, double High, double[] Before, double[] After);

    private sealed record Jump(long Iteration, double Start, double Last, double First, double Share);
}
