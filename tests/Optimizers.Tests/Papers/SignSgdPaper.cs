namespace Optimizers.Tests.Papers;

/// <summary>
/// signSGD (Bernstein et al. 2018, algorithm 1): θ ← θ − δ·sign(g); sign(0) = 0.
/// </summary>
internal sealed class SignSgdPaper(double rate) : IPaper
{
    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g) = (parameters[p], gradients[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                theta[j] -= rate * Math.Sign(g[j]);
            }
        }
    }
}
