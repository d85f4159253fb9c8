using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The batch is too small for this rate: its gradient is mostly noise, and the loss hovers where the noise holds it (McCandlish et al. 2018).
/// </summary>
internal sealed class NoiseDominated : Cause
{
    public override string Id => "noise-dominated";

    public override string Title => "the noise of the small batches dominates: the batch is too small for this learning rate";

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Noise, nameof(TrainingCase.Batches));
        if (examination.Noise is { } noise && !double.IsNaN(noise.NoiseShare))
        {
            var ratio = noise.SimpleScale / noise.BatchSize;
            balance.Add(
                (1.5 * LogRamp(ratio, 10, 100)) - (1.5 * LogRamp(ratio, 3, 0.5)),
                "gradients of mini-batches",
                $"the noise scale is {noise.SimpleScale} examples, {ratio} times the batch of {noise.BatchSize}: {Percent(noise.NoiseShare)} of a "
                + $"batch's gradient is noise");
        }

        if (examination.Setup is { BatchSize: > 0 } setup)
        {
            balance.Add(
                // A batch of one alone is a habit of some; that its noise harms is measured.
                ((examination.Noise is null ? 3.5 : 5) * LogRamp(setup.BatchSize, 8, 1.5)) - (3 * LogRamp(setup.BatchSize, 8, 32)),
                "the batches",
                $"a batch has {setup.BatchSize} {(setup.BatchSize == 1 ? "example" : "examples")}");
        }

        if (examination.AlongUpdate is { } update && examination.AlongGradient is { } along)
        {
            balance.Add(
                along.LossAtOne < along.LossAtZero ? LogRamp(update.LossAtOne / update.LossAtZero, 1, 1.1) : 0,
                "line scans along the update and along the full gradient",
                $"the last update makes the loss {update.LossAtOne / update.LossAtZero} times as large, a step as long along the full gradient "
                + $"{along.LossAtOne / along.LossAtZero} times");
        }

        balance.Add(
            -4 * LogRamp(examination.Now / examination.Losses.Start, 1.2, 3),
            "the losses",
            $"the training loss was {examination.Losses.Start} at the start and is {examination.Now}: noise lets it hover, and not climb");
        balance.AddShortfall(examination, 1.5, 6);
        return balance.Conclude(() => new(
            $"Use batches of {Math.Max(16, 4 * (examination.Noise?.BatchSize ?? 8))} or more examples, or divide the learning "
            + $"rate by 4 towards the end.",
            Remedies.ScaleLearningRate(0.25)));
    }
}
