namespace Optimizers.Tests.Papers;

/// <summary>
/// AdaMax (Kingma and Ba 2015, algorithm 2): u = max(β₂u, |g|), the step α/(1 − β₁ᵗ)·m/u. The paper has no ε and leaves 0/0 open; torch.optim.Adamax
/// adds ε = 1e-8 to |g| inside the maximum, as here (ε = 0 is the paper, with a step of 0 where u is 0).
/// </summary>
internal sealed class AdamaxPaper(double rate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) : IPaper
{
    private double[][]? _m;
    private double[][]? _u;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _m ??= Zeros.Like(parameters);
        _u ??= Zeros.Like(parameters);
        _t++;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m, u) = (parameters[p], gradients[p], _m[p], _u[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                m[j] = (beta1 * m[j]) + ((1 - beta1) * g[j]);
                u[j] = Math.Max(beta2 * u[j], Math.Abs(g[j]) + epsilon);
                if (u[j] != 0)
                    theta[j] -= rate / (1 - Math.Pow(beta1, _t)) * m[j] / u[j];
            }
        }
    }
}
