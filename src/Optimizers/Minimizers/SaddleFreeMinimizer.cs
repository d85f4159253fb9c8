using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// Saddle-free Newton steps −|H|⁻¹g with a line search, |H| the matrix with the absolute values of H's eigenvalues (Dauphin, Pascanu, Gulcehre, Cho,
/// Ganguli and Bengio, NIPS 2014, algorithm 1, with the whole of H): Newton's where the loss curves up, and away from saddles where it curves down.
/// For some hundred parameters: each iteration makes and decomposes H, O(n³).
/// </summary>
/// <remarks>
/// H is the objective's own, or made from its products, or from differences of gradients. A step is no longer than max(1, ‖θ‖₂), and is halved until
/// the loss falls by 10⁻⁴ of what the gradient promises. Where g is exactly orthogonal to the way down, such as at the saddle itself, it stays:
/// <see cref="SaddleFreeNewton"/> leaves such a point. Eigenvalues below 10⁻¹⁴ of the largest count as that much: where parameters differ so much in
/// scale, <see cref="NewtonCg"/> is better. Memory: 3 matrices of n².
/// </remarks>
public sealed class SaddleFreeMinimizer : Minimizer
{
    private const double LeastCurvature = 1e-14;
    private const double Armijo = 1e-4;

    private protected override MinimizerResult Run(Objective objective, double[] theta, CancellationToken cancellationToken)
    {
        var walk = new MinimizerWalk(objective, theta, this);
        var outcome = walk.Begin();
        while (outcome is null && !walk.IsAtLimit)
        {
            cancellationToken.ThrowIfCancellationRequested();
            outcome = Descend(walk);
        }

        return walk.Result(outcome ?? MinimizerOutcome.IterationLimit);
    }

    private static MinimizerOutcome? Descend(MinimizerWalk walk)
    {
        if (Direction(walk) is not { } p)
            return MinimizerOutcome.NotFinite;
        var slope = walk.Work.Dot(walk.Gradient, p);
        var length = walk.Work.StableNorm(p);
        if (!double.IsFinite(slope) || !double.IsFinite(length))
            return MinimizerOutcome.NotFinite;
        var alpha = Math.Min(1, Math.Max(1, walk.Work.StableNorm(walk.Theta)) / length);
        var failures = new Rejections();
        for (; ; alpha /= 2)
        {
            var loss = walk.Try(alpha, p);
            var promised = -alpha * slope;
            if (failures.Count > 0 && (promised <= walk.Rounding || walk.IsTrialHere()))
                return failures.Judge(walk.MeasuredRounding(), MinimizerOutcome.ValueConverged);
            if (loss <= walk.Loss - (Armijo * promised) + walk.Rounding && walk.TryGradient())
                return walk.Accept();
            failures = failures.With(loss - walk.Loss + promised, promised, double.IsFinite(loss));
        }
    }

    private static double[]? Direction(MinimizerWalk walk)
    {
        try
        {
            var hessian = walk.Objective.Hessian(walk.Theta, out _);
            return AbsoluteCurvature.Step(
                SymmetricEigenSystem.Of(hessian.ToColumnMajorArray(), walk.Theta.Length), walk.Gradient, LeastCurvature);
        }
        catch (NotFiniteValueException)
        {
            return null;
        }
    }
}
