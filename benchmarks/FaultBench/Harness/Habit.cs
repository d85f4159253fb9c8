namespace Optimizers.FaultBench;

/// <summary>A sound way of working: the same in a faulty run and in its healthy twin.</summary>
/// <param name="Name">In tables.</param>
/// <param name="RateFactor">The peak of the learning rate in shares of the good one.</param>
/// <param name="IsCosine">True for a cosine decay to 0 over the run.</param>
/// <param name="BatchSize">The examples of a batch.</param>
/// <param name="WeightDecay">λ of the L2 penalty (AdamW has its own).</param>
/// <param name="ClipNorm">The norm to which gradients are clipped; null for no clipping.</param>
/// <param name="PassesNonFinite">True if numbers that are not finite are let through, as most frameworks do; false if the run stops there.</param>
internal sealed record Habit(
    string Name, double RateFactor = 1, bool IsCosine = false, int BatchSize = 32,
    double WeightDecay = 0, double? ClipNorm = null, bool PassesNonFinite = false)
{
    private static readonly Habit[] InTurn =
    [
        new("plain"),
        new("plain, passing", PassesNonFinite: true),
        new("cosine decay", IsCosine: true),
        new("small weight decay, clipping at 10", WeightDecay: 1e-4, ClipNorm: 10),
        new("batches of 16", BatchSize: 16, PassesNonFinite: true),
    ];

    /// <summary>The habit in a cell: the same in every run of it, and another one in the next.</summary>
    /// <param name="data">The task.</param>
    /// <param name="model">The place of the model in the list.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="rateFactor">The peak of the learning rate in shares of the good one.</param>
    public static Habit Of(DataSet data, int model, int seed, double rateFactor = 1) =>
        InTurn[(seed + model + data.Name.Length) % InTurn.Length] with { RateFactor = rateFactor };
}
