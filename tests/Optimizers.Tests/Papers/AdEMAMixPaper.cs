namespace Optimizers.Tests.Papers;

/// <summary>
/// AdEMAMix (Pagliardini et al. 2024, algorithm 1): Adam's m̂₁ and v̂, and a slow average m₂ by β₃ without bias correction; the step is
/// (m̂₁ + αₜm₂)/(√v̂ + ε) + λθ. Over the first T steps αₜ = min(tα/T, α) and
/// β₃ₜ = min(exp(ln β₁·ln β₃/((1 − t/T)·ln β₃ + (t/T)·ln β₁)), β₃); T = 0 leaves both at their ends. Apple's implementation adds 1e-8 inside
/// those logarithms.
/// </summary>
internal sealed class AdEMAMixPaper(
    double rate = 1e-3,
    double beta1 = 0.9,
    double beta2 = 0.999,
    double beta3 = 0.9999,
    double alpha = 5,
    double epsilon = 1e-8,
    double weightDecay = 0,
    int warmUp = 0) : IPaper
{
    private double[][]? _fast;
    private double[][]? _slow;
    private double[][]? _v;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _fast ??= Zeros.Like(parameters);
        _slow ??= Zeros.Like(parameters);
        _v ??= Zeros.Like(parameters);
        _t++;
        var (share, slowBeta) = (alpha, beta3);
        if (_t < warmUp)
        {
            var part = (double)_t / warmUp;
            var (first, last) = (Math.Log(beta1), Math.Log(beta3));
            share = part * alpha;
            slowBeta = Math.Min(Math.Exp(first * last / (((1 - part) * last) + (part * first))), beta3);
        }
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, fast, slow, v) = (parameters[p], gradients[p], _fast[p], _slow[p], _v[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                fast[j] = (beta1 * fast[j]) + ((1 - beta1) * g[j]);
                slow[j] = (slowBeta * slow[j]) + ((1 - slowBeta) * g[j]);
                v[j] = (beta2 * v[j]) + ((1 - beta2) * g[j] * g[j]);
                var mHat = fast[j] / (1 - Math.Pow(beta1, _t));
                var vHat = v[j] / (1 - Math.Pow(beta2, _t));
                theta[j] -= rate * (((mHat + (share * slow[j])) / (Math.Sqrt(vHat) + epsilon)) + (weightDecay * theta[j]));
            }
        }
    }
}
