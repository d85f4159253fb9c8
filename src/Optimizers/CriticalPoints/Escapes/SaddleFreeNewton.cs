using System.Globalization;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// Leaves a point by saddle-free Newton steps −|H|⁻¹g, |H| the matrix with the absolute values of H's eigenvalues (Dauphin, Pascanu, Gulcehre, Cho,
/// Ganguli and Bengio, Identifying and attacking the saddle point problem in high-dimensional non-convex optimization, NIPS 2014): a Newton step
/// where the loss curves up, and away from the critical point where it curves down.
/// </summary>
/// <remarks>
/// <para>
/// Where the objective has a Hessian, or n is at most <see cref="SubspaceDimension"/>, H is decomposed; else the step is −V|T|⁻¹Vᵀg in the Krylov
/// space of H from g, with products alone. Eigenvalues below 10⁻⁸ of the largest count as that much.
/// </para>
/// <para>
/// A step is no longer than max(1, ‖θ‖₂), and is halved until the loss falls by 10⁻⁴ of what the gradient promises. At a critical point the step is
/// zero: where it promises no more than the noise of the loss at θ₀, θ is first displaced at random by up to <see cref="Displacement"/>·max(1,
/// ‖θ₀‖∞); along negative curvature each step then doubles the distance from the saddle. The steps end where the loss is lower, θ is ten such radii
/// or more from θ₀, and the decrease of one is below half of the largest; or where no step lowers the loss, 102.4·max(1, ‖θ₀‖∞) away from θ₀, or at
/// <see cref="MaxIterations"/>.
/// </para>
/// </remarks>
public sealed class SaddleFreeNewton : EscapeMethod
{
    /// <summary>Eigenvalues below this share of the largest count as that much.</summary>
    internal const double LeastCurvature = 1e-8;

    private const double Armijo = 1e-4;
    private const int MaxHalvings = 60;

    /// <summary>With the parameters as they are wanted.</summary>
    /// <param name="subspaceDimension">k, the dimension of the Krylov space, and the number of vectors in memory. ≥ 1. Default 32.</param>
    /// <param name="maxIterations">The most steps. ≥ 1. Default 100.</param>
    /// <param name="displacement">The radius of the displacement, in units of max(1, ‖θ₀‖∞). Finite, > 0. Default 10⁻³.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    public SaddleFreeNewton(int subspaceDimension = 32, int maxIterations = 100, double displacement = 1e-3)
    {
        SubspaceDimension = Arguments.AtLeastOne(subspaceDimension, nameof(subspaceDimension));
        MaxIterations = Arguments.AtLeastOne(maxIterations, nameof(maxIterations));
        Displacement = Arguments.Positive(displacement, nameof(displacement));
    }

    /// <summary>k.</summary>
    public int SubspaceDimension { get; }

    /// <summary>The most steps.</summary>
    public int MaxIterations { get; }

    /// <summary>The radius of the displacement from a critical point, in units of max(1, ‖θ₀‖∞).</summary>
    public double Displacement { get; }

    /// <summary>The method in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Saddle-free Newton (k = {SubspaceDimension}, at most {MaxIterations} steps, displacement {Displacement:G4})");

    /// <summary>−V|T|⁻¹Vᵀg in the Krylov space of H from g ≠ 0; −g where H is zero on that space.</summary>
    internal static double[] Step(SymmetricOperator h, double[] gradient, int size, VectorWork work, CancellationToken cancellation)
    {
        var basis = new KrylovBasis(h, gradient, size, cancellation, work);
        var length = work.StableNorm(gradient);
        var least = LeastCurvature * Math.Max(Math.Abs(basis.Values[0]), Math.Abs(basis.Values[^1]));
        return basis.Apply(value => -length / (least > 0 ? Math.Max(Math.Abs(value), least) : 1));
    }

    private protected override EscapeStep? Leave(Departure from, out string reason)
    {
        var n = from.Theta.Length;
        var theta = (double[])from.Theta.Clone();
        var next = new double[n];
        var gradient = new double[n];
        var current = from.Loss;
        var isDisplaced = false;
        double steepest = 0;
        var iteration = 0;
        while (iteration < MaxIterations)
        {
            from.Objective.Gradient(theta, gradient);
            var step = Step(from, theta, gradient);
            var promise = -from.Work.Dot(gradient, step);
            if (iteration == 0 && !isDisplaced && !(promise > 2 * from.Noise))
            {
                isDisplaced = true;
                from.Work.AddScaled(1, UniformBall.Next(n, Displacement * from.Scale, from.Options.Seed, from.Work), theta);
                current = from.LossAt(theta);
                if (!double.IsFinite(current))
                    break;
                continue;
            }

            if (Backtrack(from, theta, step, promise, current, next) is not { } loss)
                break;
            (theta, next) = (next, theta);
            var fall = current - loss;
            current = loss;
            iteration++;
            from.Options.Progress?.Report(new(iteration, loss, from.Work.StableNorm(gradient), from.Work.Distance(theta, next)));
            if (!from.IsLower(loss))
                continue;
            steepest = Math.Max(steepest, fall);
            var distance = from.DistanceTo(theta);
            if ((fall < 0.5 * steepest && distance >= 10 * Displacement * from.Scale) || distance >= from.LongestWay)
                break;
        }

        if (from.IsLower(current))
        {
            reason = "";
            return from.StepTo(theta, current);
        }

        reason = string.Create(
            CultureInfo.InvariantCulture,
            $"No lower loss: after {iteration} saddle-free Newton steps{(isDisplaced ? " from a random displacement" : "")} "
            + $"the loss is {current:G6}, " +
            $"not below the {from.Loss:G6} at θ by more than {from.Noise:G4}.");
        return null;
    }

    private double[] Step(Departure from, double[] theta, double[] gradient)
    {
        if (from.Objective.HasHessian || theta.Length <= SubspaceDimension)
        {
            var hessian = from.Objective.Hessian(theta, out var error);
            return AbsoluteCurvature.Step(
                HessianEigenSystem.Of(hessian.ToColumnMajorArray(), theta.Length, MachineEpsilon.Double, error), gradient, LeastCurvature);
        }

        return from.Work.StableNorm(gradient) == 0
            ? new double[theta.Length]
            : Step(new HessianOperator(from.Objective, theta), gradient, SubspaceDimension, from.Work, from.Options.CancellationToken);
    }

    // The loss at next = θ + αp, α the first of 1, ½, ¼, … at which it has fallen enough; or none.
    private static double? Backtrack(Departure from, double[] theta, double[] step, double promise, double current, double[] next)
    {
        var length = from.Work.StableNorm(step);
        if (!(promise > 0) || !double.IsFinite(length))
            return null;
        var longest = Math.Max(1, from.Work.StableNorm(theta));
        var alpha = Math.Min(1, longest / length);
        for (var halving = 0; halving <= MaxHalvings; halving++, alpha /= 2)
        {
            theta.CopyTo(next, 0);
            from.Work.AddScaled(alpha, step, next);
            var loss = from.LossAt(next);
            if (double.IsFinite(loss) && loss < current && loss <= current - Armijo * alpha * promise)
                return loss;
        }

        return null;
    }
}
