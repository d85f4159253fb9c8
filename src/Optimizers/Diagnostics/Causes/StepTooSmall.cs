using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>Steps go in the right direction and are far too short: the loss would fall on many times as far.</summary>
internal sealed class StepTooSmall : Cause
{
    public override string Id => "step-too-small";

    public override string Title => "the steps are too small";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.AlongGradient, nameof(TrainingCase.Objective));
        if (examination.AlongGradient is { } along)
        {
            var best = along.Best.T;
            balance.Add(
                (5 * LogRamp(best, 24, 256)) - (5 * LogRamp(best, 16, 2)),
                "line scan along −g over the training data",
                $"along −g the loss falls on for {best} times the length of the last step, from {along.LossAtZero} to {along.Best.Loss}");
        }

        if (examination.Motion is { } motion)
        {
            balance.Add(
                (2 * LogRamp(motion.RelativeUpdate, 3e-4, 3e-6)) - (2 * LogRamp(motion.RelativeUpdate, 1e-3, 1e-2)),
                "the last steps",
                $"a step changes the parameters by {motion.RelativeUpdate} of their norm");
        }

        if (examination.Setup is { } setup)
        {
            var decay = setup.LargestLearningRate / Math.Max(setup.LearningRate, 1e-300);
            balance.Add(-4 * LogRamp(decay, 3, 30), "the schedule", $"the rate was {decay} times as large before");
            balance.Add(-4 * Ramp(setup.ClippedShare, 0.5, 0.9), "the clipping", $"{Percent(setup.ClippedShare)} of the last gradients were clipped");
        }

        balance.Add(
            (1 * Ramp(examination.FallsShort, 0.5, 1)) - (5 * Ramp(examination.FallsShort, 0.5, 0)),
            "the losses",
            $"the training loss {examination.Now} is short of what can be reached by {Percent(examination.Shortfall)} of chance");
        return balance.Conclude(() =>
        {
            var factor = Math.Clamp((examination.AlongGradient?.Best.T ?? 16) / 4, 2, 1000);
            return new($"Multiply the learning rate by about {Text(factor)}, to {Text(factor * examination.LearningRate)}.", Remedies.ScaleLearningRate(factor));
        });
    }
}
