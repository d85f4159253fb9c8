using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// Leaves a point along a direction u of negative curvature, uᵀHu &lt; 0: θ₀ + αu, α by the line search of <see
/// cref="CriticalPoint.Escape(Func{Vector{double}, double}, Vector{double})"/> on the loss itself. At any size: u is given, as the Ritz vector of a
/// Lanczos run is, or found.
/// </summary>
/// <remarks>
/// The Rayleigh quotient uᵀHu takes one product, the slope gᵀu one gradient; where only the loss is there, each takes two losses. The side on which
/// the slope is down is tried first, and the other one too unless the slope decides.
/// </remarks>
public sealed class NegativeCurvatureEscape : EscapeMethod
{
    private readonly double[]? _direction;

    /// <summary>Finds the direction itself.</summary>
    /// <remarks>
    /// Where the objective has a Hessian, or n is at most <paramref name="subspaceDimension"/>, by the eigenvectors of the Hessian, as
    /// <see cref="CriticalPoint.Classify(Matrix{double}, Vector{double})"/> does; else it is the Ritz vector of the lowest Ritz value of one Krylov
    /// space from a random start, which is random within the eigenspace of a multiple eigenvalue.
    /// </remarks>
    /// <param name="subspaceDimension">The dimension of the Krylov space, and the number of vectors in memory. ≥ 1. Default 64.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public NegativeCurvatureEscape(int subspaceDimension = 64) =>
        SubspaceDimension = Arguments.AtLeastOne(subspaceDimension, nameof(subspaceDimension));

    /// <summary>Goes along a direction that is known.</summary>
    /// <param name="direction">u, n entries, of any length but 0. It is copied.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is zero, or has an entry that is not finite.</exception>
    public NegativeCurvatureEscape(Vector<double> direction)
    {
        ArgumentNullException.ThrowIfNull(direction);
        var u = direction.ToArray();
        var bad = Array.FindIndex(u, entry => !double.IsFinite(entry));
        if (bad >= 0)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The direction must be finite; u[{bad}] is {u[bad]}."), nameof(direction));
        }

        ShortVectors.ScaleToOne(u);
        var length = Reduction.Norm(u);
        if (length == 0)
            throw new ArgumentException("The direction must not be zero.", nameof(direction));
        _direction = Array.ConvertAll(u, entry => entry / length);
    }

    /// <summary>The dimension of the Krylov space; 0 where the direction was given.</summary>
    public int SubspaceDimension { get; }

    /// <summary>The method in one line.</summary>
    public override string ToString() => _direction is null
        ? $"Negative curvature, found in {SubspaceDimension} dimensions"
        : "Negative curvature along a given direction";

    private protected override void ThrowIfUnsuited(int dimension, string argument)
    {
        if (_direction is not null && _direction.Length != dimension)
            throw new ArgumentException($"θ has {dimension} entries; the direction has {_direction.Length}.", argument);
    }

    private protected override EscapeStep? Leave(Departure from, out string reason)
    {
        if (_direction is not null)
            return Along(_direction, from, out reason);
        return from.Objective.HasHessian || from.Theta.Length <= SubspaceDimension
            ? ByEigenvectors(from, out reason)
            : Along(LowestRitzVector(from), from, out reason);
    }

    private static EscapeStep? ByEigenvectors(Departure from, out string reason)
    {
        var gradient = new double[from.Theta.Length];
        var gradientError = from.Objective.Gradient(from.Theta, gradient);
        var hessian = from.Objective.Hessian(from.Theta, out var hessianError);
        var point = CriticalPoint.Classify(
            hessian, Vector<double>.Build.Dense(gradient), new CriticalPointOptions { HessianError = hessianError, GradientError = gradientError });
        if (point.NegativeCount > 0)
        {
            var (direction, slope, curvature) = CriticalPointEscape.Direction(point.SecondOrder, from.Options.Seed);
            return Along(direction, slope, curvature, from, out reason);
        }

        reason = string.Create(
            CultureInfo.InvariantCulture,
            $"No negative curvature to escape along: λmin = {point.SmallestEigenvalue:G4} is not below −{point.Tolerance:G4}.");
        return null;
    }

    private double[] LowestRitzVector(Departure from)
    {
        var hessian = new HessianOperator(from.Objective, from.Theta);
        var start = RandomDirection.Next(from.Theta.Length, from.Options.Seed);
        return new KrylovBasis(hessian, start, SubspaceDimension, from.Options.CancellationToken, from.Work).Vector(0);
    }

    private static EscapeStep? Along(double[] u, Departure from, out string reason)
    {
        var (slope, curvature) = Derivatives(u, from);
        return Along(u, slope, curvature, from, out reason);
    }

    /// <summary>The step along a unit vector u, or none.</summary>
    /// <param name="u">u.</param>
    /// <param name="slope">gᵀu.</param>
    /// <param name="curvature">uᵀHu.</param>
    /// <param name="from">θ₀.</param>
    /// <param name="reason">Why there is none; empty where there is one.</param>
    internal static EscapeStep? Along(double[] u, double slope, double curvature, Departure from, out string reason)
    {
        if (!(curvature < 0))
        {
            reason = string.Create(
                CultureInfo.InvariantCulture, $"No negative curvature along the direction: uᵀHu = {curvature:G4}, and gᵀu = {slope:G4}.");
            return null;
        }

        var search = new NegativeCurvatureSearch(alpha => from.LossAt(from.PointAt(alpha, u)), from.Loss, from.Resolution);
        if (search.BothWays(0.1 * from.Scale, slope, curvature) is not { } found)
        {
            reason = string.Create(
                CultureInfo.InvariantCulture,
                $"No lower loss: along the curvature {curvature:G4}, both ways, none of {search.Evaluations} losses is below "
                + $"the {from.Loss:G6} at θ by " +
                $"more than {from.Noise:G4}.");
            return null;
        }

        reason = "";
        var sign = Math.Sign(found.StepSize);
        var direction = new double[u.Length];
        from.Work.Scale(sign, u, direction);
        return from.StepTo(
            from.PointAt(found.StepSize, u), found.Loss, direction, Math.Abs(found.StepSize), sign * slope, curvature);
    }

    // gᵀu and uᵀHu: by the gradient and a product where they are the caller's or cost a few gradients, else by central differences of the loss along
    // u. Their steps, a third and a fourth root of the noise, are those of least total error where the derivatives are of the size of the loss.
    private static (double Slope, double Curvature) Derivatives(double[] u, Departure from)
    {
        var derivative = new double[u.Length];
        var noise = from.Noise + MachineEpsilon.Double;
        return (Slope(), Curvature());

        double Slope()
        {
            if (from.Objective.HasGradient)
            {
                from.Objective.Gradient(from.Theta, derivative);
                return from.Work.Dot(derivative, u);
            }

            var h = Math.Cbrt(noise) * from.Scale;
            return (LossAt(h) - LossAt(-h)) / (2 * h);
        }

        double Curvature()
        {
            if (from.Objective.HasGradient || from.Objective.HasProduct)
            {
                from.Objective.Product(from.Theta, u, derivative);
                return from.Work.Dot(derivative, u);
            }

            var h = Math.Sqrt(Math.Sqrt(noise)) * from.Scale;
            return (LossAt(h) - 2 * from.Loss + LossAt(-h)) / (h * h);
        }

        double LossAt(double alpha) => from.LossAt(from.PointAt(alpha, u));
    }
}
