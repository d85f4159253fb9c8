namespace Optimizers.Tests.Papers;

/// <summary>
/// Adan (Xie et al. 2022, algorithm 1). β are written here as in the implementations, 1 minus the paper's: m averages g by β₁ = 0.98, v the
/// differences g − g₋₁ by β₂ = 0.92, n the squares of g + β₂(g − g₋₁) by β₃ = 0.99; the step is (m + β₂v)/(√n + ε); θ ← (θ − step)/(1 + λη). The
/// first difference is 0. The averages begin at 0 with Adam's bias corrections, as in the authors' implementation; the paper's algorithm has none of
/// them.
/// </summary>
internal sealed class AdanPaper(
    double rate = 1e-3, double beta1 = 0.98, double beta2 = 0.92, double beta3 = 0.99, double epsilon = 1e-8, double weightDecay = 0,
    bool biasCorrection = true) : IPaper
{
    private double[][]? _m;
    private double[][]? _v;
    private double[][]? _n;
    private double[][]? _before;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _m ??= Zeros.Like(parameters);
        _v ??= Zeros.Like(parameters);
        _n ??= Zeros.Like(parameters);
        _before ??= Copies.Of(gradients);
        _t++;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m, v, n) = (parameters[p], gradients[p], _m[p], _v[p], _n[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                var change = g[j] - _before[p][j];
                m[j] = (beta1 * m[j]) + ((1 - beta1) * g[j]);
                v[j] = (beta2 * v[j]) + ((1 - beta2) * change);
                n[j] = (beta3 * n[j]) + ((1 - beta3) * (g[j] + (beta2 * change)) * (g[j] + (beta2 * change)));
                var mHat = biasCorrection ? m[j] / (1 - Math.Pow(beta1, _t)) : m[j];
                var vHat = biasCorrection ? v[j] / (1 - Math.Pow(beta2, _t)) : v[j];
                var nHat = biasCorrection ? n[j] / (1 - Math.Pow(beta3, _t)) : n[j];
                theta[j] -= rate * (mHat + (beta2 * vHat)) / (Math.Sqrt(nHat) + epsilon);
                theta[j] /= 1 + (rate * weightDecay);
                _before[p][j] = g[j];
            }
        }
    }
}
