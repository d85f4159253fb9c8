using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Optimizers.Arithmetic;
using Optimizers.Curvature.Functions;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>Leaves a classified point: along negative curvature, or down a curve on which the higher orders fall.</summary>
internal static class CriticalPointEscape
{
    /// <inheritdoc cref="CriticalPoint.TryEscape(
    /// Objective, MathNet.Numerics.LinearAlgebra.Vector{double}, EscapeOptions, out EscapeStep?, out string)"/>
    /// <param name="point">Where it leaves from.</param>
    /// <param name="objective">The one that the point was classified by.</param>
    /// <param name="theta">θ₀, n entries. It is not changed.</param>
    /// <param name="options">The seed, the error of the loss, cancellation and progress.</param>
    /// <param name="argument">How the door calls what gives the loss.</param>
    /// <param name="step">The step, or null.</param>
    /// <param name="reason">Why there is none; empty where there is one.</param>
    public static bool Try(
        CriticalPoint point,
        Objective objective,
        double[] theta,
        EscapeOptions options,
        string argument,
        [NotNullWhen(true)] out EscapeStep? step,
        out string reason)
    {
        if (theta.Length != point.Dimension)
            throw new ArgumentException($"θ has {theta.Length} entries; the point that was classified has {point.Dimension}.", nameof(theta));
        Arguments.ThrowIfNotFinite(theta, nameof(theta));
        objective.ThrowIfLayoutDiffers(theta.Length, nameof(theta));
        options.CancellationToken.ThrowIfCancellationRequested();
        (step, reason) = (null, new CriticalPointText(point).NoNegativeCurvature());
        if (point.NegativeCount == 0 && point.WayDown is null)
            return false;
        var from = new Departure(objective, theta, options);
        if (!double.IsFinite(from.Loss))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The loss at θ is {from.Loss}."), argument);
        if (point.NegativeCount == 0)
        {
            step = DownTheCurve(from, point.WayDown!, ref reason);
            return step is not null;
        }

        var (direction, slope, curvature) = Direction(point.SecondOrder, options.Seed);
        step = NegativeCurvatureEscape.Along(direction, slope, curvature, from, out reason);
        if (step is null)
            reason += " Are H and the loss of the same function, at the same θ?";
        return step is not null;
    }

    /// <summary>
    /// u of <c>Escape</c>, the eigenvector of λmin with gᵀu ≤ 0, or a random one of its eigenspace; gᵀu and uᵀHu, by their
    /// coordinates in the eigenvectors.
    /// </summary>
    public static (double[] Direction, double Slope, double Curvature) Direction(SecondOrder found, int seed)
    {
        if (found.GradedDescent is { } graded)
        {
            var turn = graded.Slope > 0 ? -1 : 1;
            return (Array.ConvertAll(graded.Direction, entry => turn * entry), turn * graded.Slope, graded.Curvature);
        }

        var work = new VectorWork();
        var n = found.Dimension;
        var width = found.Tolerance + 1e-6 * found.LargestEigenvalue - 1e-6 * found.SmallestEigenvalue;
        var multiplicity = found.Eigenvalues.Take(found.NegativeCount).Count(value => value - found.Eigenvalues[0] <= width);
        double[] w = [1];
        if (multiplicity > 1)
        {
            var random = RandomDirection.Next(n, seed);
            w = [.. Enumerable.Range(0, multiplicity).Select(i => work.Dot(found.Vector(i), random))];
        }

        var length = Math.Sqrt(ShortVectors.Dot(w, w));
        var direction = new double[n];
        double slope = 0, curvature = 0;
        for (var i = 0; i < multiplicity; i++)
        {
            w[i] /= length;
            work.AddScaled(w[i], found.Vector(i), direction);
            slope += w[i] * ShortVectors.Dot(found.Vector(i), found.Gradient);
            curvature += w[i] * w[i] * found.Eigenvalues[i];
        }

        if (!(slope > 0))
            return (direction, slope, curvature);
        work.Scale(-1, direction, direction);
        return (direction, -slope, curvature);
    }

    // The curve is one of higher order: from far to near, the first point that is lower by more than the loss can tell.
    private static EscapeStep? DownTheCurve(Departure from, DescentCurve curve, ref string reason)
    {
        for (var t = 0.1 * from.Scale; t > MachineEpsilon.Double * from.Scale; t /= 2)
        {
            var point = curve.Point(from.Theta, t);
            var loss = from.LossAt(point);
            if (from.IsLower(loss))
            {
                reason = "";
                return from.StepTo(point, loss);
            }
        }

        reason = "No lower loss: along the curve on which the higher orders fall, none is below that at θ by more than its noise.";
        return null;
    }
}
