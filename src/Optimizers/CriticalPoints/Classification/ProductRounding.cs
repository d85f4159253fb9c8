using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>What products are off, as far as they show it by themselves: a linear, symmetric map would show nothing.</summary>
/// <remarks>
/// |uᵀHv − vᵀHu|, ‖H(u + v) − Hu − Hv‖₂ and ‖H(3v) − 3Hv‖₂ are lower bounds of sums of errors. Eight times the largest of them, for a vector of
/// length 1, is taken for the error of a product; that is an estimate, and what rests on it is called one.
/// </remarks>
internal static class ProductRounding
{
    private const double Multiple = 8;

    /// <summary>An estimate of the error of a product with a vector of length 1. Four products.</summary>
    public static double Measure(HessianOperator hessian, int seed, CancellationToken cancellation)
    {
        var n = hessian.Dimension;
        var (u, v) = (Unit(RandomDirection.Next(n, unchecked(seed + 101))), Unit(RandomDirection.Next(n, unchecked(seed + 102))));
        double[] hu = Product(u), hv = Product(v);
        var both = (double[])u.Clone();
        ShortVectors.AddScaled(both, 1, v);
        var sum = Product(both);
        ShortVectors.AddScaled(sum, -1, hu);
        ShortVectors.AddScaled(sum, -1, hv);
        var triple = Product(Array.ConvertAll(v, entry => 3 * entry));
        ShortVectors.AddScaled(triple, -3, hv);
        var asymmetry = Math.Abs(ShortVectors.Dot(u, hv) - ShortVectors.Dot(v, hu));
        var off = Math.Max(asymmetry / 2, Math.Max(ShortVectors.Norm(sum) / 3, ShortVectors.Norm(triple) / 6));

        // What terms lose that underflow is no sign of anything else; the ends of the spectrum count it.
        return off <= 4 * n * Math.Sqrt(n) * double.Epsilon ? 0 : Multiple * off;

        double[] Product(double[] vector)
        {
            cancellation.ThrowIfCancellationRequested();
            var product = new double[n];
            hessian.Multiply(vector, product);
            return product;
        }
    }

    private static double[] Unit(double[] vector)
    {
        var length = ShortVectors.Norm(vector);
        return length == 0 ? vector : Array.ConvertAll(vector, entry => entry / length);
    }
}
