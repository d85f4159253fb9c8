namespace Optimizers.Tests.Papers;

/// <summary>
/// StableAdamW (Wortsman et al. 2023, "Stable and low-loss mixed-precision training for large-scale vision-language models", algorithm 2): AdamW with
/// the bias corrections inside the coefficients, β̂ = β(1 − βᵗ⁻¹)/(1 − βᵗ), and the rate of each parameter divided by max(1, RMS) with
/// RMS² = mean(g²/max(u, ε²)). Decay is by that divided rate; ε stands beside √u.
/// </summary>
internal sealed class StableAdamWPaper(
    double rate = 1e-3, double beta1 = 0.9, double beta2 = 0.99, double epsilon = 1e-8, double weightDecay = 0) : IPaper
{
    private double[][]? _v;
    private double[][]? _u;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _v ??= Zeros.Like(parameters);
        _u ??= Zeros.Like(parameters);
        _t++;
        var first = beta1 * (1 - Math.Pow(beta1, _t - 1)) / (1 - Math.Pow(beta1, _t));
        var second = beta2 * (1 - Math.Pow(beta2, _t - 1)) / (1 - Math.Pow(beta2, _t));
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, v, u) = (parameters[p], gradients[p], _v[p], _u[p]);
            var sum = 0.0;
            for (var j = 0; j < theta.Length; j++)
            {
                v[j] = (first * v[j]) + ((1 - first) * g[j]);
                u[j] = (second * u[j]) + ((1 - second) * g[j] * g[j]);
                sum += g[j] * g[j] / Math.Max(u[j], epsilon * epsilon);
            }

            var eta = rate / Math.Max(1, Math.Sqrt(sum / theta.Length));
            for (var j = 0; j < theta.Length; j++)
                theta[j] -= eta * ((weightDecay * theta[j]) + (v[j] / (Math.Sqrt(u[j]) + epsilon)));
        }
    }
}
