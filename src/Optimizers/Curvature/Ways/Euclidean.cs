using Optimizers.Kernels;

namespace Optimizers.Curvature;

/// <summary>The length of a vector.</summary>
internal static class Euclidean
{
    /// <summary>‖x‖₂, also where its square over- or underflows.</summary>
    public static double Norm(ReadOnlySpan<double> x)
    {
        var squares = Reduction.SumOfSquares(x);
        if (squares is > 1e-280 and < 1e300)
            return Math.Sqrt(squares);
        var largest = 0.0;
        foreach (var entry in x)
            largest = Math.Max(largest, Math.Abs(entry));
        if (largest == 0 || !double.IsFinite(largest))
            return largest;
        squares = 0;
        foreach (var entry in x)
            squares += entry / largest * (entry / largest);
        return largest * Math.Sqrt(squares);
    }
}
