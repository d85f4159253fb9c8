namespace Optimizers.Diagnostics.Causes;

/// <summary>The same θ and the same data give two losses: dropout, augmentation or a shared random generator in what should be a function.</summary>
internal sealed class NondeterministicLoss : Cause
{
    public override string Id => "nondeterministic-loss";

    public override string Title => "the loss is not a function: the same parameters give different losses";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.GradientCheck, nameof(TrainingCase.Objective));
        if (examination.GradientCheck is { } check)
        {
            var relative = check.LossRepeatability / Math.Max(Math.Abs(check.Loss), 1e-12);
            if (relative > 1e-12)
                // Dropout in the objective harms the measurements more than the training: what was shown goes before it.
                balance.Add(3.8, "the loss twice at the same θ",
                    $"two evaluations of the loss {check.Loss} at the same parameters differ by {check.LossRepeatability}");
            else
                balance.Add(-6, "the loss twice at the same θ", $"the loss repeats exactly");
        }

        return balance.Conclude(() => new(
            "Switch off dropout, augmentation and noise where the loss is measured, or fix their seed; then look again: until then no other "
            + "measurement can be trusted."));
    }
}
