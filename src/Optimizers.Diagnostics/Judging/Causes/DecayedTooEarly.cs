using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>The schedule has taken the learning rate down while there was still far to go.</summary>
internal sealed class DecayedTooEarly : Cause
{
    public override string Id => "decayed-too-early";

    public override string Title => "the learning rate has decayed to nearly nothing too early";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.AlongGradient, nameof(TrainingCase.Objective));
        if (examination.Setup is not { } setup)
            return balance.Conclude();
        var decay = setup.LargestLearningRate / Math.Max(setup.LearningRate, 1e-300);
        balance.Add(
            (2.5 * LogRamp(decay, 5, 50)) - (9 * LogRamp(decay, 4, 1)),
            "the schedule",
            $"the learning rate is {setup.LearningRate}, it was {setup.LargestLearningRate} at its height");
        balance.Add(
            (4 * Ramp(setup.DecayedShare, 0.2, 0.5)) - (6 * Ramp(setup.DecayedShare, 0.15, 0.08)),
            "the schedule",
            $"in {Percent(setup.DecayedShare)} of the steps it was below a hundredth of that");
        if (examination.AlongGradient is { } along)
        {
            balance.Add(
                (3 * LogRamp(along.Best.T, 16, 256)) - (3 * LogRamp(along.Best.T, 8, 1)),
                "line scan along −g over the training data",
                $"along −g the loss falls on for {along.Best.T} times the length of the last step");
        }

        balance.AddShortfall(examination, 1.5, 9);
        balance.AddCure(PriorLogOdds, () => examination.HoldTrial, "at the largest rate of the run");
        return balance.Conclude(() => new(
            $"Hold the learning rate at {Text(setup.LargestLearningRate)} for longer and decay it later.",
            Remedies.SetLearningRate(setup.LargestLearningRate)));
    }
}
