using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// The price of evaluations of an objective, at most, in evaluations of the caller's functions; where the objective is a mean over
/// batches, those of all batches.
/// </summary>
internal static class ProbePrice
{
    // Of a product from differences of gradients, of a gradient and of a product from losses: the table at Objective.
    private const int GradientsOfProduct = 19;
    private const int LossesOfNoise = 33;

    /// <summary>Some values of the loss.</summary>
    public static EvaluationCounts Losses(Objective? objective, long count) => new(count * Batches(objective), 0, 0, 0);

    /// <summary>Some gradients: the caller's, or from differences of losses.</summary>
    /// <param name="objective">L; null costs nothing.</param>
    /// <param name="n">The number of parameters.</param>
    /// <param name="count">How many.</param>
    public static EvaluationCounts Gradients(Objective? objective, int n, long count) =>
        objective is null or { HasGradient: true }
            ? new(0, count * Batches(objective), 0, 0)
            : new(count * ((24L * n) + LossesOfNoise) * Batches(objective), 0, 0, 0);

    /// <summary>Some Hessian-vector products at one θ: the caller's, or from differences.</summary>
    /// <inheritdoc cref="Gradients"/>
    public static EvaluationCounts Products(Objective? objective, int n, long count)
    {
        var batches = Batches(objective);
        return objective switch
        {
            null => default,
            { HasProduct: true } => new(0, 0, count * batches, objective.HasHessian ? batches : 0),
            { HasGradient: true } => new(0, count * GradientsOfProduct * batches, 0, 0),
            _ => new(count * ((8L * n) + LossesOfNoise) * batches, 0, 0, 0),
        };
    }

    /// <summary>The cost of one evaluation of the caller's function as a share of one over all the training data: 1/B for a single batch.</summary>
    public static double Share(Objective? objective) => 1.0 / Math.Max(1, Batches(objective));

    private static int Batches(Objective? objective) => objective?.BatchCount ?? 0;
}
