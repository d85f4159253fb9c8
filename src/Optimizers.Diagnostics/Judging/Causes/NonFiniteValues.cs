using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>A number is NaN or infinite; the cause says which came first, and from what.</summary>
internal sealed class NonFiniteValues : Cause
{
    public override string Id => "non-finite";

    public override string Title => "the computation leaves the finite numbers";

    public override bool IsHarmful(Examination examination) => true;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance();
        var inputs = examination.Inputs;
        var examples = examination.ExampleLosses;
        var missing = MissingTargets(examination);
        if (inputs?.FirstNonFinite is { } place)
        {
            balance.AddFact(7, "the training inputs",
                $"{inputs.NonFiniteExamples} of {inputs.Examples} training inputs hold NaN or an infinity, first feature {place.Feature} "
                + $"of example {place.Example}");
        }

        if (missing.Count > 0)
        {
            balance.AddFact(7, "the targets",
                $"{missing.Count} of {missing.Examples} training examples have a target that is NaN or infinite{missing.First}");
        }

        if (examination.NonFinite is { } first)
        {
            balance.AddFact(
                12,
                "the monitor",
                $"the first number that is not finite is {Place(first)} in {examination.Monitor.CountedIn} {first.Iteration}: {first.Value}");
        }
        else if (examination.Motion is not null && inputs?.FirstNonFinite is null)
        {
            balance.Add(-5, "the monitor", $"every recorded loss, gradient and parameter was finite");
        }

        if (examination.NonFinite is not null && inputs?.FirstNonFinite is null && missing.Count == 0)
        {
            // Numbers that ran out of range grew before. A diverging training is then the cause, and this is its end.
            var growth = Growth(examination);
            balance.Add(-17 * LogRamp(growth, 30, 1e4), "the monitor",
                $"before, the loss, the gradient or the steps had grown by a factor of {growth}");
        }

        if (examples is { NonFinite: > 0 } && inputs?.FirstNonFinite is null && missing.Count == 0)
        {
            balance.Add(
                1,
                "the losses of single examples",
                $"{examples.NonFinite} of {examples.Examples} training examples alone have a loss that is not finite, first example "
                + $"{examples.FirstNonFinite}");
        }

        return balance.Conclude(() => new(
            inputs?.FirstNonFinite is { } bad
                ? $"Remove or repair the {inputs.NonFiniteExamples} training examples with NaN or infinite inputs, the first is example "
                    + $"{bad.Example}; then go on from the last finite parameters."
                : missing.Count > 0
                ? $"Leave out or fill in the {missing.Count} training examples without a target, or mask their loss; then go on from the last finite "
                    + "parameters."
                : examples is { NonFinite: > 0 }
                ? "Compute the loss from logits by log-sum-exp, log p = z − max z − log Σ exp(z − max z), not as the logarithm of a "
                    + "probability that can be 0."
                : "Go back to the last finite parameters, halve the learning rate and clip the gradient's norm; look for a logarithm, a division "
                    + "or an exponential without a guard."));
    }

    // What began at 0 has grown in any case.
    private static double Growth(Examination examination)
    {
        var ofLoss = (examination.Curve?.Highest ?? double.NaN) / examination.Losses.Start;
        if (examination.Motion is not { } motion)
            return double.MaxNumber(1, ofLoss);
        var length = motion.FirstParameterNorm > 0 && !examination.BeganNextToZero ? motion.FirstParameterNorm : double.NaN;
        return new[]
        {
            motion.LargestGradientNorm / motion.FirstGradientNorm,
            10 * motion.LargestRelativeUpdate,
            10 * motion.LargestUpdateNorm / length,
            motion.ParameterNorm / length,
            ofLoss,
        }.Where(factor => !double.IsNaN(factor)).DefaultIfEmpty(1).Max();
    }

    // Of the model's answers, else of the targets that were handed over. Where every recorded number was finite, the loop masks them.
    private static (int Count, int Examples, string First) MissingTargets(Examination examination) => examination switch
    {
        { Outputs.Targets: { Missing: > 0 } answers } => (answers.Missing, answers.Examples,
            answers.Missing == answers.Impossible ? FormattableString.Invariant($", first example {answers.FirstImpossible}") : ""),
        { Targets: { NonFinite: > 0 } targets } => (targets.NonFinite, targets.Count, ""),
        _ => default,
    };

    private static string Place(NonFiniteEvent first) =>
        first.Parameter is null ? $"the {first.What}" : $"the {first.What} {first.Parameter}[{first.Index}]";
}
