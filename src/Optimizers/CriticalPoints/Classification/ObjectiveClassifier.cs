using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>Classifies a point of an objective: by its Hessian where it is small enough, by products beyond.</summary>
internal static class ObjectiveClassifier
{
    /// <param name="objective">L.</param>
    /// <param name="theta">θ. It is not changed.</param>
    /// <param name="options">The errors, how sure the answer shall be, and what it may cost.</param>
    public static CriticalPoint Classify(Objective objective, double[] theta, CriticalPointOptions options)
    {
        Arguments.ThrowIfNotFinite(theta, nameof(theta));
        options.CancellationToken.ThrowIfCancellationRequested();
        using var scope = new CancellationScope(objective, options.CancellationToken);
        var before = objective.Evaluations;
        var point = theta.Length <= options.DenseLimit
            ? DenseClassifier.Classify(objective, theta, options)
            : ProductClassifier.Classify(objective, theta, options);
        return point.With(objective.Evaluations - before, objective.SmoothRadius(theta));
    }
}
