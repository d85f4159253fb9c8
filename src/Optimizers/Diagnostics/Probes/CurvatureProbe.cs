using Optimizers.Curvature;
using Optimizers.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>Both ends of the Hessian's spectrum by Lanczos (<see cref="ExtremeEigenvalues"/>), and the curvature along the gradient.</summary>
internal static class CurvatureProbe
{
    // An interval that misses once in a thousand runs is sure enough for a diagnosis, and narrower.
    private const double FailureProbability = 1e-3;
    private const int OwnProducts = 40;
    private const int DifferenceProducts = 25;

    /// <summary>What it takes at most.</summary>
    /// <param name="objective">L.</param>
    /// <param name="n">The number of parameters.</param>
    public static EvaluationCounts Price(Objective? objective, int n) =>
        ProbePrice.Losses(objective, 1) + ProbePrice.Gradients(objective, n, 1) + ProbePrice.Products(objective, n, MaxProducts(objective, n) + 1);

    /// <summary>Locates both ends.</summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n entries, finite.</param>
    /// <param name="seed">Chooses the start of Lanczos.</param>
    /// <param name="cancellation">Cancels before the next product.</param>
    /// <exception cref="InvalidOperationException">Loss, gradient or a product is not finite.</exception>
    public static CurvatureReport Run(Objective objective, double[] theta, int seed, CancellationToken cancellation)
    {
        var loss = objective.Loss(theta);
        var gradient = new double[theta.Length];
        objective.Gradient(theta, gradient);
        var norm = Reduction.Norm(gradient);
        var hessian = new HessianOperator(objective, theta);
        var ends = ExtremeEigenvalues.Locate(hessian, new()
        {
            MaxProducts = MaxProducts(objective, theta.Length),
            FailureProbability = FailureProbability,
            Seed = seed,
            CancellationToken = cancellation,
        });
        cancellation.ThrowIfCancellationRequested();
        var alongGradient = AlongGradient(objective, theta, gradient, norm);
        var error = hessian.ProductError; // 0 of products that are exact.
        return new(
            ends.SmallestRitzValue,
            ends.Smallest.Lower - error,
            ends.LargestRitzValue,
            ends.Largest.Upper + error,
            loss,
            norm,
            alongGradient,
            ends.ToString());
    }

    private static int MaxProducts(Objective? objective, int n) =>
        Math.Max(1, Math.Min(n, objective is { HasProduct: true } ? OwnProducts : DifferenceProducts));

    /// <summary>gᵀHg/gᵀg, of a g scaled to length 1 so that no square leaves the range of doubles; NaN where g is 0.</summary>
    private static double AlongGradient(Objective objective, double[] theta, double[] gradient, double norm)
    {
        if (norm == 0)
            return double.NaN;
        var unit = Array.ConvertAll(gradient, entry => entry / norm);
        var product = new double[theta.Length];
        objective.Product(theta, unit, product);
        return ShortVectors.Dot(unit, product);
    }
}
