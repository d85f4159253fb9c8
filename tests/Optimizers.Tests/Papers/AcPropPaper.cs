namespace Optimizers.Tests.Papers;

/// <summary>
/// ACProp (Zhuang et al. 2021, "Momentum Centering and Asynchronous Update for Adaptive Gradient Methods"): the numerator is the gradient, the
/// denominator the centered square known before it: θ ← θ − αg/(√ŝ₋₁ + ε), ŝ₋₁ = s/(1 − β₂ᵗ⁻¹), then m, then s averages (g − m)² with the new m.
/// As in the authors' implementation ε is added to s itself at each use, and the first step, which knows no s, is αg.
/// (optax.contrib.acprop centers by the old m instead.)
/// </summary>
internal sealed class AcPropPaper(double rate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-16) : IPaper
{
    private double[][]? _m;
    private double[][]? _s;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _m ??= Zeros.Like(parameters);
        _s ??= Zeros.Like(parameters);
        _t++;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m, s) = (parameters[p], gradients[p], _m[p], _s[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                if (_t == 1)
                {
                    theta[j] -= rate * g[j];
                }
                else
                {
                    s[j] += epsilon;
                    theta[j] -= rate * g[j] / ((Math.Sqrt(s[j]) / Math.Sqrt(1 - Math.Pow(beta2, _t - 1))) + epsilon);
                }

                m[j] = (beta1 * m[j]) + ((1 - beta1) * g[j]);
                s[j] = (beta2 * s[j]) + ((1 - beta2) * (g[j] - m[j]) * (g[j] - m[j]));
            }
        }
    }
}
