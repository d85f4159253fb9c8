namespace Optimizers.Tests.Papers;

/// <summary>
/// LARS (You et al. 2017, "Large Batch Training of Convolutional Networks", algorithm 1): the local rate η‖w‖/(‖g‖ + β‖w‖) for a layer,
/// v ← mv + γ·local·(g + βw), w ← w − v. Where ‖w‖ or ‖g‖ is 0 the local rate is 1, as in the implementations; some add an ε to the denominator. The
/// rate γ stands inside the momentum, as in the paper; implementations put it outside, the same while it is constant.
/// </summary>
internal sealed class LarsPaper(
    double rate, double trust = 1e-3, double momentum = 0.9, double weightDecay = 0, double epsilon = 0) : IPaper
{
    private double[][]? _v;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _v ??= Zeros.Like(parameters);
        for (var p = 0; p < parameters.Length; p++)
        {
            var (w, g, v) = (parameters[p], gradients[p], _v[p]);
            var (size, slope) = (Norm.Two(w), Norm.Two(g));
            var local = size == 0 || slope == 0 ? 1 : trust * size / (slope + (weightDecay * size) + epsilon);
            for (var j = 0; j < w.Length; j++)
            {
                v[j] = (momentum * v[j]) + (rate * local * (g[j] + (weightDecay * w[j])));
                w[j] -= v[j];
            }
        }
    }
}
