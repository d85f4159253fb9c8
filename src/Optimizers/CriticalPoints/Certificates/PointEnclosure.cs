using MathNet.Numerics;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature.Functions;

/// <summary>What both certificates start from: guaranteed gradient and Hessian at θ, and an approximate eigen-system of the latter.</summary>
internal sealed class PointEnclosure
{
    private readonly double[] _theta;

    private PointEnclosure(double[] theta, Interval[] gradient, Interval[] hessian, SymmetricEigenSystem system) =>
        (_theta, Gradient, Hessian, System) = (theta, gradient, hessian, system);

    /// <summary>∇L(θ).</summary>
    public Interval[] Gradient { get; }

    /// <summary>∇²L(θ), n² entries.</summary>
    public Interval[] Hessian { get; }

    /// <summary>The eigen-system of the middle of <see cref="Hessian"/>.</summary>
    public SymmetricEigenSystem System { get; }

    /// <summary>λᵢ in the units of H.</summary>
    public double Eigenvalue(int i) => Math.ScaleB(System.Values[i], System.Exponent);

    /// <summary>The box of all points with |xᵢ − θᵢ| ≤ r, rounded outwards.</summary>
    public Interval[] Box(double r) => Array.ConvertAll(_theta, entry => Interval.Around(entry, r));

    /// <summary>Null where gradient or Hessian have no bounds at θ, or the eigenvalues do not converge.</summary>
    /// <exception cref="ArgumentException">θ is empty or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The largest radius is not finite and greater than 0.</exception>
    public static PointEnclosure? TryMake(ILossEnclosures objective, ReadOnlySpan<double> theta, double largestRadius)
    {
        var n = theta.Length;
        if (n == 0)
            throw new ArgumentException("θ has no entries; a certificate needs at least one.", nameof(theta));
        for (var i = 0; i < n; i++)
        {
            if (!double.IsFinite(theta[i]))
                throw new ArgumentException(FormattableString.Invariant($"θ must be finite; θ[{i}] is {theta[i]}."), nameof(theta));
        }

        if (!(double.IsFinite(largestRadius) && largestRadius > 0))
            throw new ArgumentOutOfRangeException(nameof(largestRadius), largestRadius, "The largest radius must be finite and greater than zero.");

        var point = ExactObjective.Point(theta);
        var gradient = new Interval[n];
        objective.EncloseGradient(point, gradient);
        var hessian = objective.EncloseHessian(point);
        if (!gradient.All(entry => entry.IsBounded) || !hessian.All(entry => entry.IsBounded))
            return null;
        try
        {
            var middle = Array.ConvertAll(hessian, entry => entry.Midpoint);
            return new(theta.ToArray(), gradient, hessian, SymmetricEigenSystem.Of(middle, n));
        }
        catch (NonConvergenceException)
        {
            return null;
        }
    }

    /// <summary>The least power of two ≥ x, and at least 2⁻⁶⁰ of the largest radius: below it nothing is gained.</summary>
    public static double RadiusFrom(double x, double largestRadius)
    {
        x = Math.Max(x, Math.ScaleB(largestRadius, -60));
        var power = Math.ScaleB(1, Math.ILogB(x));
        return power < x ? 2 * power : power;
    }
}
