namespace Optimizers.Tests.Papers;

/// <summary>
/// Optimistic Adam (Daskalakis et al. 2018, "Training GANs with Optimism", algorithm 1): with Adam's direction r = m̂/(√v̂ + ε),
/// θ ← θ − 2ηr + ηr₋₁. The direction before the first is 0, as the paper's m and v are.
/// </summary>
internal sealed class OptimisticAdamPaper(double rate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) : IPaper
{
    private double[][]? _m;
    private double[][]? _v;
    private double[][]? _before;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _m ??= Zeros.Like(parameters);
        _v ??= Zeros.Like(parameters);
        _before ??= Zeros.Like(parameters);
        _t++;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m, v, before) = (parameters[p], gradients[p], _m[p], _v[p], _before[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                m[j] = (beta1 * m[j]) + ((1 - beta1) * g[j]);
                v[j] = (beta2 * v[j]) + ((1 - beta2) * g[j] * g[j]);
                var direction = m[j] / (1 - Math.Pow(beta1, _t)) / (Math.Sqrt(v[j] / (1 - Math.Pow(beta2, _t))) + epsilon);
                theta[j] = theta[j] - (2 * rate * direction) + (rate * before[j]);
                before[j] = direction;
            }
        }
    }
}
