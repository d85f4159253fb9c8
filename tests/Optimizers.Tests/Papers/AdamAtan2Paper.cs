namespace Optimizers.Tests.Papers;

/// <summary>
/// Adam-atan2 (Everett et al. 2024, "Scaling Exponents Across Parameterizations and Optimizers"): Adam without ε,
/// θ ← θ − α·a·atan2(m̂, b·√v̂), the paper's a = b = 1; decay decoupled, scaled by the rate. atan2(0, 0) = 0.
/// </summary>
internal sealed class AdamAtan2Paper(
    double rate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double a = 1, double b = 1, double weightDecay = 0) : IPaper
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
                m[j] = (beta1 * m[j]) + ((1 - beta1) * g[j]);
                v[j] = (beta2 * v[j]) + ((1 - beta2) * g[j] * g[j]);
                var mHat = m[j] / (1 - Math.Pow(beta1, _t));
                var vHat = v[j] / (1 - Math.Pow(beta2, _t));
                theta[j] -= rate * ((a * Math.Atan2(mHat, b * Math.Sqrt(vHat))) + (weightDecay * theta[j]));
            }
        }
    }
}
