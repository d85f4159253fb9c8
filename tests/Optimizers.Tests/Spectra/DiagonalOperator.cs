using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Spectra;

/// <summary>A diagonal matrix: a spectrum as prescribed, to the last bit.</summary>
internal sealed class DiagonalOperator(double[] diagonal, Action<long>? onProduct = null, double? error = null) : SymmetricOperator(diagonal.Length)
{
    public override bool IsExact => error is null;

    public override double ProductError => error ?? 0;

    /// <summary>Evenly spaced from one number to another.</summary>
    public static double[] Even(int n, double from, double to) =>
        [.. Enumerable.Range(0, n).Select(i => from + ((to - from) * i / (n - 1)))];

    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        onProduct?.Invoke(Products + 1);
        for (var i = 0; i < vector.Length; i++)
            product[i] = diagonal[i] * vector[i];
    }
}
