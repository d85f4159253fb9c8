namespace Optimizers.FaultBench;

/// <summary>What the command line asks for.</summary>
/// <param name="Seeds">How many seeds in each half.</param>
/// <param name="Only">The only fault, or "healthy"; null for all.</param>
/// <param name="Train">True to train only, which shows the faults that hurt.</param>
/// <param name="Guard">True to train under the guard, which shows the faults that it repairs.</param>
/// <param name="Half">The only half of the grid; null for both.</param>
/// <param name="Time">The time after which the rest of a shuffled grid is left out; null for the whole grid.</param>
/// <param name="Fashion">The folder of Fashion-MNIST.</param>
/// <param name="Record">The file to write the examinations to; null for none.</param>
/// <param name="Score">The file of examinations to score again; null to train.</param>
/// <param name="Misses">True to list every miss.</param>
/// <param name="Output">The Markdown file; the pictures are put beside it. Null for the console only.</param>
internal sealed record BenchOptions(
    int Seeds, string? Only, bool Train, bool Guard, GridHalf? Half, TimeSpan? Time,
    string Fashion, string? Record, string? Score, bool Misses, string? Output);
