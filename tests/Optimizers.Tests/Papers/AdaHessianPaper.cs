namespace Optimizers.Tests.Papers;

/// <summary>
/// AdaHessian (Yao et al. 2021, algorithm 1): Adam with the squares of the Hessian's diagonal D (Hutchinson's z∘Hz, spatially averaged by whoever
/// estimates it) in place of the gradient's, and the power k of the root: m̂/((v̂^½)ᵏ + ε) + λθ. The paper has no ε; the authors' implementation has
/// 1e-4 where the paper's step divides, and takes |D|, which the squares do not see. Decay is decoupled and scaled by the rate.
/// </summary>
internal sealed class AdaHessianPaper(
    double rate = 0.15, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-4, double power = 1, double weightDecay = 0) : IHessianPaper
{
    private double[][]? _m;
    private double[][]? _v;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients, double[][] diagonals)
    {
        _m ??= Zeros.Like(parameters);
        _v ??= Zeros.Like(parameters);
        _t++;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, d, m, v) = (parameters[p], gradients[p], diagonals[p], _m[p], _v[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                m[j] = (beta1 * m[j]) + ((1 - beta1) * g[j]);
                v[j] = (beta2 * v[j]) + ((1 - beta2) * d[j] * d[j]);
                var mHat = m[j] / (1 - Math.Pow(beta1, _t));
                var vHat = v[j] / (1 - Math.Pow(beta2, _t));
                theta[j] -= rate * ((mHat / (Math.Pow(Math.Sqrt(vHat), power) + epsilon)) + (weightDecay * theta[j]));
            }
        }
    }
}
