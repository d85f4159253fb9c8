using MathNet.Numerics;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// The eigenvalues of D + ρzzᵀ, d₀ &lt; d₁ &lt; … and ρ &gt; 0: the roots of f(λ) = 1 + ρΣzᵢ²/(dᵢ − λ), one above each dₖ (Bunch, Nielsen and
/// Sorensen, Numer. Math. 31 (1978), 31; Li, LAPACK Working Note 89, 1993). A root is found as its distance from the nearer of its two poles, so
/// that all dᵢ − λₖ have small relative errors.
/// </summary>
/// <param name="d">d.</param>
/// <param name="z">z, without zeros.</param>
/// <param name="rho">ρ.</param>
internal sealed class SecularEquation(double[] d, double[] z, double rho)
{
    private const double Unit = 1.0 / (1L << 53);
    private const int MaxIterations = 300; // Bisection alone needs some hundred; the interpolation three to six.

    private readonly double[] _weights = Array.ConvertAll(z, each => rho * each * each);

    /// <summary>Finds λₖ.</summary>
    /// <param name="k">Which, from 0.</param>
    /// <param name="distances">Become the dᵢ − λₖ.</param>
    /// <returns>λₖ.</returns>
    /// <exception cref="NonConvergenceException">Never for finite numbers.</exception>
    public double Solve(int k, Span<double> distances)
    {
        var isLast = k == d.Length - 1;
        var (origin, low, high) = (d[k], 0.0, isLast ? Total() : 0.5 * (d[k + 1] - d[k]));
        for (var i = 0; i < d.Length; i++)
            distances[i] = d[i] - origin;
        var x = high;
        if (!isLast && Evaluate(k, distances, x).Value < 0)
        {
            (origin, low, high) = (d[k + 1], -high, 0.0);
            for (var i = 0; i < d.Length; i++)
                distances[i] = d[i] - origin;
            x = low;
        }

        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            var f = Evaluate(k, distances, x);
            if (Math.Abs(f.Value) <= 4 * Unit * f.Size)
                return Found(origin, x, distances);
            if (f.Value < 0)
                low = x;
            else
                high = x;
            var next = x + Correction(f, distances[k] - x, isLast ? double.PositiveInfinity : distances[k + 1] - x);
            if (!(next > low && next < high))
                next = Middle(low, high);
            if (Math.Abs(next - x) <= Unit * Math.Abs(x) || next <= low || next >= high)
                return Found(origin, next, distances);
            x = next;
        }

        throw new NonConvergenceException($"Root {k} of a secular equation of {d.Length} terms did not converge in {MaxIterations} iterations.");
    }

    /// <summary>
    /// The vector ẑ for which the roots that were found are exact: with it, and not with z, the eigenvectors ẑᵢ/(dᵢ − λₖ) are orthogonal to rounding
    /// (Gu and Eisenstat, SIAM J. Matrix Anal. Appl. 16 (1995), 172, equation 3.3).
    /// </summary>
    /// <param name="distances">dᵢ − λₖ, column k by column.</param>
    public double[] ExactVector(double[] distances)
    {
        var n = d.Length;
        var product = new double[n];
        for (var i = 0; i < n; i++)
            product[i] = distances[i + (i * n)];
        for (var k = 0; k < n; k++)
        {
            for (var i = 0; i < n; i++)
            {
                if (i != k)
                    product[i] *= distances[i + (k * n)] / (d[i] - d[k]);
            }
        }

        for (var i = 0; i < n; i++)
            product[i] = Math.CopySign(Math.Sqrt(Math.Abs(product[i])), z[i]);
        return product;
    }

    private static double Found(double origin, double x, Span<double> distances)
    {
        foreach (ref var distance in distances)
            distance -= x;
        return origin + x;
    }

    /// <summary>The step to the root of c + s/(Δₖ − η) + S/(Δₖ₊₁ − η), which has the values and slopes of both halves of the sum.</summary>
    private static double Correction(in Sums f, double left, double right)
    {
        if (double.IsPositiveInfinity(right))
            return left + (left * left * f.LeftSlope / (f.Value - (left * f.LeftSlope)));
        var c = f.Value - (left * f.LeftSlope) - (right * f.RightSlope);
        var a = ((left + right) * f.Value) - (left * right * (f.LeftSlope + f.RightSlope));
        var b = left * right * f.Value;
        var root = Math.Sqrt(Math.Abs((a * a) - (4 * b * c)));
        return a <= 0 ? (a - root) / (2 * c) : 2 * b / (a + root);
    }

    /// <summary>Half-way, by magnitude where both ends are on one side of 0.</summary>
    private static double Middle(double low, double high) =>
        low > 0 || high < 0 ? Math.CopySign(Math.Sqrt(Math.Abs(low)) * Math.Sqrt(Math.Abs(high)), low) : low + (0.5 * (high - low));

    private double Total()
    {
        var total = 0.0;
        foreach (var weight in _weights)
            total += weight;
        return total;
    }

    private Sums Evaluate(int k, ReadOnlySpan<double> distances, double x)
    {
        var (left, leftSlope, right, rightSlope) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i <= k; i++)
        {
            var inverse = 1 / (distances[i] - x);
            var term = _weights[i] * inverse;
            left += term;
            leftSlope += term * inverse;
        }

        for (var i = k + 1; i < distances.Length; i++)
        {
            var inverse = 1 / (distances[i] - x);
            var term = _weights[i] * inverse;
            right += term;
            rightSlope += term * inverse;
        }

        return new(1 + left + right, 1 - left + right, leftSlope, rightSlope);
    }

    private readonly record struct Sums(double Value, double Size, double LeftSlope, double RightSlope);
}
