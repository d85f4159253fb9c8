namespace Optimizers.Tests.Papers;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1), with the decoupled weight decay of AdamW (Loshchilov and Hutter 2019, algorithm 2) scaled by the rate, as
/// torch.optim.AdamW has it. ε stands outside the root, beside √v̂.
/// </summary>
internal sealed class AdamPaper(double rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0) : IPaper
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
                theta[j] -= rate * ((mHat / (Math.Sqrt(vHat) + epsilon)) + (weightDecay * theta[j]));
            }
        }
    }
}
