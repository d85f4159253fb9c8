namespace Optimizers.Diagnostics;

// Facts that several causes use, derived from results; none is a probe.
public sealed partial class Examination
{
    /// <summary>The training loss now; ∞ where the run has left the finite numbers.</summary>
    internal double Now => double.IsNaN(Losses.Training) && NonFinite is not null ? double.PositiveInfinity : Losses.Training;

    /// <summary>
    /// The lowest training loss that anything reached: a reference minimizer from here or from a new start, a short training at another rate, or a
    /// smaller model. NaN if nothing was tried.
    /// </summary>
    internal double Reachable
    {
        get
        {
            var best = Math.Min(FitFromHere?.Loss ?? double.PositiveInfinity, FitFromNewStart?.Loss ?? double.PositiveInfinity);
            best = Math.Min(best, Trials?.Best.Loss ?? double.PositiveInfinity);
            best = Math.Min(best, Case.SmallerModelLoss ?? double.PositiveInfinity);
            return double.IsPositiveInfinity(best) ? double.NaN : best;
        }
    }

    /// <summary>0 to 1: how surely the training loss is above what can be reached and what would satisfy. 0.5 where that is unknown.</summary>
    internal double FallsShort => double.IsPositiveInfinity(Now) ? 1
        : !(Losses.Satisfactory > 0) ? 0.5
        : Numbers.LogRamp(Now / Math.Max(double.IsNaN(Reachable) ? 0 : Reachable, Losses.Satisfactory), 1, 1.25);

    /// <summary>0 to 1: how surely the training loss is large, the guide's first question. 0.5 where that is unknown.</summary>
    internal double IsLarge => double.IsPositiveInfinity(Now) ? 1
        : !(Losses.Satisfactory > 0) || double.IsNaN(Now) ? 0.5 : Numbers.LogRamp(Now / Losses.Satisfactory, 1, 1.25);

    /// <summary>True if the loss is so far above that of the start that the present θ says nothing.</summary>
    internal bool HasBlownUp => AtStart is not null && Losses.Training > 1000 * Losses.Start;

    /// <summary>0 to 1: the share of the present loss that the reference minimizer removes from θ on, in few iterations. NaN without it.</summary>
    internal double GainFromHere => FitFromHere is { } fit
        ? Math.Clamp(1 - (Math.Max(fit.Loss, 0.5 * Losses.Satisfactory) / fit.StartLoss), 0, 1) : double.NaN;

    /// <summary>The largest learning rate of the run; NaN before the first step.</summary>
    internal double LargestLearningRate => Setup?.LargestLearningRate ?? double.NaN;

    /// <summary>False where a schedule has lowered the rate: then the last step says nothing about the steps that mattered.</summary>
    internal bool IsAtHeight => LearningRate > 0.3 * LargestLearningRate;

    /// <summary>
    /// The smallest mean deviation between examples of the hidden units of a layer, at the start. Layers that are dead altogether are left
    /// out; 1 without activations.
    /// </summary>
    internal double SpreadAtStart =>
        (UnitsAtStart ?? []).Where(layer => layer.DeadShare < 1).Select(layer => layer.StandardDeviation).DefaultIfEmpty(1).Min();

    /// <summary>The largest share of dead units of a layer at θ; NaN without activations.</summary>
    internal double WorstDeadShare => Units is { Count: > 0 } units ? units.Max(each => each.DeadShare) : double.NaN;

    /// <summary>The largest share of dead units of a layer at the start; NaN without activations.</summary>
    internal double WorstDeadShareAtStart => UnitsAtStart is { Count: > 0 } units ? units.Max(each => each.DeadShare) : double.NaN;

    /// <summary>The largest share of saturated activations of a layer at θ; 0 where no layer has a bounded range.</summary>
    internal double WorstSaturatedShare => WorstSaturated(Units);

    /// <summary>The largest share of saturated activations of a layer at the start; 0 where no layer has a bounded range.</summary>
    internal double WorstSaturatedShareAtStart => WorstSaturated(UnitsAtStart);

    /// <summary>
    /// True if the parameters began at or next to zero. While they grow from there, steps are large against their size, and
    /// that is no sign of a fault.
    /// </summary>
    internal bool BeganNextToZero =>
        SpreadAtStart < 1e-3
        || (Motion is { } motion && motion.FirstParameterNorm <= 1e-6 * motion.ParameterNorm && !(Now > Losses.Start));

    /// <summary>
    /// The parameters whose gradient is exactly zero both at θ and at the start, which leaves out those that units silenced by dying on the way. Null
    /// if no gradient was taken.
    /// </summary>
    internal IReadOnlyList<string>? Silent
    {
        get
        {
            if ((Depth ?? DepthAtStart) is not { } one)
                return null;
            var other = DepthAtStart ?? one;
            return [.. one.WithoutGradient.Select(layer => layer.Parameter).Intersect(other.WithoutGradient.Select(layer => layer.Parameter))];
        }
    }

    /// <summary>
    /// The smallest scale of a weight matrix at the start (<see cref="DepthLayer.Scale"/>), matrices of zeros left out; NaN if unknown.
    /// </summary>
    internal double SmallestScaleAtStart => ScalesAtStart.Where(scale => scale > 0).DefaultIfEmpty(double.NaN).Min();

    /// <summary>The largest scale of a weight matrix at the start; NaN if unknown.</summary>
    internal double LargestScaleAtStart => ScalesAtStart.DefaultIfEmpty(double.NaN).Max();

    /// <summary>
    /// How independent successive batches are (<see cref="GradientNoise.SuccessiveRatio"/>): at the start, where it shows best,
    /// else at θ; NaN if unknown.
    /// </summary>
    internal double BatchIndependence => NoiseOfBatches?.SuccessiveRatio ?? double.NaN;

    /// <summary>
    /// How far the batches are from being a sample of the data (<see cref="GradientNoise.MeanDistance"/>): at the start, else at θ; NaN if unknown.
    /// </summary>
    internal double BatchDistance => NoiseOfBatches?.MeanDistance ?? double.NaN;

    /// <summary>
    /// How much worse the loop is than a replay of its own first steps (<see cref="TrialReport.Discrepancy"/>); NaN where the replay climbs too,
    /// since no two divergences are alike.
    /// </summary>
    internal double Discrepancy => Trials is { } trials && trials.ReplayLoss < 1.2 * Losses.Start ? trials.Discrepancy : double.NaN;

    /// <summary>The width of the narrowest hidden layer; NaN without activations.</summary>
    internal double NarrowestWidth => Units is { Count: > 0 } units ? units.Min(each => each.Units) : double.NaN;

    private GradientNoise? NoiseOfBatches => NoiseAtStart ?? Noise;

    private IEnumerable<double> ScalesAtStart => (DepthAtStart?.Layers ?? []).Select(layer => layer.Scale).Where(scale => !double.IsNaN(scale));

    private static double WorstSaturated(IReadOnlyList<UnitReport>? units) =>
        units?.Select(layer => layer.SaturatedShare).Where(double.IsFinite).DefaultIfEmpty(0).Max() ?? double.NaN;
}
