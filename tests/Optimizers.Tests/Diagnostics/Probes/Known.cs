using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Diagnostics.Probes;

/// <summary>Losses whose derivatives are known in closed form.</summary>
internal static class Known
{
    /// <summary>½Σ λᵢθᵢ².</summary>
    public static Objective Diagonal(params double[] eigenvalues) => Objective.Create(
        p => 0.5 * p.Enumerate().Select((x, i) => eigenvalues[i] * x * x).Sum(),
        p => p.MapIndexed((i, x) => eigenvalues[i] * x),
        (_, v) => v.MapIndexed((i, x) => eigenvalues[i] * x));

    /// <summary>The same, its product made from differences of gradients.</summary>
    public static Objective DiagonalWithoutProduct(params double[] eigenvalues) => Objective.Create(
        p => 0.5 * p.Enumerate().Select((x, i) => eigenvalues[i] * x * x).Sum(), p => p.MapIndexed((i, x) => eigenvalues[i] * x));

    /// <summary>½‖θ − c‖², with gradient θ − c.</summary>
    public static Objective Bowl(Vector<double> center) => Objective.Create(p => 0.5 * (p - center) * (p - center), p => p - center);

    /// <summary>(1 − x)² + 100(y − x²)².</summary>
    public static Objective Rosenbrock => Objective.Create(
        p => ((1 - p[0]) * (1 - p[0])) + (100 * (p[1] - (p[0] * p[0])) * (p[1] - (p[0] * p[0]))),
        p => Vector<double>.Build.Dense([(-2 * (1 - p[0])) - (400 * p[0] * (p[1] - (p[0] * p[0]))), 200 * (p[1] - (p[0] * p[0]))]));

    /// <summary>What the caller's evaluations are within.</summary>
    public static void ShouldBeWithin(this EvaluationCounts cost, EvaluationCounts price)
    {
        cost.Losses.Should().BeLessThanOrEqualTo(price.Losses);
        cost.Gradients.Should().BeLessThanOrEqualTo(price.Gradients);
        cost.Products.Should().BeLessThanOrEqualTo(price.Products);
        cost.Hessians.Should().BeLessThanOrEqualTo(price.Hessians);
    }
}
