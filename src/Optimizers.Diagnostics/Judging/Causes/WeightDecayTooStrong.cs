using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Weight decay and the data pull against each other, and the decay wins: the training stops where λθ = −∇L, far above what the data would allow.
/// </summary>
internal sealed class WeightDecayTooStrong : Cause
{
    // A decay that has taken a twentieth of the parameters explains nothing.
    private const double Slight = 0.05;

    public override string Id => "weight-decay";

    // Of 1 − Π(1 − αλ).
    private const double ManyTimes = 0.999;

    public override string Title => "the weight decay is too strong: it fights the loss";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.WeightDecay, nameof(TrainingCase.Objective));
        if (examination.Setup is { WeightDecay: 0 })
            return balance.Add(-9, "the optimizer", $"there is no weight decay").Conclude();
        if (examination.Setup is { DecoupledShrinkage: < Slight } setup)
        {
            return balance.Add(-9, "the optimizer",
                $"in all steps together the decay can have shrunk the parameters by no more than {Percent(setup.DecoupledShrinkage)}").Conclude();
        }

        if (examination.WeightDecay is { } decay)
        {
            balance.Add(
                LogRamp(decay.WeightDecay, 0.015, 0.1) - (5 * LogRamp(decay.WeightDecay, 0.015, 0.006)),
                "the optimizer",
                $"the weight decay is {decay.WeightDecay}; 0.0001 to 0.01 is usual");
            balance.Add(
                (1.5 * Ramp(decay.Cosine, -0.1, -0.5)) - (0.5 * Ramp(decay.Cosine, 0, 0.1)),
                "the data's gradient and θ",
                $"the data pull outward against the decay: the cosine of their gradient and θ is {decay.Cosine}");
            balance.Add(
                (1.5 * LogRamp(decay.Ratio, 0.2, 0.7)) - (3 * LogRamp(decay.Ratio, 0.15, 0.02)),
                "the data's gradient and θ",
                $"the decay's pull is {decay.Ratio} times the data's");
        }

        if (examination.DecayTrial is { } trial)
        {
            // Parameters that have shrunk to nothing need longer to come back than the trial lasts.
            var gain = trial.With / Math.Max(trial.Without, 1e-300);
            var isShort = examination.Motion is { } moves && moves.ParameterNorm < 0.3 * moves.FirstParameterNorm;
            balance.AddShown(
                (5 * LogRamp(gain, 1.15, 1.6)) - ((isShort ? 0 : 4) * LogRamp(gain, 1.12, 1)),
                "short trainings from θ",
                $"{trial.Steps} more steps lead to {trial.With} with the decay, and to {trial.Without} without it");
        }

        if (examination.Motion is { } motion)
        {
            var shrunk = motion.ParameterNorm / motion.FirstParameterNorm;

            // What has been shrunk many times over began small: its norm at the start says nothing.
            var isShrunk = examination.Setup is { DecoupledShrinkage: > ManyTimes };
            balance.Add(
                (5 * LogRamp(shrunk, 0.95, 0.6))
                    - ((isShrunk || (examination.DecayTrial is { } shown && shown.With > 1.3 * shown.Without) ? 0 : 4) * LogRamp(shrunk, 1, 1.3)),
                "the steps",
                $"the parameters' norm went from {motion.FirstParameterNorm} to {motion.ParameterNorm}");
        }

        balance.AddShortfall(examination, 1.5, 4);
        return balance.Conclude(() => new("Divide the weight decay by 1000, and raise it only as far as the testing loss gains by it.",
            Remedies.ScaleWeightDecay(0.001)));
    }
}
