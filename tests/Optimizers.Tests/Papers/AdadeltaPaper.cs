namespace Optimizers.Tests.Papers;

/// <summary>
/// Adadelta (Zeiler 2012, algorithm 1): RMS[x] = √(E[x²] + ε), the step RMS[Δ]/RMS[g]·g. The paper has ρ = 0.95, ε = 1e-6 and no rate (1);
/// torch.optim.Adadelta has ρ = 0.9. ε is inside both roots in both.
/// </summary>
internal sealed class AdadeltaPaper(double rate = 1, double rho = 0.95, double epsilon = 1e-6) : IPaper
{
    private double[][]? _squares;
    private double[][]? _steps;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _squares ??= Zeros.Like(parameters);
        _steps ??= Zeros.Like(parameters);
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, squares, steps) = (parameters[p], gradients[p], _squares[p], _steps[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                squares[j] = (rho * squares[j]) + ((1 - rho) * g[j] * g[j]);
                var step = Math.Sqrt(steps[j] + epsilon) / Math.Sqrt(squares[j] + epsilon) * g[j];
                steps[j] = (rho * steps[j]) + ((1 - rho) * step * step);
                theta[j] -= rate * step;
            }
        }
    }
}
