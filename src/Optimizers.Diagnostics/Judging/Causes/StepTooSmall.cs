using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>Steps go in the right direction and are far too short: the loss would keep falling for many times their length.</summary>
internal sealed class StepTooSmall : Cause
{
    private const int FewestSteps = 50;

    public override string Id => "step-too-small";

    public override string Title => "the steps are too small";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.AlongGradient, nameof(TrainingCase.Objective));
        var rate = examination.LargestLearningRate;

        // That a schedule ends low is another cause: what counts are the steps at its height.
        if (examination.AlongGradient is { } along && examination.LearningRate > 0)
        {
            var best = along.Best.T * examination.LearningRate / rate;
            balance.Add(
                (3.5 * LogRamp(best, 12, 200)) - (3 * LogRamp(best, 10, 2)),
                "line scan along −g over the training data",
                $"along −g the loss falls on for {best} times the length of a step at the height of the rate, from {along.LossAtZero} to "
                + $"{along.Best.Loss}");
        }

        if (examination.ShareOfStableRate is var share && !double.IsNaN(share))
        {
            balance.Add(
                (4 * LogRamp(share, 0.03, 0.003)) - (3 * LogRamp(share, 0.05, 0.5)), "curvature at θ",
                $"the steps are those of plain descent, and at its height their rate was {share} times the stability limit 2/λmax");
        }

        balance.Add(
            -6 * LogRamp(examination.LargestScaleBehindBiases, 6, 20),
            "the weights of the start",
            $"the start has weights of {examination.LargestScaleBehindBiases} times the usual scale: any step is short against them");
        if (examination.Motion is { } motion && !examination.BeganNextToZero)
        {
            balance.Add(
                (3 * LogRamp(motion.LargestRelativeUpdate, 5e-3, 8e-4)) - (4 * LogRamp(motion.LargestRelativeUpdate, 5e-3, 2e-2)),
                "the last steps",
                $"no step after the first changed the parameters by more than {motion.LargestRelativeUpdate} of their norm");
        }

        if (examination.Motion is { Steps: >= FewestSteps } moves && !examination.BeganNextToZero)
        {
            var most = moves.Steps * moves.UpdateNorm / moves.ParameterNorm;
            balance.Add(
                2 * LogRamp(most, 0.5, 0.05), "the steps",
                $"at this pace the {moves.Steps} steps together change the parameters by no more than {Percent(most)} of their norm");
        }

        if (examination.RateRange is { Best: > 0 } range)
        {
            var below = rate / range.Best;
            balance.Add(
                (2.5 * LogRamp(below, 0.15, 0.01)) - (3 * LogRamp(below, 0.2, 1)),
                "learning-rate range test from θ",
                $"the rate {rate} is {below} times the one at which the loss falls most steeply, {range.Best}");
        }

        if (examination.Setup is { } setup)
        {
            balance.Add(
                -4 * Ramp(setup.DecayedShare, 0.15, 0.4), "the schedule",
                $"in {Percent(setup.DecayedShare)} of the steps the rate was below a hundredth of what it had been");
            balance.Add(-4 * Ramp(setup.ClippedShare, 0.5, 0.9), "the clipping", $"{Percent(setup.ClippedShare)} of the last gradients were clipped");
        }

        if (examination.Trials is { } trials)
        {
            // Trials say nothing about the rates where none has come far.
            var nearest = trials.NearestGoodFactor;
            var told = Ramp(trials.Best.Loss / double.MinNumber(examination.Losses.Start, examination.Losses.Chance), 0.9, 0.7);
            balance.AddShown(
                told * ((5 * LogRamp(nearest, 9, 30) * LogRamp(examination.Now / Math.Max(trials.Best.Loss, 1e-300), 1.05, 1.5))
                    - (4 * LogRamp(nearest, 5, 2))),
                "short trainings from the start",
                $"{trials.Steps} steps from the start end at {trials.LossAtRate} at the rate {rate}, and at {trials.Best.Loss} at "
                + $"{trials.Best.Factor} times it{(nearest == trials.Best.Factor ? "" : $"; {Text(nearest)} times it is about as good")}");
        }

        balance.AddShortfall(examination, 1, 5);
        return balance.Conclude(() =>
        {
            var factor = examination.BetterRate(isUpward: true) ?? Math.Clamp((examination.AlongGradient?.Best.T ?? 16) / 4, 2, 1000);
            return new($"Multiply the learning rate by about {Text(factor)}, to {Text(rate * factor)}.", Remedies.ScaleLearningRate(factor));
        });
    }
}
