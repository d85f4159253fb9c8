namespace Optimizers.Tests.Papers;

/// <summary>
/// Lion (Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms", algorithm 2). Decay is decoupled and scaled by the rate; the momentum
/// is renewed after the step, by β₂; sign(0) = 0; no bias correction. The paper and the authors' implementation (google/automl) agree.
/// </summary>
internal sealed class LionPaper(double rate, double beta1 = 0.9, double beta2 = 0.99, double weightDecay = 0) : IPaper
{
    private double[][]? _m;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _m ??= Zeros.Like(parameters);
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m) = (parameters[p], gradients[p], _m[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                var c = (beta1 * m[j]) + ((1 - beta1) * g[j]);
                theta[j] -= rate * (Math.Sign(c) + (weightDecay * theta[j]));
                m[j] = (beta2 * m[j]) + ((1 - beta2) * g[j]);
            }
        }
    }
}
