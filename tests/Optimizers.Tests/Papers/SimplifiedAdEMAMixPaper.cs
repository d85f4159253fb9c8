namespace Optimizers.Tests.Papers;

/// <summary>
/// Simplified AdEMAMix (Morwani et al. 2025, "Connections between Schedule-Free Optimizers, AdEMAMix, and Accelerated SGD Variants"), as
/// optax.contrib.simplified_ademamix has it: m ← β₁m + g, v ← β₂v + (1 − β₂)g², the step (m + αg)/(√(v/(1 − β₂ᵗ)) + ε). The authors' code can also
/// raise β₁ over time, and leaves v uncorrected by default.
/// </summary>
internal sealed class SimplifiedAdEMAMixPaper(
    double rate = 1e-4, double beta1 = 0.99, double beta2 = 0.95, double alpha = 0, double epsilon = 1e-8) : IPaper
{
    private double[][]? _m;
    private double[][]? _v;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _m ??= Zeros.Like(parameters);
        _v ??= Zeros.Like(parameters);
        _t++;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m, v) = (parameters[p], gradients[p], _m[p], _v[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                m[j] = (beta1 * m[j]) + g[j];
                v[j] = (beta2 * v[j]) + ((1 - beta2) * g[j] * g[j]);
                theta[j] -= rate * (m[j] + (alpha * g[j])) / (Math.Sqrt(v[j] / (1 - Math.Pow(beta2, _t))) + epsilon);
            }
        }
    }
}
