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
            var best = LowestFit;
            best = Math.Min(best, Trials?.Best.Loss ?? double.PositiveInfinity);
            best = Math.Min(best, SlowerTrial?.Without ?? double.PositiveInfinity);
            best = Math.Min(best, Case.SmallerModelLoss ?? double.PositiveInfinity);
            return double.IsPositiveInfinity(best) ? double.NaN : best;
        }
    }

    /// <summary>
    /// The lowest training loss that is known to be worth reaching: a short training by the loop's own rule, a smaller model, what a generic model
    /// learns on examples that it has not seen, or a reference minimizer where it learns more than single examples by heart. NaN if nothing is known.
    /// </summary>
    internal double Attainable
    {
        get
        {
            var best = Math.Min(Trials?.Best.Loss ?? double.PositiveInfinity, Case.SmallerModelLoss ?? double.PositiveInfinity);
            best = Math.Min(best, SlowerTrial?.Without ?? double.PositiveInfinity);
            if (Learnability is { IsLearned: true } learned && Losses.Chance > 0)
                best = Math.Min(best, Losses.Constant + ((1 - learned.Share) * (Losses.Chance - Losses.Constant)));
            if (FitLearns)
                best = Math.Min(best, LowestFit);
            return double.IsPositiveInfinity(best) ? double.NaN : best;
        }
    }

    /// <summary>
    /// 0 to 1: how surely the training loss is above what can be reached and what would satisfy. 0.5 where that is unknown: a loss between a tenth of
    /// chance and chance may be all that noisy data allow, so that only something better speaks against it.
    /// </summary>
    internal double FallsShort
    {
        get
        {
            if (double.IsPositiveInfinity(Now))
                return 1;
            if (double.IsNaN(Now))
                return 0.5;
            if (Losses.IsStated)
                return !(Losses.Satisfactory > 0) ? 0.5
                    : Numbers.LogRamp(Now / Math.Max(double.IsNaN(Reachable) ? 0 : Reachable, Losses.Satisfactory), 1, 1.25);
            var scale = LossUnlearned - Losses.Constant;
            if (!(scale > 0))
                return 0.5;
            var share = (Now - Losses.Constant) / scale;
            // Next to chance little was learned, whatever the trials that share the fault came to.
            var stuck = Losses.Chance > 0 ? 0.5 + (0.5 * Numbers.Ramp(share, 0.8, 0.95)) : 0.5;
            if (!double.IsNaN(Attainable))
            {
                return Math.Max(stuck > 0.5 ? stuck : 0, Math.Min(
                    Numbers.LogRamp((Now - Losses.Constant) / Math.Max(Attainable - Losses.Constant, 1e-300), 1.1, 1.6),
                    Math.Min(Numbers.Ramp((Now - Attainable) / scale, 0.02, 0.1), Losses.Chance > 0 ? Numbers.Ramp(share, 0.03, 0.15) : 1)));
            }

            // The loss of a start may be far above chance: a small share of it says nothing.
            return Losses.Chance > 0
                ? (0.5 * Numbers.Ramp(share, 0.1, 0.3)) + (0.5 * Numbers.Ramp(share, 0.6, 0.95))
                : 0.5 + (0.5 * Numbers.Ramp(share, 0.8, 1));
        }
    }

    /// <summary>
    /// 0 to 1: 0 where nothing that was tried gets lower than the training, a reference minimizer from a new start among it: then no cause that only
    /// slows the way down explains the loss. One from where the training is, alone, says half as much. 1 where something does, or nothing was tried.
    /// </summary>
    internal double LeftToGain
    {
        get
        {
            var (fromNew, fromHere) = (FitFromNewStart, FitFromHere);
            if ((fromNew ?? fromHere) is null || !(Now > Losses.Constant))
                return 1;
            var least = fromNew is null ? 0.5 : 0;
            return least + ((1 - least) * Numbers.Ramp((Reachable - Losses.Constant) / (Now - Losses.Constant), 0.99, 0.95));
        }
    }

    /// <summary>0 to 1: how surely the training loss is large, the guide's first question. 0.5 where that is unknown.</summary>
    internal double IsLarge => double.IsPositiveInfinity(Now) ? 1
        : double.IsNaN(Now) ? 0.5
        : !Losses.IsStated ? Math.Max(FallsShort, double.MaxNumber(0, Numbers.Ramp(Losses.ShareOfChance(Now), LossReport.AtChance, 0.97)))
        : !(Losses.Satisfactory > 0) ? 0.5 : Numbers.LogRamp(Now / Losses.Satisfactory, 1, 1.25);

    /// <summary>
    /// True where the training loss is known to be too large: not finite, above what was said to satisfy, above the start, at chance, or with most of
    /// what can be gained from it left.
    /// </summary>
    internal bool HarmIsKnown => double.IsPositiveInfinity(Now) || NonFinite is not null
        || (Losses.IsStated ? IsLarge > 0.5
            : Now > Losses.Start
            || Losses.ShareOfChance(Now) >= LossReport.AtChance
            || (FallsShort > 0.9 && Now - Attainable > WorthHaving * (LossUnlearned - Losses.Constant))
            || Now - LowestCured > WorthHaving * (LossUnlearned - Losses.Constant));

    /// <summary>The loss of a model that has learned nothing: of chance or of the start, whichever is lower; NaN if neither is known.</summary>
    internal double LossUnlearned => double.MinNumber(Losses.Chance, Losses.Start);

    /// <summary>The lowest loss of the reference minimizers; ∞ where none ran.</summary>
    private double LowestFit => Math.Min(FitFromHere?.Loss ?? double.PositiveInfinity, FitFromNewStart?.Loss ?? double.PositiveInfinity);

    /// <summary>The lowest loss of the trials of cures that were run; ∞ where there were none.</summary>
    private double LowestCured => _results.Values.OfType<CureTrial>().Concat(Blocks?.Values ?? [])
        .Select(cure => cure.Without).DefaultIfEmpty(double.PositiveInfinity).Min();

    /// <summary>
    /// True where a fit of the training data by a reference minimizer shows what the optimizer misses: the caller said what satisfies, the examples
    /// are many more than the parameters, or the fit is far better on the holdout too.
    /// </summary>
    internal bool FitLearns => Losses.IsStated
        || Setup is { ParameterCount: > 0 } setup && TellingExamples(setup) > ExamplesPerParameter * (double)setup.ParameterCount
        || (Fitted is { } fitted && (fitted.Validation < 0.8 * Losses.Validation
            || (double.IsNaN(fitted.Validation) && fitted.Test < 0.8 * Losses.Test)));

    /// <summary>True if the loss is so far above that of the start that the present θ says nothing.</summary>
    internal bool HasBlownUp => AtStart is not null && Losses.Training > 1000 * Losses.Start;

    /// <summary>0 to 1: the share of the present loss that the reference minimizer removes from θ on, in few iterations. NaN without it.</summary>
    internal double GainFromHere => FitFromHere is { } fit
        ? Math.Clamp(1 - (double.MaxNumber(fit.Loss, 0.5 * Losses.Satisfactory) / fit.StartLoss), 0, 1) : double.NaN;

    /// <summary>
    /// True where the start is known to let a gradient through: no layer is dead or saturated there, and no weights are next to zero. Only then does
    /// a fit from there that learns nothing speak against the data or the loss.
    /// </summary>
    internal bool StartIsSound => !NeverMoved && !(WorstDeadShareAtStart > 0.5) && !(WorstSaturatedShareAtStart > 0.5)
        && ScalesAtStart.DefaultIfEmpty(1).Min() > 0.1 && !(DepthAtStart?.BackwardGrowth is < 0.3 or > 3);

    /// <summary>
    /// How many times the loss that the best constant answers would have a minimizer reached, where the loss follows the named one no more than it
    /// follows the answers: a loss that is what it is called goes below that by its last biases alone. NaN where the loss is the named one, or
    /// nothing was tried.
    /// </summary>
    internal double ForeignFloor => Outputs?.Loss is { Relation: LossRelation.Differs } && Losses.Chance > 0 && FitFromNewStart is not null
        ? Reachable / Losses.Chance : double.NaN;

    /// <summary>
    /// How surely, 0 to 1, nothing of the inputs reaches the outputs at the start, as through a long recurrence that forgets, where a generic model
    /// learns from the same inputs. Outputs that are exactly alike are another matter.
    /// </summary>
    internal double LostSignalAtStart =>
        this is { Outputs.SignalAtStart: > 0 and var signal, Learnability.IsLearned: true } ? Numbers.LogRamp(signal, 1e-3, 1e-5) : 0;

    /// <summary>True where no parameter has changed in any step, or losses were recorded and no step was ever taken.</summary>
    internal bool NeverMoved => Motion is { LargestUpdateNorm: 0 } || NeverStepped;

    /// <summary>True where an optimizer is watched, losses were recorded for it, and it has not been called.</summary>
    internal bool NeverStepped => Motion is null && Monitor.LossesBeforeSteps >= FewestLosses;

    /// <summary>The largest learning rate of the run; NaN before the first step.</summary>
    internal double LargestLearningRate => Setup?.LargestLearningRate
        ?? (IsLog ? Monitor.History.Select(step => step.LearningRate).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max() : double.NaN);

    /// <summary>True where there is a log and no optimizer was watched: losses, and perhaps rates and the gradients' norms.</summary>
    internal bool IsLog => Motion is null && Monitor.UnwatchedLosses > 0;

    /// <summary>True for a log whose loss has stood still for its last half: it cannot tell why.</summary>
    internal bool IsLogFlat => IsLog && NonFinite is null && Curve is { IsFalling: false } curve
        && (curve.FlatSince >= 0.5 || Math.Abs(curve.RelativeSlope) < 0.02);

    /// <summary>
    /// k, where a log stands at the loss of k equally likely classes, ln k, and began near it; 0 where it does not. For many classes these lie so
    /// dense that the loss of any training is next to one.
    /// </summary>
    internal int ClassesOfChance
    {
        get
        {
            if (!IsLogFlat || Curve is not { FlatSince: >= 0.5 } curve || !(curve.Last > 0 && curve.Last < Math.Log(1001)))
                return 0;
            var k = (int)Math.Round(Math.Exp(curve.Last));
            return k >= 2 && Math.Abs(curve.Last - Math.Log(k)) <= Math.Min(0.005, 0.1 / k) && curve.First <= 1.2 * curve.Last ? k : 0;
        }
    }

    /// <summary>The length of the last parameter, where it is a vector behind a weight matrix: the outputs. 0 if it is not known.</summary>
    internal int OutputsOfLastLayer =>
        DepthAtStart?.Layers is [.., var weights, { IsMatrix: false } bias] && weights.Length % bias.Length == 0 ? bias.Length : 0;

    /// <summary>
    /// The largest rate as a share of the stability limit 2/λmax at θ, where the steps are those of plain descent, with momentum or without: αg, or
    /// up to αg/(1 − μ). NaN for other rules, and without the curvature.
    /// </summary>
    internal double ShareOfStableRate
    {
        get
        {
            if (Setup is not { LearningRate: > 0, Momentum: < 1 } setup || Motion is not { DescentCosine: > 0.9 } motion)
                return double.NaN;
            var memory = 1 / (1 - setup.Momentum);
            return motion.UpdateNorm / (setup.LearningRate * motion.GradientNorm) is var factor && factor > 0.9 && factor < 1.1 * memory
                && Curvature is { IsSmooth: true } curvature
                ? setup.LargestLearningRate * memory / curvature.StableRate : double.NaN;
        }
    }

    /// <summary>False where a schedule has lowered the rate: then the last step says nothing about the steps that mattered.</summary>
    internal bool IsAtHeight => LearningRate > 0.3 * LargestLearningRate;

    /// <summary>
    /// The smallest mean deviation between examples of the hidden units of a layer, at the start. Layers that are dead altogether are left
    /// out; 1 without activations.
    /// </summary>
    internal double SpreadAtStart =>
        (UnitsAtStart ?? []).Where(layer => layer.DeadShare < 1).Select(layer => layer.StandardDeviation).DefaultIfEmpty(1).Min();

    /// <summary>
    /// What the activations' deviations between examples are multiplied by from layer to layer at the start, on the geometric mean over four layers
    /// or more, where nearly nothing is left at their end; NaN otherwise.
    /// </summary>
    internal double FadingAtStart => UnitsAtStart is { Count: >= FewestFading } units
        && units[^1].StandardDeviation / units[0].StandardDeviation is var left && left < Faded
        ? Math.Pow(left, 1.0 / (units.Count - 1)) : double.NaN;

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

    /// <summary>
    /// The second smallest; NaN with fewer than two. A single matrix next to zero, such as the last one of a branch, stops nothing: its own gradient
    /// is as large as ever.
    /// </summary>
    internal double SecondSmallestScaleAtStart => ScalesAtStart.Where(scale => scale > 0).Order().Append(double.NaN).Append(double.NaN).ElementAt(1);

    /// <summary>
    /// The largest scale at the start of a weight matrix with a bias behind it, which tables of embeddings, drawn at a scale of their own, have not;
    /// NaN if unknown.
    /// </summary>
    internal double LargestScaleBehindBiases
    {
        get
        {
            var layers = DepthAtStart?.Layers ?? [];
            return Enumerable.Range(0, Math.Max(0, layers.Count - 1))
                .Where(k => layers[k].IsMatrix && !layers[k + 1].IsMatrix && layers[k].Length % layers[k + 1].Length == 0)
                .Select(k => layers[k].Scale).DefaultIfEmpty(double.NaN).Max();
        }
    }

    /// <summary>
    /// About the root mean square of what comes into the last layer at the start, as its gradients tell it (see <see cref="FirstLayerReport"/>); NaN
    /// where it has no bias behind it, or is the first too.
    /// </summary>
    internal double LastInputScale => DepthAtStart?.Layers is [_, .., var weights, { IsMatrix: false } bias] layers && layers.Count > 2
        && bias.GradientNorm > 0 && weights.Length % bias.Length == 0
        ? weights.GradientNorm / bias.GradientNorm / Math.Sqrt((double)weights.Length / bias.Length) : double.NaN;

    /// <summary>About the size of the outputs at the start, by what comes into the last layer and its weights; NaN where unknown.</summary>
    internal double OutputsAtStart => DepthAtStart?.Layers is [.., var weights, { IsMatrix: false } bias]
        ? weights.ParameterRms * Math.Sqrt((double)weights.Length / bias.Length) * LastInputScale : double.NaN;

    /// <summary>True if the model is a matrix, with or without a bias, alone.</summary>
    internal bool IsOneLayer => (DepthAtStart ?? Depth) is { Layers.Count: <= 2 };

    /// <summary>How many weight matrices have a scale at the start.</summary>
    internal int LayersAtStart => ScalesAtStart.Count();

    /// <summary>The largest scale of a weight matrix at the start; NaN if unknown.</summary>
    internal double LargestScaleAtStart => ScalesAtStart.DefaultIfEmpty(double.NaN).Max();

    /// <summary>
    /// How independent successive batches are (<see cref="GradientNoise.SuccessiveRatio"/>): at the start, where it shows best,
    /// else at θ; NaN if unknown.
    /// </summary>
    /// <remarks>The ratio of K independent batches scatters by about 1/√K (von Neumann 1941): a smaller lack of independence is none.</remarks>
    internal double BatchIndependence => NoiseOfBatches is not { } noise ? double.NaN
        : (1 - noise.SuccessiveRatio) * Math.Sqrt(noise.Batches) > SurelyDependent || noise.SuccessiveRatio > 0.7
            ? noise.SuccessiveRatio : double.NaN;

    /// <summary>
    /// True where batches that are less than half of the data have gradients as alike as if they were one: what the loop records is no loss of the
    /// data then. Full descent has such gradients too.
    /// </summary>
    internal bool StaysOnOneBatch => NoiseOfBatches is { IsOfOneBatch: true } || (Motion is { GradientCosine: > SameGradient }
        && Setup is { BatchSize: > 0 } setup && 2L * setup.BatchSize < setup.ExampleCount);

    /// <summary>
    /// How far the batches are from being a sample of the data (<see cref="GradientNoise.MeanDistance"/>): at the start, else at θ; NaN if unknown.
    /// </summary>
    /// <remarks>
    /// A normalization over the batch turns the gradients of all batches a little from that of all the data, however they are drawn: only a distance
    /// of the size of the gradients themselves tells of their choice. Batches that hold nearly all the data cannot be a choice of them.
    /// </remarks>
    internal double BatchDistance => NoiseOfBatches is not { } noise ? double.NaN
        : noise.IsOfOneBatch ? double.PositiveInfinity
        : Setup is { ExampleCount: > 0 } setup && noise.Batches * (long)noise.BatchSize >= NearlyAll * setup.ExampleCount ? double.NaN
        : noise.MeanDistance * noise.NoiseTrace / noise.BatchSize / noise.Batches < LeastShift * Math.Max(0, noise.SquaredNorm)
            ? double.MinNumber(noise.MeanDistance, 1) : noise.MeanDistance;

    /// <summary>
    /// The gain of a normalization over batches of one example, which leaves nothing of it: in the first step a gain of ones, with a shift of zeros
    /// behind it, has a gradient of exactly 0. Null where there is none.
    /// </summary>
    internal string? NormalizedAway => Setup is { BatchSize: 1 } && DepthAtStart?.Layers is { } layers
        ? Enumerable.Range(0, layers.Count - 1)
            .Where(k => layers[k] is { IsMatrix: false, GradientNorm: 0, ParameterRms: 1 } && layers[k + 1] is { IsMatrix: false, ParameterRms: 0 }
                && layers[k].Length == layers[k + 1].Length)
            .Select(k => layers[k].Parameter).FirstOrDefault()
        : null;

    /// <summary>
    /// How far the classes of the holdout's answers are from those of the training data's: half the sum of the differences of their shares, less what
    /// samples of that size differ by. NaN without labels of both.
    /// </summary>
    internal double LabelShift
    {
        get
        {
            if (Case.Labels is not { Count: > 0 } training || Case.ValidationData?.Labels is not { Count: > 0 } holdout)
                return double.NaN;
            var (here, there) = (training.CountBy(label => label).ToDictionary(), holdout.CountBy(label => label).ToDictionary());
            int[] classes = [.. here.Keys.Union(there.Keys)];
            var distance = classes.Sum(label => Math.Abs(
                ((double)here.GetValueOrDefault(label) / training.Count) - ((double)there.GetValueOrDefault(label) / holdout.Count))) / 2;
            return distance - Math.Sqrt(classes.Length / (2.0 * Math.Min(training.Count, holdout.Count)));
        }
    }

    // Of classes that are rare a few examples tell, whatever the others are; and a fit of a sample has seen no others.
    private double TellingExamples(SetupReport setup) =>
        Math.Min(setup.ExampleCount, Case.Parts is { Model: not null, Sample.Count: var drawn } ? drawn : int.MaxValue)
            * (Labels is { Classes: > 1, LargestShare: var share } ? Math.Min(1, 2 * (1 - share)) : 1);

    /// <summary>The answer that all training examples have, if it is one; null if they differ, or are not known.</summary>
    internal string? SameAnswer =>
        (Case.Parts.AllLabels ?? Case.Labels) is [var label, _, ..] labels && labels.All(each => each == label) ? Numbers.Text(label)
        : Case.Targets is [var target, _, ..] targets && targets.All(each => each == target) ? Numbers.Text(target)
        : Case.Parts.Data?.Targets is { ColumnCount: > 1 } answers && answers.ForAll(each => each == answers[0, 0]) ? Numbers.Text(answers[0, 0])
        : null;

    /// <summary>
    /// How many times as long the loop's gradients are as those of the objective's batches, at the start and in the last step, where they have the
    /// same direction, do not add up from step to step, and no scale of the loss explains it; NaN where that is not known.
    /// </summary>
    internal double GradientExcess
    {
        get
        {
            if (this is not
                {
                    Step: { ExpectedRatio: > 0 and < Loud } step, NoiseAtStart: { SquaredNorm: > 0 } noise, Motion: { GradientCosine: < 0.8 } motion,
                }
                || Monitor.Optimizer?.Find<LossScaling>() is not null || !(Math.Abs((1 / step.ExpectedRatio) - step.GradientCosine) < 0.35))
                return double.NaN;
            var last = step.GradientRatio / step.ExpectedRatio;
            var first = motion.FirstGradientNorm / Math.Sqrt(noise.SquaredNorm + (noise.NoiseTrace / noise.BatchSize));
            return last / first is > 0.4 and < 2.5 ? Math.Sqrt(last * first) : double.NaN;
        }
    }

    /// <summary>
    /// How many symbols the inputs are of, where the model looks them up and none of its parameters has a row or a column for each: what it makes of
    /// them is no parameter. 0 elsewhere.
    /// </summary>
    internal int SymbolsWithoutTable
    {
        get
        {
            if (this is not { Inputs.AreCodes: true, Case: { Inputs: { } inputs, Parts.Model.Layout: { Names.Count: > 1 } layout } })
                return 0;
            var symbols = (int)Math.Min(inputs.Enumerate().Max() + 1, int.MaxValue);
            return symbols >= FewestSymbols && layout.Names.All(name => layout.ShapeOf(name).All(extent => extent < symbols)) ? symbols : 0;
        }
    }

    /// <summary>
    /// 0 to 1: how surely the reference minimizer was better than chance on the holdout on its way, before it learned examples by heart: there is a
    /// rule that holds.
    /// </summary>
    internal double FitHadRule => double.MaxNumber(0, Numbers.Ramp((Fitted?.BestValidation ?? double.NaN) / Losses.Chance, 0.92, 0.8));

    /// <summary>The recorded norms of gradients, those that are finite and not 0.</summary>
    internal double[] GradientNorms => [.. Monitor.History.Select(step => step.GradientNorm).Where(norm => double.IsFinite(norm) && norm > 0)];

    /// <summary>
    /// The norm that nearly every gradient had as the steps were handed it, though their directions differ: the loop cuts or normalizes them itself.
    /// NaN where norms vary, or are the same in every batch as those of a descent that goes to and fro.
    /// </summary>
    internal double PinnedNorm
    {
        get
        {
            var norms = GradientNorms;
            if (norms.Length < FewestNorms || Motion is not { GradientCosine: > -0.5 and < 0.99, LossSpread: > 0.01 })
                return double.NaN;
            var median = RobustStatistics.Median(norms);
            var same = norms.Count(norm => Math.Abs((norm / median) - 1) < SameNorm);
            return norms.Max() < (1 + SameNorm) * median && same >= 0.9 * norms.Length ? median : double.NaN;
        }
    }

    /// <summary>
    /// The first recorded loss against those of single examples at the start, as deviations of the mean of a batch; null where it is not known, or
    /// where the loss of the loop is another multiple of it, or has something added, to the end.
    /// </summary>
    internal (double Recorded, double Evaluated, double Deviations)? FirstLossApart
    {
        get
        {
            if (this is not { ExampleLossesAtStart: { } start, Motion.HighestRecentLoss: > 0 and var recent, Now: > 0 and < double.PositiveInfinity }
                || Monitor.History is not [{ Iteration: 0, Loss: var first, BatchSize: > 1 and var batch }, ..]
                || !(start is { Mean: > 0, Deviation: > 0 } && first > 0 && double.IsFinite(first)))
                return null;
            var (ratio, added) = (Math.Log(first / start.Mean), first - start.Mean);
            return Math.Abs(Math.Log(recent / Now) - ratio) < 0.25 * Math.Abs(ratio) || (added > 0 && recent - Now > 0.3 * added)
                ? null : (first, start.Mean, added / (start.Deviation / Math.Sqrt(batch)));
        }
    }

    /// <summary>
    /// How much worse the loop is than a replay of its own first steps (<see cref="TrialReport.Discrepancy"/>); NaN where the replay does not learn
    /// either, since no two divergences are alike.
    /// </summary>
    internal double Discrepancy => Trials is { } trials
        && trials.ReplayLoss < LearnedShare * Losses.Start
        && !(trials.LossAtRate > Unsteady * trials.BestOf(isLarger: false)?.Loss)
        ? trials.Discrepancy / RecordedMultiple : double.NaN;

    /// <summary>
    /// How many times the handed-over loss the loop recorded, at its start as at its end: a sum over the examples is their number times the mean. 1
    /// where the two do not agree, or it is not known.
    /// </summary>
    private double RecordedMultiple
    {
        get
        {
            if (AtStart is null || Losses is not { Start: > 0 and var start } || Now is not (> 0 and < double.PositiveInfinity)
                || Monitor.History is not [{ Iteration: 0, Loss: > 0 and var first }, ..])
                return 1;
            var last = RobustStatistics.Median(RecordedLosses.Of(Monitor.Recent, Monitor.FirstNonFinite));
            var (before, after) = (Math.Log(first / start), Math.Log(last / Now));
            return Math.Abs(before) > OtherMultiple && Math.Abs(after - before) < 0.25 * Math.Abs(before) ? Math.Exp((before + after) / 2) : 1;
        }
    }

    // More than the loss of a batch is off that of all.
    private static readonly double OtherMultiple = Math.Log(3);

    /// <summary>The width of the narrowest hidden layer: of its activations, else of the parameters that a step was handed; NaN if unknown.</summary>
    internal double NarrowestWidth => Units is { Count: > 0 } units ? units.Min(each => each.Units) : NarrowestBias;

    // Each bias behind weights of as many rows or columns is that of a layer, the last one of the outputs.
    private double NarrowestBias
    {
        get
        {
            var parameters = Monitor.Parameters;
            return Enumerable.Range(1, Math.Max(0, parameters.Count - 2))
                .Where(k => Math.Min(parameters[k].Rows, parameters[k].Columns) == 1 && parameters[k - 1].Length % parameters[k].Length == 0
                    && (parameters[k - 1].Rows == parameters[k].Length || parameters[k - 1].Columns == parameters[k].Length)
                    && parameters[k + 1].Length % parameters[k].Length == 0 && parameters[k + 1].Columns == parameters[k].Length)
                .Select(k => (double)parameters[k].Length).DefaultIfEmpty(double.NaN).Min();
        }
    }

    // A loss or two may be measured before a training begins.
    private const int FewestLosses = 10;
    private const int ExamplesPerParameter = 5;

    // Of fewer the layers of a network have as many units.
    private const int FewestSymbols = 16;

    /// <summary>Fewer norms do not show that they stand still.</summary>
    internal const int FewestNorms = 20;

    private const double SameNorm = 1e-4;
    private const double SurelyDependent = 3;

    // Above this ratio the noise of a batch is so much of its gradient that its length says little.
    private const double Loud = 3;

    // The squared share of the batches' mean gradient by which it must miss that of all the data.
    private const double LeastShift = 0.1;
    private const double NearlyAll = 0.9;
    private const double LearnedShare = 0.75;

    // Where a smaller rate gets this many times lower, the run's own is so rough that no two runs are alike.
    private const double Unsteady = 2;

    // The share of the loss of chance that must be left to gain before a run that was not said to be bad is called so.
    private const double WorthHaving = 0.2;

    // The cosine of successive gradients beyond which they are those of one batch.
    private const double SameGradient = 0.95;

    // Over fewer layers, or with more left, weights of another size make up for it in a few steps.
    private const int FewestFading = 4;
    private const double Faded = 0.02;

    private GradientNoise? NoiseOfBatches => NoiseAtStart ?? Noise;

    private IEnumerable<double> ScalesAtStart => (DepthAtStart?.Layers ?? []).Select(layer => layer.Scale).Where(scale => !double.IsNaN(scale));

    private static double WorstSaturated(IReadOnlyList<UnitReport>? units) =>
        units?.Select(layer => layer.SaturatedShare).Where(double.IsFinite).DefaultIfEmpty(0).Max() ?? double.NaN;
}
