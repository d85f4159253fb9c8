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
            return ByTheFirstLoss(balance, examination);
        var size = targets.RootMeanSquare;
        balance.Add(
            (5 * LogRamp(size, 4, 30)) + (3.5 * LogRamp(size, 1, 0.02)) - (5 * Math.Min(LogRamp(size, 4, 2), LogRamp(size, 0.05, 0.3))),
            "the targets",
            $"the targets have a mean of {targets.Mean} and a standard deviation of {targets.Deviation}; about 0 and 1 is what initializations and "
            + $"learning rates are made for");
        balance.AddShortfall(examination, 2, 8);

        // Of a linear unit the targets' scale is that of the loss and of nothing else: such a training diverges by its inputs or its rate.
        var isAsked = PriorLogOdds + balance.Weight > 0;
        var withInputs = isAsked && examination.InputsAndTargetsTrial is { Learns: true };
        balance.Add(
            isAsked && !withInputs && examination.TargetsTrial is { Learns: false } ? -4 : 0,
            "short trainings",
            $"on standardized targets it would not learn either");
        if (examination is { FirstLayer: { } layer, IsOneLayer: true })
        {
            balance.Add(
                -4 * LogRamp(layer.InputScale, 5, 20), "the steps",
                $"the model is one layer, and its gradients say that the inputs are of a size of about {layer.InputScale}: it diverges by them");
        }

        balance.AddCure(
            PriorLogOdds, () => withInputs ? examination.InputsAndTargetsTrial : examination.TargetsTrial,
            withInputs
                ? "as it would go on standardized inputs and targets (on either alone it would not)" : "as it would go on standardized targets",
            isUnusual: size is > 30 or < 0.02);
        return balance.Conclude(() => new(
            $"Train on (target − {Text(targets.Mean)}) / {Text(targets.Deviation)}, and turn the outputs back by the same two numbers."
            + (withInputs ? " Standardize the inputs too: the one does not help without the other." : ""))
        {
            Change = withInputs ? CureByChange.StandardizedBoth : CureByChange.StandardizedTargets,
        });
    }

    // Without the targets: the first loss is that of outputs whose size the last layer tells. Where they are small, large targets make it large.
    private static Assessment ByTheFirstLoss(Balance balance, Examination examination)
    {
        if (examination is not { Labels: null, Motion: not null, OutputsAtStart: var outputs, Losses: { Start: > 0 } losses }
            || (examination.Setup?.BatchSize > 1 && losses.Start < 100 * examination.Setup.BatchSize))
        {
            return balance.Conclude(); // A sum over the examples is large too.
        }

        balance.Add(
            7 * LogRamp(Math.Sqrt(losses.Start) / Math.Max(1, outputs), 15, 100), "the first loss and the gradients of the last layer",
            $"the first loss was {losses.Start}, with outputs of a size of about {outputs}: the targets must be far from that");
        balance.Add(
            -8 * LogRamp(examination.Now / losses.Start, 0.1, 0.01), "the losses", $"the loss went from {losses.Start} to {examination.Now}");
        return balance.Conclude(() => new("Train on (target − mean) / deviation, and turn the outputs back by the same two numbers."));
    }
}
