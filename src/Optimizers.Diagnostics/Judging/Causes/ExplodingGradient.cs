using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Signals or gradients grow from layer to layer already at the weights of the start, whatever the learning rate (Pascanu, Mikolov and Bengio 2013).
/// </summary>
internal sealed class ExplodingGradient : Cause
{
    public override string Id => "exploding-gradient";

    public override string Title => "the gradient explodes through depth: the initial weights are too large";

    public override Assessment Assess(Examination examination)
    {
        var depth = examination.DepthAtStart;
        var losses = examination.Losses;

        // Of hidden units that have ends such weights saturate them, and the loss of the start does not show it.
        var huge = double.MaxNumber(0, LogRamp(examination.LargestScaleBehindBiases, 6, 20));
        var balance = new Balance().Wants(depth, nameof(TrainingCase.Start));
        if (depth is { Layers.Count: < 3 })
            return balance.Conclude(); // Weights and their bias have no depth.

        // Of inputs that are large, or weights no larger than usual, neither a sure start nor large signals tell of the weights; a gradient that
        // grows from layer to layer does.
        var ofInputs = examination.Inputs is { AreCodes: true } ? 0
            : double.MaxNumber(0, LogRamp(examination.Inputs?.RootMeanSquare ?? double.NaN, 3, 10));
        var usual = double.MaxNumber(0, LogRamp(examination.LargestScaleAtStart, 2.5, 1.5));
        var ofWeights = double.MaxNumber(LogRamp(depth?.BackwardGrowth ?? double.NaN, 1.5, 3), (1 - ofInputs) * (1 - (0.8 * usual)));
        if (depth is not null && !double.IsNaN(depth.BackwardGrowth))
        {
            balance.Add(
                (4 * LogRamp(depth.BackwardGrowth, 1.5, 3)) - (2 * LogRamp(depth.BackwardGrowth, 1.2, 0.9)),
                "the gradient through depth at the start",
                $"on its way back the gradient changes by a factor of {depth.BackwardGrowth} a layer: {depth.Last} at the last weights, "
                + $"{depth.First} at the first");
        }

        if ((depth is not null || examination.UnitsAtStart is not null || examination.Motion is not null)
            && !double.IsNaN(losses.Start / losses.Chance))
        {
            // An untrained network that is not sure of anything has the loss of equal probabilities.
            // That of a regression has an output of 0, which the mean of the targets may be far from; and the scale of its loss is not known.
            var isClassification = examination.Labels is { Classes: > 1 };
            var unsure = examination.Labels is { Classes: > 1 } labels ? Math.Max(losses.Chance, Math.Log(labels.Classes))
                : losses.Chance * (examination.Targets is { Deviation: > 0 } targets ? Math.Pow(targets.RootMeanSquare / targets.Deviation, 2) : 1);
            var excess = losses.Start / unsure;
            balance.Add(
                (ofWeights * (isClassification ? 6 : 3) * LogRamp(excess, 2.5, 8)) - (5 * LogRamp(excess, 2, 1.2) * (1 - huge)),
                "the loss at the start",
                $"before the first step the loss is {losses.Start}, {excess} times that of an undecided network: the untrained "
                + $"network is sure, and wrong");
        }

        balance.Add(
            -5 * LogRamp(examination.LargestScaleAtStart, 2.5, 1.5),
            "the weights of the start",
            $"no weights of the start are above {examination.LargestScaleAtStart} times the usual scale (Glorot and Bengio 2010)");
        balance.Add(
            (2 * LogRamp(examination.LargestScaleAtStart, 4.2, 9)) + (examination.UnitsAtStart is null ? 3 * huge : 0),
            "the weights of the start",
            $"the start has weights of {examination.LargestScaleAtStart} times the usual scale (Glorot and Bengio 2010)");
        balance.Add(
            5 * ofWeights * LogRamp(examination.LastInputScale, 30, 300)
                * LogRamp(examination.LastInputScale / (examination.FirstLayer?.InputScale ?? 1), 10, 100),
            "the gradient by parameters in the first step",
            $"the gradient of the last weights is so much larger than that of their bias that what comes into them is of a size of about "
            + $"{examination.LastInputScale}: the signals grow on their way through the network");
        balance.Add(
            -5 * Ramp(examination.WorstSaturatedShareAtStart, 0.4, 0.8),
            "activations at the start",
            $"at the start {Percent(examination.WorstSaturatedShareAtStart)} of a layer's activations are saturated: they hold the training back "
            + $"more than growing signals do");
        balance.AddShortfall(examination, 0.5, 5);
        balance.AddCure(PriorLogOdds, () => examination.StartTrial, "from a sound start");
        return balance.Conclude(() => new(
            "Start with smaller weights (variance 2/(inputs + outputs) or 2/inputs of a layer), or clip the gradient's norm.",
            examination.SoundStart()));
    }
}
