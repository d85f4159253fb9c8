namespace Optimizers.Diagnostics;

/// <summary>What a <see cref="TrainingMonitor"/> was told of one layer.</summary>
/// <param name="Name">The layer.</param>
/// <param name="History">Its records, thinned.</param>
public sealed record LayerTrace(string Name, IReadOnlyList<LayerRecord> History);
