using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>Gradients add up from step to step because nothing sets them to zero, as after a forgotten zero_grad.</summary>
internal sealed class GradientsNotCleared : Cause
{
    public override string Id => "gradients-not-cleared";

    public override string Title => "gradients are not set to zero between steps, and add up";

    public override bool IsHarmful(Examination examination) => true;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Step, nameof(TrainingCase.Objective))
            .Wants(examination.Trials, nameof(TrainingCase.NewOptimizer));
        if (examination.Motion is { Steps: >= 16 } motion)
        {
            // Two batches that follow each other agree by 1 − NoiseShare; a sum over k steps agrees with the next one by about 1 −
            // 1/k, whatever the noise.
            var expected = examination.Noise is { } noise ? 1 - noise.NoiseShare : double.NaN;
            var surplus = motion.GradientCosine - expected;
            balance.Add(
                -8 * double.MaxNumber(Ramp(examination.BatchIndependence, 0.7, 0.55), LogRamp(examination.BatchDistance, 12, 40)),
                "gradients of mini-batches",
                $"the batches themselves are not drawn at random: at one θ the mean square difference of successive ones' gradients is "
                + $"{examination.BatchIndependence} times that of any two, and their mean is {Math.Sqrt(examination.BatchDistance)} standard "
                + $"errors from the gradient of all the data");
            balance.Add(
                (2 * Ramp(surplus, 0.2, 0.6)) - (2 * Ramp(surplus, 0, -0.2)),
                "successive gradients of the loop",
                $"successive gradients have a cosine of {motion.GradientCosine}, while batches drawn anew would have {expected}");
            balance.Add(
                ((examination.Step is null ? 1 : 3.5) * Ramp(motion.GradientCosine, 0.85, 0.98))
                    - ((examination.Now > 1000 * examination.Losses.Start ? 0 : 5) * Ramp(motion.GradientCosine, 0.8, 0.5)),
                "successive gradients of the loop",
                $"successive gradients of the loop have a cosine of {motion.GradientCosine}, as the sums of k and of k + 1 gradients have");
            if (examination.Step is null)
            {
                balance.Add(
                    (4 * LogRamp(motion.EarlyGrowth, 1.7, 3.5) * Ramp(motion.EarlyCosine, 0.6, 0.9)) - (6 * LogRamp(motion.EarlyGrowth, 1.7, 1.1)),
                    "the first steps",
                    $"after ten steps the gradient's norm was {motion.EarlyGrowth} times that of the first step, with a cosine of "
                    + $"{motion.EarlyCosine} of successive ones: a sum of ten is 3 to 10 times as long as one of them");
            }

            balance.Add(
                (examination.Now > 1000 * examination.Losses.Start ? 0 : 3 * LogRamp(motion.GradientNorm / motion.FirstGradientNorm, 1.5, 6))
                    - (4 * LogRamp(motion.GradientNorm / motion.FirstGradientNorm, 0.9, 0.3)),
                "the steps",
                $"the gradients' norm went from {motion.FirstGradientNorm} to {motion.GradientNorm}");
        }

        if (examination.Step is { GradientRatio: > 0.999 and < 1.001, GradientCosine: > 0.999 })
        {
            balance.Add(
                -8, "the last gradient of the loop against the objective's at the same θ",
                $"the loop's last gradient is the full gradient: nothing was added to it");
        }

        if (examination is { Step: { GradientRatio: < 3, GradientCosine: > 0.5 } last, Motion.GradientCosine: > 0.8 })
        {
            balance.Add(
                -6 * LogRamp(last.GradientRatio, 3, 1.5) * Ramp(last.GradientCosine, 0.5, 0.9),
                "the last gradient of the loop against the objective's at the same θ",
                $"gradients of one direction add up to many times one of them; the loop's last is {last.GradientRatio} times the full gradient, with "
                + $"a cosine of {last.GradientCosine}");
        }

        // What an adaptive rule, or a rate too small, makes of sums is no worse at first than what it makes of their last terms: then the replay
        // clears nobody of a gradient that is not the loss's at the same place.
        var isForeign = false;
        if (examination.Step is { } step && !double.IsPositiveInfinity(step.ExpectedRatio))
        {
            var excess = step.GradientRatio / (double.IsNaN(step.ExpectedRatio) ? 3 : step.ExpectedRatio);
            var turned = (1 / step.ExpectedRatio) - step.GradientCosine;
            isForeign = excess > 8 && turned > 0.6 && examination.Motion is { Steps: >= 16, GradientCosine: > 0.98 };
            balance.Add(
                isForeign ? Grounds.Fact : Grounds.Probable, (isForeign ? 4 : 2 * LogRamp(excess, 1.5, 6)) - (3 * LogRamp(excess, 0.9, 0.5)),
                "the last gradient of the loop against the objective's at the same θ",
                $"the loop's last gradient is {step.GradientRatio} times the full gradient's norm; the noise of a batch "
                + $"explains {step.ExpectedRatio}");

            // A batch drawn anew has a cosine of about 1/ExpectedRatio with the full gradient.
            balance.Add(
                2 * Ramp(turned, 0.3, 0.6),
                "the last gradient of the loop against the objective's at the same θ",
                $"it has a cosine of {step.GradientCosine} with the full gradient, where a batch would have about {1 / step.ExpectedRatio}");
        }

        balance.Add(
            -4 * examination.LostSignalAtStart, "the outputs at the start",
            $"at the start the outputs are nearly the same for all examples: all gradients have one direction");
        var (dead, small) = (Ramp(examination.WorstDeadShareAtStart, 0.3, 0.8), LogRamp(examination.SmallestScaleAtStart, 0.15, 0.04));
        balance.Add(
            small > dead ? 0 : -4 * dead,
            "the start",
            $"at the start {Percent(examination.WorstDeadShareAtStart)} of a layer's units are dead: only the last layer moves, in one direction");
        balance.Add(
            small <= dead ? 0 : -4 * small,
            "the start",
            $"the smallest weights of the start are {examination.SmallestScaleAtStart} times the usual scale: only the last layer moves, in one "
            + $"direction");
        if (examination.Setup is { } setup)
        {
            balance.Add(
                -3 * LogRamp(1 / (1 - setup.Momentum), 20, 80),
                "the optimizer",
                $"the momentum {setup.Momentum} itself remembers {1 / (1 - setup.Momentum)} steps, and swings as slowly");
        }

        if (examination.Trials is { } trials)
        {
            // That the loop does something else than what was handed over says what only together with signs of a sum.
            balance.AddShown(
                (5 * Ramp(balance.Weight, 0, 2) * LogRamp(examination.Discrepancy, 1.5, 4))
                    - (isForeign ? 0 : 7 * LogRamp(examination.Discrepancy, 1.4, 1)),
                "the loop's first steps, taken again from the start",
                $"after {trials.ReplaySteps} steps the loop had a loss of {trials.RecordedLoss}; the same steps with gradients drawn anew "
                + $"lead to {trials.ReplayLoss}");
        }

        return balance.Conclude(() => new(
            "Set the gradients to zero before every backward pass (zero_grad), or overwrite them instead of adding to them."));
    }
}
