using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The targets are far from unit scale: an untrained output of about 0 is far from them, and the rates that are usual are too small for the way or,
/// by the gradients that grow with the targets, too large for the start (LeCun et al. 1998, "Efficient BackProp", 4.3 for the inputs).
/// </summary>
internal sealed class TargetsScale : Cause
{
    // No initialization and no usual rate is made for targets of such a size.
    private const double FarAway = 100;

    public override string Id => "targets-scale";

    public override string Title => "the targets are badly scaled";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance();
        if (examination.Targets is not { } targets)
            return balance.Conclude();
        var size = targets.RootMeanSquare;
        balance.Add(
            size is > FarAway or < 1 / FarAway ? Grounds.Fact : Grounds.Probable,
            (5 * LogRamp(size, 4, 30)) + (3.5 * LogRamp(size, 1, 0.02)) - (5 * Math.Min(LogRamp(size, 4, 2), LogRamp(size, 0.05, 0.3))),
            "the targets",
            $"the targets have a mean of {targets.Mean} and a standard deviation of {targets.Deviation}; about 0 and 1 is what initializations and "
            + $"learning rates are made for");
        balance.AddShortfall(examination, 2, 8);
        balance.AddCure(PriorLogOdds, () => examination.TargetsTrial, "as it would go on standardized targets",
            isUnusual: size is > 30 or < 0.02);
        return balance.Conclude(() => new(
            $"Train on (target − {Text(targets.Mean)}) / {Text(targets.Deviation)}, and turn the outputs back by the same two numbers."));
    }
}
