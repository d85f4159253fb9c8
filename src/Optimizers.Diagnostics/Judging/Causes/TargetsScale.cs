using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The targets are far from unit scale: an untrained output of about 0 is far from them, and the rates that are usual are too small for the way or,
/// by the gradients that grow with the targets, too large for the start (LeCun et al. 1998, "Efficient BackProp", 4.3 for the inputs).
/// </summary>
internal sealed class TargetsScale : Cause
{
    public override string Id => "targets-scale";

    public override string Title => "the targets are badly scaled";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance();
        if (examination.Targets is not { } targets)
            return balance.Conclude();
        var size = targets.RootMeanSquare;
        balance.Add(
            (5 * LogRamp(size, 4, 30)) + (3.5 * LogRamp(size, 1, 0.02)) - (5 * Math.Min(LogRamp(size, 4, 2), LogRamp(size, 0.05, 0.3))),
            "the targets",
            $"the targets have a mean of {targets.Mean} and a standard deviation of {targets.Deviation}; about 0 and 1 is what initializations and "
            + $"learning rates are made for");
        balance.AddShortfall(examination, 2, 8);

        // Of a linear unit the targets' scale is that of the loss and of nothing else: such a training diverges by its inputs or its rate.
        balance.Add(
            PriorLogOdds + balance.Weight > 0 && examination.TargetsTrial is { Learns: false } ? -4 : 0,
            "short trainings",
            $"on standardized targets it would not learn either");
        if (examination is { FirstLayer: { } layer, Depth.Layers.Count: <= 2 })
        {
            balance.Add(
                -4 * LogRamp(layer.InputScale, 5, 20), "the steps",
                $"the model is one layer, and its gradients say that the inputs are of a size of about {layer.InputScale}: it diverges by them");
        }

        balance.AddCure(PriorLogOdds, () => examination.TargetsTrial, "as it would go on standardized targets",
            isUnusual: size is > 30 or < 0.02);
        return balance.Conclude(() => new(
            $"Train on (target − {Text(targets.Mean)}) / {Text(targets.Deviation)}, and turn the outputs back by the same two numbers."));
    }
}
