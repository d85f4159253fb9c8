namespace Optimizers.Diagnostics;

/// <summary>What a caller has recorded of one layer with a <see cref="TrainingMonitor"/>.</summary>
/// <param name="Name">The layer.</param>
/// <param name="History">Its records, thinned.</param>
public sealed record LayerTrace(string Name, IReadOnlyList<LayerRecord> History);
