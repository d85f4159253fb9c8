namespace Optimizers.Diagnostics.Causes;

/// <summary>The same θ and the same data give two losses: dropout, augmentation or a shared random generator in what should be a function.</summary>
internal sealed class NondeterministicLoss : Cause
{
    // Sums that are taken in another order differ by less, in floats too.
    private const double Rounding = 1e-5;

    // Of some hundred examples, the difference that dropout makes, and noise that drowns the inputs.
    private const double Slight = 0.01;
    private const double Strong = 0.08;

    public override string Id => "nondeterministic-loss";

    public override string Title => "the loss is not a function: the same parameters give different losses";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.GradientCheck, nameof(TrainingCase.Objective));
        if (examination.GradientCheck is { } check)
        {
            var relative = check.LossRepeatability / Math.Max(Math.Abs(check.Loss), 1e-12);
            if (relative > Rounding)
                // A little dropout in the objective harms the measurements, and not the training: it is told behind what harms that.
                balance.AddFact(3.05 + (1.95 * Numbers.LogRamp(relative, Slight, Strong)), "the loss twice at the same θ",
                    $"two evaluations of the loss {check.Loss} at the same parameters differ by {check.LossRepeatability}");
            else
                balance.Add(-6, "the loss twice at the same θ", $"the loss repeats{(relative > 0 ? " but for rounding" : " exactly")}");
        }

        return balance.Conclude(() => new(
            "Switch off dropout, augmentation and noise where the loss is measured, or fix their seed; then look again: until then no other "
            + "measurement can be trusted."));
    }
}
