using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>Both ends of the Hessian's spectrum by Lanczos (<see cref="ExtremeEigenvalues"/>), and the curvature along the gradient.</summary>
internal static class CurvatureProbe
{
    // An interval that misses once in a thousand runs is sure enough for a diagnosis, and narrower.
    private const double FailureProbability = 1e-3;
    private const double MostConcentrated = 1e3;
    private static readonly double[] Distances = [1e-3, 1e-2];
    private const int OwnProducts = 40;
    private const int DifferenceProducts = 25;

    /// <summary>What it takes at most.</summary>
    /// <param name="objective">L.</param>
    /// <param name="n">The number of parameters.</param>
    public static EvaluationCounts Price(Objective? objective, int n) =>
        ProbePrice.Losses(objective, 1) + ProbePrice.Gradients(objective, n, 1 + (2 * Distances.Length))
        + ProbePrice.Products(objective, n, MaxProducts(objective, n) + 1);

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
        var norm = Spans.Norm(gradient);
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
        return new(
            ends.SmallestRitzValue,
            ends.Smallest.Lower,
            ends.LargestRitzValue,
            ends.Largest.Upper,
            loss,
            norm,
            alongGradient,
            ends.ToString(),
            IsSmooth(objective, theta, norm == 0 ? null : gradient, seed, ends.SmallestRitzValue, ends.LargestRitzValue));
    }

    /// <summary>
    /// Whether changes of the gradient over two distances, along the gradient and a random direction, stay within what the ends of the spectrum
    /// allow: across a kink the change does not shrink with the distance, so that a curvature from it grows without bound.
    /// </summary>
    private static bool IsSmooth(Objective objective, double[] theta, double[]? gradient, int seed, double smallest, double largest)
    {
        var scale = 1 + Spans.Norm(theta);
        var direction = gradient ?? RandomVector.Uniform(theta.Length, seed);
        var length = Spans.Norm(direction);
        var bound = 0.0;
        foreach (var distance in Distances)
        {
            double[] forward = new double[theta.Length], backward = new double[theta.Length];
            var step = distance * scale / length;
            objective.Gradient([.. theta.Select((value, i) => value + (step * direction[i]))], forward);
            objective.Gradient([.. theta.Select((value, i) => value - (step * direction[i]))], backward);
            for (var i = 0; i < forward.Length; i++)
                forward[i] -= backward[i];
            bound = Math.Max(bound, Spans.Norm(forward) / (2 * distance * scale));
        }

        // Over such distances the mean curvature of a smooth loss is seldom a hundredth of the one at the place.
        return Math.Max(-smallest, largest) <= MostConcentrated * bound || bound == 0;
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
        return Spans.Dot(unit, product);
    }
}
