using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>The schedule has taken the learning rate down while there was still far to go.</summary>
internal sealed class DecayedTooEarly : Cause
{
    private const int FewestSteps = 20;
    private const double LeastShare = 0.1;

    public override string Id => "decayed-too-early";

    public override string Title => "the learning rate has decayed to nearly nothing too early";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.AlongGradient, nameof(TrainingCase.Objective));
        if (examination.Setup is not { } setup)
            return examination.IsLog ? OfLog(examination, balance) : balance.Conclude();
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

    // A rate that is 0 trains nothing, for however long. That a log shows it says nothing of whether the training was at its end.
    private static Assessment OfLog(Examination examination, Balance balance)
    {
        var steps = examination.Monitor.History;
        var still = steps.Reverse().TakeWhile(step => step.LearningRate == 0).Count();
        if (steps.Count < FewestSteps || still == steps.Count || still < LeastShare * steps.Count)
            return balance.Conclude();
        balance.AddFact(7, "the log",
            $"the learning rate is 0 from {examination.Monitor.CountedIn} {steps[^still].Iteration} on, in "
            + $"{Percent((double)still / steps.Count)} of the log: nothing was learned there");
        return balance.Conclude(() => new(
            $"End the training where the rate comes to 0, or let the schedule last as long as the training; at its height it was "
            + $"{Text(examination.LargestLearningRate)}."));
    }
}
