namespace Optimizers.Tests.Papers;

/// <summary>
/// LAMB (You et al. 2020, "Large Batch Optimization for Deep Learning", algorithm 2), φ(z) = z. A layer is one parameter. The bias corrections of
/// algorithm 2 are on; the first released implementations left them out (<paramref name="biasCorrection"/> = false). Where ‖θ‖ or ‖r + λθ‖
/// is 0 the ratio is 1, as in the implementations; the paper does not say. Some implementations bound ‖θ‖ by 10; this does not.
/// </summary>
internal sealed class LambPaper(
    double rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-6, double weightDecay = 0, bool biasCorrection = true) : IPaper
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
            var update = new double[theta.Length];
            for (var j = 0; j < theta.Length; j++)
            {
                m[j] = (beta1 * m[j]) + ((1 - beta1) * g[j]);
                v[j] = (beta2 * v[j]) + ((1 - beta2) * g[j] * g[j]);
                var mHat = biasCorrection ? m[j] / (1 - Math.Pow(beta1, _t)) : m[j];
                var vHat = biasCorrection ? v[j] / (1 - Math.Pow(beta2, _t)) : v[j];
                update[j] = (mHat / (Math.Sqrt(vHat) + epsilon)) + (weightDecay * theta[j]);
            }

            var (size, length) = (Norm.Two(theta), Norm.Two(update));
            var ratio = size == 0 || length == 0 ? 1 : size / length;
            for (var j = 0; j < theta.Length; j++)
                theta[j] -= rate * ratio * update[j];
        }
    }
}
