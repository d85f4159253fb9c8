using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// Batches are not drawn at random: data in an order (by class, by time) teach one thing at a time, and the last one is remembered.
/// </summary>
internal sealed class CorrelatedBatches : Cause
{
    private const int Few = 4; // A batch of more than a fourth of the data is like all of them.

    public override string Id => "correlated-batches";

    public override string Title => "batches are not drawn at random: successive ones are alike";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Step, nameof(TrainingCase.Objective));

        // Drawn at random, a batch has something of the full gradient, or successive ones have little of each other.
        var alike = 0.0;
        if (examination is { Step: { GradientCosine: < 0.5 } last, Motion: { EarlyGrowth: < 2, Steps: >= 16 } loop, Setup: { BatchSize: > 0 } setup }
            && Few * (long)setup.BatchSize <= setup.ExampleCount && loop.GradientNorm < 1.5 * loop.FirstGradientNorm)
        {
            alike = Ramp(loop.GradientCosine, 0.7, 0.95) * LogRamp(last.GradientRatio, 2, 5);
            balance.Add(
                6 * alike, "the last gradient of the loop against the objective's",
                $"successive gradients have a cosine of {loop.GradientCosine}, the last of them one of {last.GradientCosine} with the full gradient "
                + $"and {last.GradientRatio} times its norm: the batches are like each other, and unlike the data");
        }

        // Losses that drift are alike from step to step whatever the batches are.
        var isRising = examination.Curve is { } course && course.Last > course.First;
        if (isRising && !(alike > 0.5))
            balance.Add(-4, "the recorded losses", $"the loss went from {examination.Curve!.First} to {examination.Curve!.Last}: it climbs");
        else if (!isRising && examination.Motion is { } motion)
        {
            balance.Add(
                (2.5 * Ramp(motion.LossAutocorrelation, 0.2, 0.5)) - (1.5 * Ramp(motion.LossAutocorrelation, 0.1, -0.1)),
                "the recorded losses",
                $"losses of successive batches have a correlation of {motion.LossAutocorrelation} around their running median; batches "
                + $"drawn at random have none");
        }

        var independence = examination.BatchIndependence;
        var distance = examination.BatchDistance;
        balance.AddFact(
            (8 * Ramp(independence, 0.67, 0.5)) - (distance > 12 ? 0 : 5 * Ramp(independence, 0.7, 0.85)),
            "gradients of mini-batches",
            $"at one θ the mean square difference of successive batches' gradients is {independence} times that of any two batches; it is 1 "
            + $"for batches drawn at random");
        balance.AddFact(
            double.IsPositiveInfinity(distance) ? 9 : 0, "gradients of mini-batches",
            $"at one θ all batches have the same gradient, and all the data another: they are one batch, taken again and again");
        balance.AddFact(
            double.IsPositiveInfinity(distance) ? 0 : 8 * LogRamp(distance, 12, 40),
            "gradients of mini-batches",
            $"at one θ the batches' mean gradient is {Math.Sqrt(distance)} standard errors from the gradient of all the data: together the batches "
            + $"are no sample of the data");
        if (examination is { Motion: { } moves, Noise: { } noise })
        {
            // While the loss falls the gradients were larger against the noise than they are at its end.
            var surplus = moves.GradientCosine - (1 - noise.NoiseShare);
            balance.Add(
                ((examination.Curve is { IsFalling: true } ? 2 : 3.5) * Ramp(surplus, 0.2, 0.5)) - (2 * Ramp(surplus, 0.1, -0.1)),
                "successive gradients of the loop",
                $"successive gradients have a cosine of {moves.GradientCosine}, while batches drawn at random would have {1 - noise.NoiseShare}");
            balance.Add(
                -2 * LogRamp(moves.GradientNorm / moves.FirstGradientNorm, 1.3, 3),
                "the steps",
                $"the gradients' norm went from {moves.FirstGradientNorm} to {moves.GradientNorm}");
        }

        balance.Add(
            -2 * LogRamp(examination.Now / examination.Losses.Chance, 3, 10),
            "the losses",
            $"the training loss is {examination.Now}, far above chance at {examination.Losses.Chance}: more is wrong than the order of the batches");
        if (examination.Curve is { } curve && examination.Losses.Training > 0 && double.IsFinite(examination.Losses.Training))
        {
            var gap = examination.Losses.Training / Math.Max(curve.Last, 1e-12);
            balance.Add(
                examination.StaysOnOneBatch ? 4 * LogRamp(gap, 1.5, 3) : 0, "successive gradients of the loop",
                $"successive gradients have a cosine of {examination.Motion?.GradientCosine ?? double.NaN}, as those of one batch have that is taken "
                + $"again and again, though there are more examples");
            balance.Add(
                (3.5 * LogRamp(gap, 1.3, 4)) - (1.5 * LogRamp(gap, 1.2, 1)),
                "the recorded losses against the loss over the training data",
                $"the last losses of the batches are {curve.Last}, and the loss over the training data is {examination.Losses.Training}");
        }

        if (examination.Step is { } step && !double.IsNaN(step.ExpectedRatio))
        {
            balance.Add(
                -2 * LogRamp(step.GradientRatio / step.ExpectedRatio, 1.5, 4),
                "the last gradient of the loop against the objective's",
                $"the loop's last gradient is {step.GradientRatio} times the full one; random batches would give {step.ExpectedRatio}");
        }

        balance.AddShortfall(examination, 1, 4);
        return balance.Conclude(() => new(examination.StaysOnOneBatch
            ? "Make the iterator over the batches once an epoch, outside of the steps, so that each step takes the next batch."
            : "Shuffle the training examples anew in every epoch before you cut them into batches."));
    }
}
