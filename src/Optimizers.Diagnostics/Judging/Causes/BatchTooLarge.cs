using static Optimizers.Diagnostics.Numbers;

namespace Optimizers.Diagnostics.Causes;

/// <summary>
/// The batch is far above the noise scale: smaller batches would go as far in a step with less work (McCandlish et al. 2018; the note, 3.1). Advice.
/// </summary>
internal sealed class BatchTooLarge : Cause
{
    public override string Id => "batch-too-large";

    public override string Title => "the batch is larger than useful";

    public override CauseKind Kind => CauseKind.Advice;

    public override Assessment Assess(Examination examination)
    {
        var balance = new Balance().Wants(examination.Noise, nameof(TrainingCase.Batches));
        if (examination.Noise is { } noise)
        {
            var ratio = noise.BatchSize / Math.Max(noise.SimpleScale, 1e-300);
            balance.Add(
                1.5 * LogRamp(ratio, 3, 20),
                "gradients of mini-batches",
                $"a batch has {noise.BatchSize} examples, the noise scale is {noise.SimpleScale}: only {Percent(noise.NoiseShare)} of a "
                + $"batch's gradient is noise");
        }

        if (examination.Setup is { ExampleCount: > 0, BatchSize: > 0 } setup)
        {
            var share = (double)setup.BatchSize / setup.ExampleCount;
            balance.Add(
                setup.BatchSize >= 128 ? (5 * Ramp(share, 0.08, 0.18)) - (2 * Ramp(share, 0.07, 0.02)) : -3,
                "the batches",
                $"a batch of {setup.BatchSize} is {Percent(share)} of the training data");
        }

        return balance.Conclude(() => new(
            $"Batches of about {Text(Math.Max(16, examination.Noise?.SimpleScale ?? 32))} examples would learn as much a step for a fraction of the "
            + $"work, and tend to end in flatter minima."));
    }
}
