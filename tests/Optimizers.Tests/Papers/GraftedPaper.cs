namespace Optimizers.Tests.Papers;

/// <summary>
/// Grafting (Agarwal et al. 2020, "Disentangling Adaptive Gradient Methods from Learning Rates"): the direction of one optimizer, the length of
/// another one's step, parameter by parameter. The length is the gradient's, or that of Adagrad with ε = 1e-10. The optimizer of the direction has
/// the rate 1.
/// </summary>
internal sealed class GraftedPaper(IPaper direction, double rate, bool adagrad) : IPaper
{
    private double[][]? _sum;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _sum ??= Zeros.Like(parameters);
        var moved = Copies.Of(parameters);
        direction.Step(moved, shapes, gradients);
        for (var p = 0; p < parameters.Length; p++)
        {
            var step = parameters[p].Zip(moved[p], (before, after) => before - after).ToArray();
            var length = (double[])gradients[p].Clone();
            for (var j = 0; j < length.Length && adagrad; j++)
            {
                _sum[p][j] += length[j] * length[j];
                length[j] /= Math.Sqrt(_sum[p][j]) + 1e-10;
            }

            var scale = Norm.Two(step) == 0 ? 0 : Norm.Two(length) / Norm.Two(step);
            for (var j = 0; j < step.Length; j++)
                parameters[p][j] -= rate * scale * step[j];
        }
    }
}
