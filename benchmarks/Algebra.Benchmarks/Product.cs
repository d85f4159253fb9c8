namespace Optimizers.Benchmarks.Algebra;

/// <summary>The shape of a product: m×k by k×n.</summary>
/// <param name="Rows">m.</param>
/// <param name="Columns">n.</param>
/// <param name="Depth">k.</param>
/// <param name="IsLeftTransposed">Whether the first factor is stored as its transposed matrix.</param>
/// <param name="IsRightTransposed">Whether the second is.</param>
internal sealed record Product(int Rows, int Columns, int Depth, bool IsLeftTransposed = false, bool IsRightTransposed = false)
{
    /// <summary>
    /// Squares, and the three products of a layer in a step of training, W of outputs × inputs: WX, WᵀD and DXᵀ for a batch X and its deltas D.
    /// </summary>
    public static IReadOnlyList<Product> All { get; } =
    [
        .. new[] { 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048 }.Select(n => new Product(n, n, n)),
        .. Layer(outputs: 32, inputs: 64, batch: 1437), .. Layer(outputs: 10, inputs: 32, batch: 1437),
        .. Layer(outputs: 32, inputs: 64, batch: 32), .. Layer(outputs: 256, inputs: 784, batch: 128),
        new(1000, 1, 1000), new(1000, 1, 1000, IsLeftTransposed: true),
    ];

    /// <summary>Floating-point operations.</summary>
    public double Work => 2.0 * Rows * Columns * Depth;

    public override string ToString() =>
        $"{Rows}×{Depth}{(IsLeftTransposed ? "ᵀ" : "")} · {Depth}×{Columns}{(IsRightTransposed ? "ᵀ" : "")}";

    private static Product[] Layer(int outputs, int inputs, int batch) =>
    [
        new(outputs, batch, inputs), new(inputs, batch, outputs, IsLeftTransposed: true), new(outputs, inputs, batch, IsRightTransposed: true),
    ];
}
