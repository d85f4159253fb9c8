using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature.Functions;

/// <summary>The curve θ + tu + ½t²w, t ≥ 0, out of a degenerate point.</summary>
/// <param name="Direction">u, of length 1, in the null space of H.</param>
/// <param name="Bend">w, orthogonal to it: how the other coordinates follow.</param>
internal sealed record DescentCurve(double[] Direction, double[] Bend)
{
    /// <summary>θ + tu + ½t²w.</summary>
    public double[] Point(ReadOnlySpan<double> theta, double t)
    {
        var point = theta.ToArray();
        ShortVectors.AddScaled(point, t, Direction);
        ShortVectors.AddScaled(point, 0.5 * t * t, Bend);
        return point;
    }
}
