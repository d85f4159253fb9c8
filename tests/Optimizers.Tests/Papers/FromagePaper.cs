namespace Optimizers.Tests.Papers;

/// <summary>
/// Fromage (Bernstein et al. 2020, "On the distance between two neural networks and the stability of learning", algorithm 1):
/// W ← (W − η·‖W‖/‖g‖·g)/√(1 + η²), layer by layer in Frobenius norms. Where a norm is 0 the ratio is 1, as in the authors' implementation.
/// </summary>
internal sealed class FromagePaper(double rate = 0.01) : IPaper
{
    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        for (var p = 0; p < parameters.Length; p++)
        {
            var (size, slope) = (Norm.Two(parameters[p]), Norm.Two(gradients[p]));
            var ratio = size == 0 || slope == 0 ? 1 : size / slope;
            for (var j = 0; j < parameters[p].Length; j++)
                parameters[p][j] = (parameters[p][j] - (rate * ratio * gradients[p][j])) / Math.Sqrt(1 + (rate * rate));
        }
    }
}
