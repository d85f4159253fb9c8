using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>Compares the last step with the gradient over the training data, before and after the step.</summary>
internal static class StepProbe
{
    /// <summary>What it takes at most.</summary>
    /// <param name="objective">L.</param>
    /// <param name="n">The number of parameters.</param>
    public static EvaluationCounts Price(Objective? objective, int n) => ProbePrice.Gradients(objective, n, 2);

    /// <summary>Compares.</summary>
    /// <param name="objective">L.</param>
    /// <param name="step">The last step.</param>
    /// <param name="theta">θ now.</param>
    /// <param name="noise">The noise of a batch gradient; null if it is not known.</param>
    /// <exception cref="InvalidOperationException">A gradient is not finite.</exception>
    public static StepReport Run(Objective objective, ObservedStep step, double[] theta, GradientNoise? noise)
    {
        var (before, after) = (new double[theta.Length], new double[theta.Length]);
        objective.Gradient(step.Before, before);
        objective.Gradient(theta, after);
        return new(
            Cosine(step.Gradient, before),
            Ratio(Spans.Norm(step.Gradient), Spans.Norm(before)),
            noise is null ? double.NaN : ExpectedRatio(noise),
            -Cosine(step.Update, before),
            -Cosine(step.Update, after));
    }

    /// <summary>xᵀy/(‖x‖‖y‖); NaN where a norm is 0 or not finite.</summary>
    internal static double Cosine(double[] x, double[] y)
    {
        var (normX, normY) = (Spans.Norm(x), Spans.Norm(y));
        if (!(normX > 0 && normY > 0 && double.IsFinite(normX) && double.IsFinite(normY)))
            return double.NaN;
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] / normX * (y[i] / normY);
        return Math.Clamp(sum, -1, 1);
    }

    /// <summary>√(1 + tr Σ/(B|G|²)); ∞ where noise hides the gradient.</summary>
    private static double ExpectedRatio(GradientNoise noise) =>
        noise.SquaredNorm > 0 ? Math.Sqrt(1 + (noise.NoiseTrace / (noise.BatchSize * noise.SquaredNorm))) : double.PositiveInfinity;

    private static double Ratio(double given, double full) => full > 0 ? given / full : given > 0 ? double.PositiveInfinity : double.NaN;
}
