namespace Optimizers.Diagnostics;

// What several causes ask in the same words, derived from results; no probe of its own.
public sealed partial class Examination
{
    /// <summary>The training loss now; ∞ where the run has left the finite numbers.</summary>
    internal double Now => double.IsNaN(Losses.Training) && NonFinite is not null ? double.PositiveInfinity : Losses.Training;

    /// <summary>The lowest training loss that anything reached: a reference minimizer from here or from a new start, a short training at another rate, or a smaller model. NaN if nothing was tried.</summary>
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

    /// <summary>0 to 1: how surely the training is short of what can be reached and would satisfy. 0.5 where it cannot be told.</summary>
    internal double FallsShort => double.IsPositiveInfinity(Now) ? 1
        : !(Losses.Satisfactory > 0) ? 0.5
        : Numbers.LogRamp(Now / Math.Max(double.IsNaN(Reachable) ? 0 : Reachable, Losses.Satisfactory), 1, 1.25);

    /// <summary>0 to 1: how surely the training loss is large, the guide's first question. 0.5 where it cannot be told.</summary>
    internal double IsLarge => double.IsPositiveInfinity(Now) ? 1 : !(Losses.Satisfactory > 0) || double.IsNaN(Now) ? 0.5 : Numbers.LogRamp(Now / Losses.Satisfactory, 1, 1.25);

    /// <summary>True if the loss is so far above that of the start that nothing can be told from where θ is now.</summary>
    internal bool HasBlownUp => AtStart is not null && Losses.Training > 1000 * Losses.Start;

    /// <summary>0 to 1: how much of the present loss the reference minimizer took away from θ on, in few iterations. NaN without it.</summary>
    internal double GainFromHere => FitFromHere is { } fit ? Math.Clamp(1 - (Math.Max(fit.Loss, 0.5 * Losses.Satisfactory) / fit.StartLoss), 0, 1) : double.NaN;

    /// <summary>The largest learning rate of the run; NaN before the first step.</summary>
    internal double LargestLearningRate => Setup?.LargestLearningRate ?? double.NaN;

    /// <summary>False where a schedule has taken the rate down: then the last step says nothing of the steps that mattered.</summary>
    internal bool IsAtHeight => LearningRate > 0.3 * LargestLearningRate;

    /// <summary>The smallest mean deviation of the hidden units of a layer between examples at the start, layers that are dead altogether aside; 1 without activations.</summary>
    internal double SpreadAtStart =>
        (UnitsAtStart ?? []).Where(layer => layer.DeadShare < 1).Select(layer => layer.StandardDeviation).DefaultIfEmpty(1).Min();

    /// <summary>The largest share of dead units of a layer at θ; NaN without activations.</summary>
    internal double WorstDeadShare => Units is { Count: > 0 } units ? units.Max(each => each.DeadShare) : double.NaN;

    /// <summary>The largest share of dead units of a layer at the start; NaN without activations.</summary>
    internal double WorstDeadShareAtStart => UnitsAtStart is { Count: > 0 } units ? units.Max(each => each.DeadShare) : double.NaN;

    /// <summary>The largest share of saturated activations of a layer at θ; 0 where no layer has a bounded range.</summary>
    internal double WorstSaturatedShare => WorstSaturated(Units);

    /// <summary>The largest share of saturated activations of a layer at the start, likewise.</summary>
    internal double WorstSaturatedShareAtStart => WorstSaturated(UnitsAtStart);

    /// <summary>True if the parameters began at or next to zero: while they grow from there, steps are large against their size, and that says nothing.</summary>
    internal bool BeganNextToZero =>
        SpreadAtStart < 1e-3
        || (Motion is { } motion && motion.FirstParameterNorm <= 1e-6 * motion.ParameterNorm && !(Now > Losses.Start));

    /// <summary>The parameters whose gradient is exactly zero, at θ and at the start: what units that died on the way have silenced is not among them. Null if no gradient was taken.</summary>
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

    /// <summary>The smallest scale of a weight matrix at the start (<see cref="DepthLayer.Scale"/>), those that are all zero aside; NaN if it cannot be told.</summary>
    internal double SmallestScaleAtStart => ScalesAtStart.Where(scale => scale > 0).DefaultIfEmpty(double.NaN).Min();

    /// <summary>The largest scale of a weight matrix at the start; NaN if it cannot be told.</summary>
    internal double LargestScaleAtStart => ScalesAtStart.DefaultIfEmpty(double.NaN).Max();

    /// <summary>How independent successive batches are (<see cref="GradientNoise.SuccessiveRatio"/>), at the start, where it shows best, else at θ; NaN if it cannot be told.</summary>
    internal double BatchIndependence => NoiseOfBatches?.SuccessiveRatio ?? double.NaN;

    /// <summary>How far the batches are from being a sample of the data (<see cref="GradientNoise.MeanDistance"/>), likewise.</summary>
    internal double BatchDistance => NoiseOfBatches?.MeanDistance ?? double.NaN;

    /// <summary>
    /// How much worse off the loop is than its own first steps taken again (<see cref="TrialReport.Discrepancy"/>); NaN where these lead up too, since no two divergences are alike.
    /// </summary>
    internal double Discrepancy => Trials is { } trials && trials.ReplayLoss < 1.2 * Losses.Start ? trials.Discrepancy : double.NaN;

    /// <summary>The width of the narrowest hidden layer; NaN without activations.</summary>
    internal double NarrowestWidth => Units is { Count: > 0 } units ? units.Min(each => each.Units) : double.NaN;

    private GradientNoise? NoiseOfBatches => NoiseAtStart ?? Noise;

    private IEnumerable<double> ScalesAtStart => (DepthAtStart?.Layers ?? []).Select(layer => layer.Scale).Where(scale => !double.IsNaN(scale));

    private static double WorstSaturated(IReadOnlyList<UnitReport>? units) =>
        units?.Select(layer => layer.SaturatedShare).Where(double.IsFinite).DefaultIfEmpty(0).Max() ?? double.NaN;
}
