using System.Globalization;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// The products of one run, counted against its limit: w = 2⁻ᵉAv. The power of two is 1 unless the first product is so large or so small that squares
/// of its entries could over- or underflow.
/// </summary>
internal sealed class ScaledProducts(SymmetricOperator @operator, VectorWork work, long limit, CancellationToken cancellation)
{
    private const double Large = 1e120;
    private readonly long _before = @operator.Products;

    public int Dimension => @operator.Dimension;

    public VectorWork Work => work;

    public CancellationToken CancellationToken => cancellation;

    /// <summary>Products of this run.</summary>
    public long Count => @operator.Products - _before;

    /// <summary>e.</summary>
    public int Exponent { get; private set; }

    /// <summary>The operator's estimate of its error, in the units of A.</summary>
    public double Error => @operator.IsExact ? 0 : @operator.ProductError;

    /// <summary>True while so many products more stay within the limit.</summary>
    public bool Allows(long products) => Count + products <= limit;

    /// <summary>w ← 2⁻ᵉAv.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled; the product was not begun.</exception>
    public void Multiply(ReadOnlySpan<double> v, Span<double> w)
    {
        cancellation.ThrowIfCancellationRequested();
        @operator.Multiply(v, w);
        if (Count == 1)
            ChooseScale(w);
        if (Exponent != 0)
            Scale(w);
    }

    /// <summary>2ᵉx: back in the units of A.</summary>
    public double Unscale(double x) => Math.ScaleB(x, Exponent);

    /// <exception cref="InvalidOperationException">The norm overflows.</exception>
    public double Finite(double norm) => double.IsFinite(norm)
        ? norm
        : throw new InvalidOperationException(string.Create(
            CultureInfo.InvariantCulture, $"The norm of product number {@operator.Products} of the operator overflows: scale the operator down."));

    private void ChooseScale(ReadOnlySpan<double> w)
    {
        var norm = work.Norm(w);
        if (norm is >= 1 / Large and <= Large)
            return;
        var largest = 0.0;
        foreach (var entry in w)
            largest = Math.Max(largest, Math.Abs(entry));
        Exponent = largest == 0 ? 0 : Math.ILogB(largest);
    }

    // In two steps: 2⁻ᵉ itself may not be a normal number.
    private void Scale(Span<double> w)
    {
        work.Scale(Math.ScaleB(1, -Exponent / 2), w, w);
        work.Scale(Math.ScaleB(1, -Exponent - (-Exponent / 2)), w, w);
    }
}
