namespace Optimizers.Tests.Papers;

/// <summary>
/// Optimistic gradient descent (Daskalakis et al. 2018, "Training GANs with Optimism"): θ ← θ − 2ηg + ηg₋₁; in general θ ← θ − η((α + β)g − βg₋₁), α
/// = β = 1. The gradient before the first is the first itself, as in optax; the paper has 0 there (<paramref name="fromZero"/>).
/// </summary>
internal sealed class OptimisticGradientDescentPaper(double rate, double alpha = 1, double beta = 1, bool fromZero = false) : IPaper
{
    private double[][]? _before;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _before ??= fromZero ? Zeros.Like(gradients) : Copies.Of(gradients);
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g) = (parameters[p], gradients[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                theta[j] -= rate * (((alpha + beta) * g[j]) - (beta * _before[p][j]));
                _before[p][j] = g[j];
            }
        }
    }
}
