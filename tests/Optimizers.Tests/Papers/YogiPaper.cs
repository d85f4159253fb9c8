namespace Optimizers.Tests.Papers;

/// <summary>
/// Yogi (Zaheer et al. 2018, algorithm 2): v ← v − (1 − β₂)·sign(v − g²)·g², the step m/(√v + ε), ε = 1e-3, no bias correction. Implementations begin
/// v (and some m) at 1e-6 and correct the bias as Adam does: <paramref name="initialSquare"/>, <paramref name="initialMean"/>,
/// <paramref name="biasCorrection"/>.
/// </summary>
internal sealed class YogiPaper(
    double rate = 1e-2, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-3, double initialMean = 0, double initialSquare = 0,
    bool biasCorrection = false) : IPaper
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
                if (_t == 1)
                    (m[j], v[j]) = (initialMean, initialSquare);
                m[j] = (beta1 * m[j]) + ((1 - beta1) * g[j]);
                v[j] -= (1 - beta2) * Math.Sign(v[j] - (g[j] * g[j])) * g[j] * g[j];
                var mHat = biasCorrection ? m[j] / (1 - Math.Pow(beta1, _t)) : m[j];
                var vHat = biasCorrection ? v[j] / (1 - Math.Pow(beta2, _t)) : v[j];
                theta[j] -= rate * mHat / (Math.Sqrt(vHat) + epsilon);
            }
        }
    }
}
