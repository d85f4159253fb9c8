namespace Optimizers.Tests.Papers;

/// <summary>
/// AdaBelief (Zhuang et al. 2020, algorithm 2): s averages (g − m)², with the new m, and ε is added to s itself at every step; the step is
/// m̂/(√ŝ + ε). The paper has ε = 1e-8, the authors' implementation 1e-16. Decay is decoupled and scaled by the rate.
/// </summary>
internal sealed class AdaBeliefPaper(
    double rate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0) : IPaper
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
                m[j] = (beta1 * m[j]) + ((1 - beta1) * g[j]);
                s[j] = (beta2 * s[j]) + ((1 - beta2) * (g[j] - m[j]) * (g[j] - m[j])) + epsilon;
                var mHat = m[j] / (1 - Math.Pow(beta1, _t));
                var sHat = s[j] / (1 - Math.Pow(beta2, _t));
                theta[j] -= rate * ((mHat / (Math.Sqrt(sHat) + epsilon)) + (weightDecay * theta[j]));
            }
        }
    }
}
