namespace Optimizers.Diagnostics;

/// <summary>Short trainings from the start by the loop's own rule and batches, at other rates, and a replay at the loop's own.</summary>
/// <param name="Rate">The largest rate of the run, above 0; the factors of the trials refer to it.</param>
/// <param name="Steps">The steps of a trial.</param>
/// <param name="Trials">The trials, by rising rates.</param>
/// <param name="ReplaySteps">The steps of the replay; for a shorter run, those of the run.</param>
/// <param name="ReplayLoss">The loss to which the same steps at the recorded rates lead from the same start; ∞ where they leave
/// the finite numbers.</param>
/// <param name="RecordedLoss">The loss that the loop recorded after as many steps, a median of several; NaN if nothing was recorded there.</param>
public sealed record TrialReport(
    double Rate, int Steps, IReadOnlyList<RateTrial> Trials, int ReplaySteps, double ReplayLoss, double RecordedLoss)
{
    private const double GoodEnough = 0.1;

    /// <summary>The loss at the end of the trial at the largest rate of the run.</summary>
    public double LossAtRate => Trials.First(trial => trial.Factor == 1).Loss;

    /// <summary>The trial with the lowest loss.</summary>
    public RateTrial Best => Trials.MinBy(trial => trial.Loss);

    /// <summary>
    /// The factor nearest to 1 that is good enough: its trial ended at most a tenth above the best. It is 1 where the run's own rate is good enough.
    /// </summary>
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

    /// <summary>
    /// The factor by which the loop is worse than its replay. If it is far above 1, the loop does something else than what the
    /// case says. NaN if unknown.
    /// </summary>
    public double Discrepancy => double.IsFinite(ReplayLoss) ? RecordedLoss / Math.Max(ReplayLoss, 1e-300) : double.NaN;
}
