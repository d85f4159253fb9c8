namespace Optimizers.Diagnostics;

/// <summary>Short trainings from the start by the loop's own rule and batches: at other rates, and at the loop's own once more.</summary>
/// <param name="Rate">The largest rate of the run, above 0, by which the trials are measured.</param>
/// <param name="Steps">The steps of a trial.</param>
/// <param name="Trials">The trials, by rising rates.</param>
/// <param name="ReplaySteps">The steps of the replay: of a shorter run, those of the run.</param>
/// <param name="ReplayLoss">Where the same steps at the recorded rates lead from the same start; ∞ where they leave the finite numbers.</param>
/// <param name="RecordedLoss">What the loop recorded behind as many steps, a median of some; NaN if nothing was recorded there.</param>
public sealed record TrialReport(
    double Rate, int Steps, IReadOnlyList<RateTrial> Trials, int ReplaySteps, double ReplayLoss, double RecordedLoss)
{
    private const double GoodEnough = 0.1;

    /// <summary>Where the trial at the largest rate of the run ended.</summary>
    public double LossAtRate => Trials.First(trial => trial.Factor == 1).Loss;

    /// <summary>The trial with the lowest loss.</summary>
    public RateTrial Best => Trials.MinBy(trial => trial.Loss);

    /// <summary>The factor nearest to 1 that is good enough: its trial ended at most a tenth above the best. 1 where the run's own rate is.</summary>
    public double NearestGoodFactor => double.IsFinite(Best.Loss)
        ? Trials.Where(trial => trial.Loss <= Best.Loss + (GoodEnough * Math.Abs(Best.Loss))).MinBy(trial => Math.Abs(Math.Log(trial.Factor))).Factor
        : double.NaN;

    /// <summary>The best trial at a larger, or at a smaller, rate; null if all of them left the finite numbers.</summary>
    /// <param name="isLarger">True for larger rates.</param>
    public RateTrial? BestOf(bool isLarger) => Trials
        .Where(trial => isLarger ? trial.Factor > 1 : trial.Factor < 1)
        .Where(trial => double.IsFinite(trial.Loss))
        .OrderBy(trial => trial.Loss)
        .Select(trial => (RateTrial?)trial)
        .FirstOrDefault();

    /// <summary>By what factor the loop is worse off than the same steps taken again: far above 1, it does something else than what the case says. NaN if it cannot be told.</summary>
    public double Discrepancy => double.IsFinite(ReplayLoss) ? RecordedLoss / Math.Max(ReplayLoss, 1e-300) : double.NaN;
}
