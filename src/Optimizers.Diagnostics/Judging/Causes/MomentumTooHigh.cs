using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>The velocity carries the parameters past the valley and up its other side: a plain step of the same length would go down.</summary>
internal sealed class MomentumTooHigh : Cause
{
    public override string Id => "momentum-too-high";

    public override string Title => "the momentum is too high: the velocity carries the parameters uphill";

    public override Assessment Assess(Examination examination)
    {
        var setup = examination.Setup;
        var balance = new Balance().Wants(examination.AlongVelocity, nameof(TrainingCase.Objective));
        if (setup is null)
            return balance.Conclude();
        if (setup.Momentum == 0)
            return balance.Add(-9, "the optimizer", $"the optimizer keeps no velocity").Conclude();
        balance.Add(
            (4.5 * LogRamp(1 / (1 - setup.Momentum), 20, 80)) - (6 * LogRamp(1 / (1 - setup.Momentum), 18, 11)),
            "the optimizer",
            $"its momentum {setup.Momentum} remembers about {1 / (1 - setup.Momentum)} steps");
        if (examination.Motion is { } motion)
        {
            balance.Add(
                (2 * Ramp(motion.UpdateCosine, 0.96, 0.99)) - (2 * Ramp(motion.UpdateCosine, 0.95, 0.85)),
                "the last steps",
                $"successive updates have a cosine of {motion.UpdateCosine}: the velocity decides, not the gradient");
        }

        if (examination.Step is { } step)
        {
            balance.Add(
                (2 * Ramp(step.NextCosine, -0.02, -0.2)) - (1 * Ramp(step.NextCosine, 0.02, 0.2)),
                "the last update against the full gradient",
                $"the cosine of the last update and the full downhill direction after it is {step.NextCosine}");
        }

        if (examination.AlongVelocity is { } velocity && examination.AlongGradient is { } gradient)
        {
            var carried = velocity.LossAtOne / velocity.LossAtZero;
            balance.Add(
                gradient.Best.Loss < gradient.LossAtZero ? (2 * LogRamp(carried, 1.001, 1.1)) - LogRamp(carried, 1, 0.95) : 0,
                "line scan with the velocity and without",
                $"a repeat of the last update makes the loss {carried} times as large; without the velocity a step along −g lowers it");
        }

        balance.AddShortfall(examination, 1, 6);
        balance.AddCure(PriorLogOdds, () => examination.MomentumTrial, "with a momentum of 0.9", isUnusual: setup.Momentum > 0.97);
        return balance.Conclude(() => new(
            "Lower the momentum to 0.9, or divide the learning rate by the factor by which 1/(1 − momentum) grew.", Remedies.SetMomentum(0.9)));
    }
}
