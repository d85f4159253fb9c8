namespace Optimizers.Tests.Papers;

/// <summary>
/// Signum (Bernstein et al. 2018, "signSGD: Compressed Optimisation for Non-Convex Problems", algorithm 2): m ← βm + (1 − β)g,
/// θ ← θ − δ·sign(m); decay decoupled, scaled by the rate (the paper's algorithm has none).
/// </summary>
internal sealed class SignumPaper(double rate, double beta = 0.9, double weightDecay = 0) : IPaper
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
                m[j] = (beta * m[j]) + ((1 - beta) * g[j]);
                theta[j] -= rate * (Math.Sign(m[j]) + (weightDecay * theta[j]));
            }
        }
    }
}
