namespace Optimizers.Tests.Papers;

/// <summary>
/// Sophia (Liu et al. 2023, "Sophia: A Scalable Stochastic Second-order Optimizer", algorithm 3): m averages g by β₁ = 0.96; every k = 10 steps, from
/// the first, h averages the diagonal estimate by β₂ = 0.99; θ ← θ − ηλθ, then θ ← θ − η·clip(m/max(γh, ε), 1), no bias corrections. γ = 0.01
/// (Hutchinson) or 0.05 (Gauss-Newton-Bartlett), ε = 1e-12. The estimate (z∘Hz, or B·ĝ∘ĝ) is the caller's; those between the renewals are not read.
/// </summary>
internal sealed class SophiaPaper(
    double rate = 1e-3,
    double beta1 = 0.96,
    double beta2 = 0.99,
    double gamma = 0.01,
    double epsilon = 1e-12,
    double weightDecay = 0,
    int frequency = 10) : IHessianPaper
{
    private double[][]? _m;
    private double[][]? _h;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients, double[][] diagonals)
    {
        _m ??= Zeros.Like(parameters);
        _h ??= Zeros.Like(parameters);
        var renew = _t % frequency == 0;
        _t++;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m, h) = (parameters[p], gradients[p], _m[p], _h[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                m[j] = (beta1 * m[j]) + ((1 - beta1) * g[j]);
                if (renew)
                    h[j] = (beta2 * h[j]) + ((1 - beta2) * diagonals[p][j]);
                theta[j] -= rate * weightDecay * theta[j];
                theta[j] -= rate * Math.Clamp(m[j] / Math.Max(gamma * h[j], epsilon), -1, 1);
            }
        }
    }
}
