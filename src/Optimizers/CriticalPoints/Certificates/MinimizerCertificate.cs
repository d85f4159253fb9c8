using System.Globalization;
using Optimizers.Arithmetic;
using static Optimizers.Curvature.Functions.DirectedRounding;

namespace Optimizers.Curvature.Functions;

/// <summary>Proves that a loss has a minimizer near θ, by its gradient at θ and its least curvature around.</summary>
/// <remarks>
/// If ∇²L(x) ⪰ μI for all x with ‖x − θ‖ ≤ r, and ‖∇L(θ)‖ &lt; μr, then L has exactly one critical point in that ball, a strict minimum, and it is no
/// farther from θ than ‖∇L(θ)‖/μ. For L is strictly convex on the ball and has a minimizer θ* there; on its surface
/// ∇L(x)ᵀ(x − θ) ≥ (μr − ‖∇L(θ)‖)r &gt; 0, so that θ* is inside and ∇L(θ*) = 0; and ‖∇L(θ)‖ = ‖∇L(θ) − ∇L(θ*)‖ ≥ μ‖θ − θ*‖ (Nesterov, Lectures on
/// Convex Optimization, 2018, section 2.1.3).
/// </remarks>
internal static class MinimizerCertificate
{
    /// <summary>Tries to prove a minimizer within the largest radius. ½n² evaluations of the function in intervals an attempt, and O(n³).</summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n ≥ 1 entries, finite.</param>
    /// <param name="largestRadius">The largest r that is tried, in the units of the parameters; finite, > 0.</param>
    /// <returns>The proof, or null: then nothing is said, not even that there is no minimizer.</returns>
    /// <exception cref="ArgumentException">θ is empty or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The largest radius is not finite and greater than 0.</exception>
    public static LossCertificate? TryProve(ILossEnclosures objective, ReadOnlySpan<double> theta, double largestRadius)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var point = PointEnclosure.TryMake(objective, theta, largestRadius);
        if (point is null || point.Eigenvalue(0) <= 0)
            return null;

        var gradientNorm = NormUp(Array.ConvertAll(point.Gradient, entry => entry.Magnitude));

        // A smaller μ asks less of the ball, and a larger ball of it: each has its own least r.
        for (var mu = 0.75 * point.Eigenvalue(0); mu > 0.05 * point.Eigenvalue(0); mu *= 0.5)
        {
            var distance = DivideUp(gradientNorm, mu);
            if (!(distance < largestRadius))
                break;
            var radius = PointEnclosure.RadiusFrom(distance, largestRadius);
            if (!(gradientNorm < MultiplyDown(mu, radius)))
                radius *= 2;
            if (radius > largestRadius || !(gradientNorm < MultiplyDown(mu, radius)))
                continue;
            var hessian = objective.EncloseHessian(point.Box(radius));
            if (IntervalInertia.TryProve(hessian, point.System, mu) is not { Below: 0 })
                continue;
            return new()
            {
                Kind = CriticalPointKind.LocalMinimum,
                NegativeCount = 0,
                PositiveCount = theta.Length,
                Distance = distance,
                UniqueWithin = radius,
                Curvature = mu,
                Evidence = string.Create(
                    CultureInfo.InvariantCulture,
                    $"the curvature, ∇²L ⪰ {BoundText.Below(mu)}·I wherever ‖x − θ‖ ≤ {BoundText.Below(radius)}, " +
                    $"and the gradient, ‖∇L(θ)‖ ≤ {BoundText.Above(gradientNorm)}, in interval arithmetic"),
            };
        }

        return null;
    }
}
