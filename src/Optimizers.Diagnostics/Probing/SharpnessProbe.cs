using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>
/// Adaptive sharpness (Kwon, Kim, Park and Choi 2021, "ASAM", section 4): <see cref="Curvature.Sharpness.AscendAdaptively"/> at the paper's radius.
/// </summary>
internal static class SharpnessProbe
{
    private const double Radius = 0.5;

    /// <summary>What it takes at most.</summary>
    /// <param name="objective">L.</param>
    /// <param name="n">The number of parameters.</param>
    public static EvaluationCounts Price(Objective? objective, int n) => ProbePrice.Losses(objective, 3) + ProbePrice.Gradients(objective, n, 1);

    /// <summary>Climbs from θ.</summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n entries, finite.</param>
    /// <exception cref="InvalidOperationException">Loss or gradient is not finite, at θ or where the ascent ends.</exception>
    public static SharpnessReport Run(Objective objective, double[] theta) =>
        new(Curvature.Sharpness.AscendAdaptively(objective, theta, Radius).Value, Radius, objective.Loss(theta));
}
