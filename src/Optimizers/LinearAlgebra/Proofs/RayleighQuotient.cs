using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// An interval that certainly holds ρ = vᵀAv/vᵀv, every rounding included. λmin(A) ≤ ρ ≤ λmax(A): a ρ below −δ proves negative curvature of every
/// matrix within δ of A in the 2-norm, and one such ρ with another above δ proves a saddle.
/// </summary>
/// <remarks>
/// <para>
/// Av and vᵀ(Av) are accumulated with their rounding errors, each product and sum as an exact pair (Ogita, Rump and Oishi, SIAM J. Sci. Comput. 26
/// (2005), algorithm 5.3), so that an eigenvalue far below u‖A‖ keeps its sign if v is an eigenvector to double precision.
/// </para>
/// <para>
/// The bound, with ν = (n + 4)u: the pairs of one column hold yⱼ = Σᵢ aᵢⱼvᵢ but for the rounding of their low parts. These are 2n numbers of at most
/// u(1 + u)|aᵢⱼvᵢ| and u(1 + ν)mⱼ each, mⱼ = Σᵢ|aᵢⱼvᵢ|, together at most 1.01·ν·mⱼ, and lose at most 1.01·ν of that: 1.03·ν²·mⱼ. The outer sum
/// q = Σⱼ vⱼyⱼ loses in the same way 1.03·ν²·Σ|vⱼyⱼ| and, in the products with the low parts of yⱼ, 1.03·ν²·Σ|vⱼ|mⱼ. Since |yⱼ| ≤ mⱼ(1 + ν), all is
/// below 4ν²·Σⱼ|vⱼ|mⱼ for ν &lt; 0.001; so is that of vᵀv, below 2ν²·vᵀv.
/// </para>
/// <para>
/// v is brought to a largest entry in [1, 2) by a power of two, and A too where it is not in the middle of the range of double. What
/// underflows then is at most 3η of a product in a column, twice that after the one with |vⱼ| &lt; 2, and η of a product in the outer sum:
/// less than 8(n + 1)²η in all.
/// </para>
/// </remarks>
internal readonly record struct RayleighQuotient
{
    private readonly double _low;
    private readonly double _high;
    private readonly int _exponent;

    private RayleighQuotient(double low, double high, int exponent) => (_low, _high, _exponent) = (low, high, exponent);

    /// <summary>A number ≤ ρ, in the units of A; −∞ where nothing is known.</summary>
    public double Low => Rounding.ScaleBelow(_low, _exponent);

    /// <summary>A number ≥ ρ, in the units of A; ∞ where nothing is known.</summary>
    public double High => Rounding.ScaleAbove(_high, _exponent);

    /// <summary>True if ρ > bound is proven.</summary>
    public bool IsAbove(double bound) => _low > Rounding.ScaleAbove(bound, -_exponent);

    /// <summary>True if ρ &lt; bound is proven.</summary>
    public bool IsBelow(double bound) => _high < Rounding.ScaleBelow(bound, -_exponent);

    /// <summary>Encloses ρ. O(n²).</summary>
    /// <param name="a">A, n² finite entries, column by column. It need not be symmetric: ρ is that of (A + Aᵀ)/2.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="v">v ≠ 0, n finite entries.</param>
    public static RayleighQuotient Enclose(ReadOnlySpan<double> a, int n, ReadOnlySpan<double> v)
    {
        if (!v.ContainsAnyExcept(0.0))
            return new(double.NegativeInfinity, double.PositiveInfinity, 0);
        var exponent = Exponent(a);
        var x = v.ToArray();
        ShortVectors.ScaleToOne(x);

        DoubleDouble form = 0.0, squares = 0.0;
        var size = 0.0;
        var column = new double[n];
        for (var j = 0; j < n; j++)
        {
            var y = a.Slice(j * n, n);
            if (exponent != 0)
            {
                for (var i = 0; i < n; i++)
                    column[i] = Math.ScaleB(y[i], -exponent);
                y = column;
            }

            var product = default(DoubleDouble);
            var m = 0.0;
            for (var i = 0; i < n; i++)
            {
                var term = DoubleDouble.Product(y[i], x[i]);
                product = Add(product, term);
                m += Math.Abs(term.High);
            }

            var outer = DoubleDouble.Product(x[j], product.High);
            form = Add(form, new(outer.High, outer.Low + (x[j] * product.Low)));
            size += Math.Abs(x[j]) * m;
            squares = Add(squares, DoubleDouble.Product(x[j], x[j]));
        }

        var nu = (n + 4) * Rounding.Unit;
        var underflow = 8.0 * (n + 1) * (n + 1) * Rounding.Smallest;
        var (above, below) = Bounds(form, Rounding.SumAbove(Rounding.Above(4 * nu * nu * size, (2 * n) + 8), underflow));
        var (most, least) = Bounds(squares, Rounding.Above(2 * nu * nu * squares.High, n + 8)); // It is at least 1: nothing underflows that counts.
        return new(
            Math.BitDecrement(below / (below > 0 ? most : least)),
            Math.BitIncrement(above / (above > 0 ? least : most)),
            exponent);
    }

    // The high parts are added without error, the low ones and the errors rounded.
    private static DoubleDouble Add(DoubleDouble sum, DoubleDouble term)
    {
        var high = DoubleDouble.Sum(sum.High, term.High);
        return new(high.High, sum.Low + (term.Low + high.Low));
    }

    private static (double Above, double Below) Bounds(DoubleDouble sum, double error) => (
        Rounding.SumAbove(sum.High, Rounding.SumAbove(sum.Low, error)),
        Rounding.DifferenceBelow(sum.High, Rounding.SumAbove(-sum.Low, error)));

    // 0 in the middle of the range of double: entries near 2^±200 leave their products far from its ends.
    private static int Exponent(ReadOnlySpan<double> a)
    {
        var largest = 0.0;
        foreach (var entry in a)
            largest = Math.Max(largest, Math.Abs(entry));
        return largest == 0 || Math.Abs(Math.ILogB(largest)) < 200 ? 0 : Math.ILogB(largest);
    }
}
