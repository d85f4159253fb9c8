using System.Globalization;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// Whether an operator's products are those of a symmetric matrix: for random u and v the numbers uᵀ(Av) and vᵀ(Au) must agree to the errors of the
/// products. A wrong hand-written Hessian-vector product seldom passes.
/// </summary>
/// <remarks>
/// <para>|uᵀ(Av) − vᵀ(Au)| ≤ ρ(‖u‖‖Av‖ + ‖v‖‖Au‖) + 2E‖u‖‖v‖ wherever A is symmetric, each product is rounded to within ρ of its own norm, and E is
/// <see cref="SymmetricOperator.ProductError"/>. The scalar products themselves are taken in twice the precision. With random u and v the norm ‖Av‖
/// does not come from a cancellation, so that ρ is the rounding of an ordinary product; for one in single precision give ρ = 10⁻⁵.</para>
/// <para>It is a test and no proof: it refutes symmetry, or finds nothing. uᵀ(A − Aᵀ)v of independent random entries is about ‖A − Aᵀ‖_F/3, so what
/// passes is symmetric to about 4ρ√n·‖A‖_F; a single pair misses a larger fault with the small probability that this number is near 0.</para>
/// </remarks>
public sealed class SymmetryTest
{
    private SymmetryTest()
    {
    }

    /// <summary>The pairs of vectors that were tried. Each took two products.</summary>
    public int Pairs { get; private set; }

    /// <summary>
    /// uᵀ(Av) of the pair that comes nearest to its bound, or exceeds it most. The entries of u and v are independent and uniform on (−1, 1).
    /// </summary>
    public double First { get; private init; }

    /// <summary>vᵀ(Au) of the same pair.</summary>
    public double Second { get; private init; }

    /// <summary>|uᵀ(Av) − vᵀ(Au)|.</summary>
    public double Asymmetry { get; private init; }

    /// <summary>What |uᵀ(Av) − vᵀ(Au)| can come to by the errors of the products.</summary>
    public double Bound { get; private init; }

    /// <summary>The part of <see cref="Bound"/> that is <see cref="SymmetricOperator.ProductError"/>, the rest being rounding.</summary>
    public double ProductErrorPart { get; private init; }

    /// <summary>‖u‖‖v‖ of the pair.</summary>
    internal double Lengths { get; private init; }

    /// <summary>True if no pair contradicts the symmetry: |uᵀ(Av) − vᵀ(Au)| ≤ <see cref="Bound"/>.</summary>
    public bool IsSymmetric => Asymmetry <= Bound && double.IsFinite(Asymmetry);

    /// <summary>The ρ that is taken if none is given: 2⁻⁵²·max(n, 2¹⁶), the rounding of sums over n entries, or over as many examples.</summary>
    public static double DefaultRounding(int dimension) => Math.ScaleB(Math.Max(dimension, 65536), -52);

    /// <summary>ρ of products that are computed in single precision.</summary>
    internal const double SingleRounding = 1e-5;

    /// <summary>Compares uᵀ(Av) with vᵀ(Au). 2·pairs products and three vectors.</summary>
    /// <param name="symmetricOperator">A.</param>
    /// <param name="pairs">How many random pairs, ≥ 1.</param>
    /// <param name="seed">Chooses the vectors.</param>
    /// <param name="rounding">
    /// ρ in [0, 1). If left out, <see cref="DefaultRounding"/>, or 10⁻⁵ where every entry of a product is a float: then it was computed in floats.
    /// </param>
    /// <param name="cancellation">Ends the test between two products.</param>
    /// <exception cref="ArgumentNullException">The operator is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No pair, or a rounding outside its range.</exception>
    /// <exception cref="OperationCanceledException">The test was cancelled.</exception>
    public static SymmetryTest Run(
        SymmetricOperator symmetricOperator, int pairs = 2, int seed = 0, double? rounding = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(symmetricOperator);
        ArgumentOutOfRangeException.ThrowIfLessThan(pairs, 1);
        if (!(rounding is null or (>= 0 and < 1)))
            throw new ArgumentOutOfRangeException(nameof(rounding), rounding, "The rounding of a product must be in [0, 1).");
        var worst = Compare(symmetricOperator, seed, rounding, cancellation);
        for (var pair = 1; pair < pairs; pair++)
        {
            var next = Compare(symmetricOperator, unchecked(seed + (2 * pair)), rounding, cancellation);
            if (next.IsSymmetric == worst.IsSymmetric ? next.Asymmetry - next.Bound > worst.Asymmetry - worst.Bound : worst.IsSymmetric)
                worst = next;
        }

        worst.Pairs = pairs;
        return worst;
    }

    /// <summary>Throws if the operator is not symmetric: what rests on the symmetry of A calls this first.</summary>
    /// <returns>The test, if it was passed.</returns>
    /// <exception cref="ArgumentException">The operator is not symmetric; the message shows the numbers.</exception>
    /// <inheritdoc cref="Run"/>
    public static SymmetryTest ThrowIfNotSymmetric(
        SymmetricOperator symmetricOperator, int pairs = 2, int seed = 0, double? rounding = null, CancellationToken cancellation = default)
    {
        var test = Run(symmetricOperator, pairs, seed, rounding, cancellation);
        return test.IsSymmetric
            ? test
            : throw new ArgumentException($"The operator is {test}. A Hessian is symmetric: its product is wrong.", nameof(symmetricOperator));
    }

    /// <summary>The verdict with its numbers, in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsSymmetric ? "symmetric" : "not symmetric")}: uᵀAv = {First:G17} and vᵀAu = {Second:G17} differ by {Asymmetry:G3}, where the errors " +
        $"of the products explain {Bound:G3}{(ProductErrorPart > 0 ? $" ({ProductErrorPart:G3} of it by differences)" : "")}; {Pairs} random " +
        $"{(Pairs == 1 ? "pair" : "pairs")}");

    private static SymmetryTest Compare(SymmetricOperator a, int seed, double? rounding, CancellationToken cancellation)
    {
        var n = a.Dimension;
        double[] u = RandomDirection.Next(n, seed), v = RandomDirection.Next(n, unchecked(seed + 1)), product = new double[n];
        double lengthU = Math.Sqrt(Dot(u, u)), lengthV = Math.Sqrt(Dot(v, v));

        cancellation.ThrowIfCancellationRequested();
        a.Multiply(v, product);
        var rho = rounding ?? (HessianOperator.AreFloats(product, v) ? SingleRounding : DefaultRounding(n));
        var exponent = ShortVectors.ScaleToOne(product);
        double first = Dot(u, product), lengthAv = Math.Sqrt(Dot(product, product));

        cancellation.ThrowIfCancellationRequested();
        a.Multiply(u, product);
        var lift = ShortVectors.ScaleToOne(product) - exponent;
        double second = Math.ScaleB(Dot(v, product), lift), lengthAu = Math.ScaleB(Math.Sqrt(Dot(product, product)), lift);

        var byDifferences = 2 * a.ProductError * lengthU * lengthV;
        return new()
        {
            First = Math.ScaleB(first, exponent),
            Second = Math.ScaleB(second, exponent),
            Asymmetry = Math.ScaleB(Math.Abs(first - second), exponent),
            Bound = Math.ScaleB(rho * ((lengthU * lengthAv) + (lengthV * lengthAu)), exponent) + byDifferences,
            ProductErrorPart = byDifferences,
            Lengths = lengthU * lengthV,
        };
    }

    private static double Dot(double[] x, double[] y)
    {
        DoubleDouble sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += DoubleDouble.Product(x[i], y[i]);
        return (double)sum;
    }
}
