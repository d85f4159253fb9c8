using Optimizers.Curvature;
using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>The gradient is not the derivative of the loss. Nothing else can be believed before this is excluded.</summary>
internal sealed class WrongGradient : Cause
{
    public override string Id => "wrong-gradient";

    public override string Title => "the gradient is not the derivative of the loss";

    public override bool IsHarmful(Examination examination) => true;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.GradientCheck, nameof(TrainingCase.Objective));
        if (examination.GradientCheck is { } check)
        {
            const string Source = "gradient check by differences";
            var part = check.WrongPart is { } name ? $" of {name}" : "";
            switch (check.Verdict)
            {
                case CheckVerdict.Wrong when IsMissing(examination, check.WrongPart):
                    balance.Add(-5, Source, $"the gradient{part} is exactly zero: it is missing rather than wrong");
                    break;
                case CheckVerdict.Wrong when check.Loss < 1e-9 * examination.Losses.Chance || check.LargestRelativeError < check.DetectableError:
                    // So close to a perfect fit the loss is rounding of cancelled numbers; and where differences see nothing they prove nothing.
                    break;
                case CheckVerdict.Wrong:
                    balance.AddFact(9, Source,
                        $"the gradient{part} differs from differences of the loss by {Percent(check.LargestRelativeError)} of its norm, and these "
                        + $"are good to {check.DetectableError} of it");
                    if (check.Factor is { } factor)
                        balance.Add(1, Source, $"all of it is {factor} times what it should be");
                    if (check.WrongEntry is { } entry)
                        balance.Add(1, Source, $"for example {entry}");
                    break;
                case CheckVerdict.Agrees:
                    balance.Add(-6, Source, $"the gradient agrees with differences of the loss to {check.LargestRelativeError} of its norm");
                    break;
            }
        }
        else if (examination is { NonFinite: null, Motion: { LargestRelativeUpdate: var longest } motion, Losses: { Start: > 0 } losses })
        {
            // Too large a step overshoots by its length; a short one that leads uphill was no step down.
            balance.Add(
                6 * LogRamp(examination.Now / losses.Start, 1.1, 2) * LogRamp(longest, 0.35, 0.1)
                    * (1 - (Ramp(motion.GradientCosine, 0.9, 0.98) * LogRamp(motion.GradientNorm / motion.FirstGradientNorm, 1.5, 6))),
                "the recorded losses and the steps",
                $"the loss has climbed from {losses.Start} to {examination.Now}, in steps that changed the parameters by no more than "
                + $"{Percent(longest)} of their norm");
        }

        if (examination.GradientExcess is var excess and > 1)
        {
            balance.AddFact(
                13 * LogRamp(excess, 3, 6) * Ramp(examination.FallsShort, 0.5, 0.9),
                "the gradients of the loop against the objective's, at the start and at θ",
                $"the loop's gradients have the direction of the objective's, and {excess} times the length that those of batches have: a sum stands "
                + $"where a mean is meant");
        }

        return balance.Conclude(() => new(examination.GradientCheck switch
        {
            { Factor: { } factor } => $"Divide the gradient by {Text(factor)}: a sum in the place of a mean, or a sign, is the usual reason.",
            _ when examination.GradientExcess > 3 => $"Divide the gradient by {Text(examination.GradientExcess)}, the number of the parts of a batch "
                + "that are added up, or the learning rate.",
            { WrongPart: { } name } => $"Correct the derivative of {name} in your backward pass; check it again with GradientCheck.Run.",
            _ => "Correct your backward pass; GradientCheck.Run tells which parameter and entry is wrong.",
        }));
    }

    private static bool IsMissing(Examination examination, string? part) => part is not null && examination.Silent?.Contains(part) == true;
}
