using System.Globalization;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;
using static Optimizers.Curvature.Functions.DirectedRounding;

namespace Optimizers.Curvature.Functions;

/// <summary>Proves that a loss has a critical point near θ, and which kind: minimum, maximum or saddle.</summary>
/// <remarks>
/// With any matrix R, here ∇²L(θ)⁻¹ approximately, and the box X around θ,
/// K(X) = θ − R∇L(θ) + (I − R·∇²L(X))(X − θ). If K(X) lies in the interior of X, then L has exactly one critical point in X, it lies in K(X), and
/// no matrix in ∇²L(X) is singular (Krawczyk, Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken, Computing 4, 1969; Moore, A
/// test for existence of solutions to nonlinear systems, SIAM J. Numer. Anal. 14, 1977; Rump, Verification methods, Acta Numerica 19, 2010). So
/// no eigenvalue of ∇²L changes its sign on X: the inertia at θ, proven by <see cref="IntervalInertia"/>, is that at the critical point.
/// </remarks>
internal static class KrawczykTest
{
    private const int Attempts = 5;

    /// <summary>
    /// Tries to prove a critical point within the largest radius. ½n² evaluations of the function in intervals an attempt, and O(n³).
    /// </summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n ≥ 1 entries, finite.</param>
    /// <param name="largestRadius">
    /// The largest distance from θ that is accepted, and the largest half width of X that is tried, in the units of the parameters; finite, > 0.
    /// </param>
    /// <returns>The proof, or null: then nothing is said, not even that there is no critical point.</returns>
    /// <exception cref="ArgumentException">θ is empty or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The largest radius is not finite and greater than 0.</exception>
    public static LossCertificate? TryProve(ILossEnclosures objective, ReadOnlySpan<double> theta, double largestRadius)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var point = PointEnclosure.TryMake(objective, theta, largestRadius);
        if (point is null || Inverse(point.System) is not { } r
            || IntervalInertia.TryProve(point.Hessian, point.System, 0) is not { } inertia)
            return null;

        var n = theta.Length;
        var step = new double[n]; // |R∇L(θ)|
        for (var i = 0; i < n; i++)
            step[i] = IntervalInertia.Dot(r.AsSpan(i * n, n), point.Gradient).Magnitude;
        var longest = step.Max();
        if (!(longest < largestRadius))
            return null;

        var half = PointEnclosure.RadiusFrom(2 * longest, largestRadius);
        for (var attempt = 0; attempt < Attempts && half <= largestRadius; attempt++, half *= 4)
        {
            var hessian = objective.EncloseHessian(point.Box(half));
            if (Krawczyk(r, hessian, step, half) is not { } reach || NormUp(reach) > largestRadius)
                continue;
            return new()
            {
                Kind = inertia.Below == 0 ? CriticalPointKind.LocalMinimum
                    : inertia.Above == 0 ? CriticalPointKind.LocalMaximum
                    : CriticalPointKind.Saddle,
                NegativeCount = inertia.Below,
                PositiveCount = inertia.Above,
                Distance = NormUp(reach),
                UniqueWithin = half,
                Evidence = string.Create(
                    CultureInfo.InvariantCulture,
                    $"Krawczyk's test on the box |xᵢ − θᵢ| ≤ {BoundText.Below(half)}: K(X) reaches no farther than {BoundText.Above(reach.Max())}; " +
                    $"{inertia.Below} negative and {inertia.Above} positive eigenvalues all over it, in interval arithmetic"),
            };
        }

        return null;
    }

    /// <summary>Bounds on |K(X) − θ| where they are below the half width of X; null where they are not.</summary>
    private static double[]? Krawczyk(double[] r, Interval[] hessian, double[] step, double half)
    {
        var n = step.Length;
        if (!hessian.All(entry => entry.IsBounded))
            return null;
        var reach = new double[n];
        for (var i = 0; i < n; i++)
        {
            var row = 0.0;
            for (var j = 0; j < n; j++)
            {
                Interval identity = i == j ? 1 : 0;
                row = AddUp(row, (identity - IntervalInertia.Dot(r.AsSpan(i * n, n), hessian.AsSpan(j * n, n))).Magnitude);
            }

            reach[i] = AddUp(step[i], MultiplyUp(row, half));
            if (!(reach[i] < half))
                return null;
        }

        return reach;
    }

    /// <summary>UΛ⁻¹Uᵀ, row by row; null where an eigenvalue is 0.</summary>
    private static double[]? Inverse(SymmetricEigenSystem system)
    {
        var n = system.Dimension;
        var inverse = new double[n * n];
        for (var k = 0; k < n; k++)
        {
            var u = system.Vector(k);
            var reciprocal = Math.ScaleB(1 / system.Values[k], -system.Exponent);
            if (!double.IsFinite(reciprocal))
                return null;
            for (var i = 0; i < n; i++)
                ShortVectors.AddScaled(inverse.AsSpan(i * n, n), reciprocal * u[i], u);
        }

        return inverse;
    }
}
