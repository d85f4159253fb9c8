namespace Optimizers.Tests.Papers;

/// <summary>
/// LaProp (Ziyin et al. 2020, algorithm 1): n ← νn + (1 − ν)g², m ← μm + (1 − μ)·g/(√(n/(1 − νᵗ)) + ε), θ ← θ − λm/(1 − μᵗ); ν = 0.999, μ = 0.9, ε =
/// 1e-15. Decay is decoupled, scaled by the rate, on the parameter after the step, as in the authors' implementation.
/// </summary>
internal sealed class LaPropPaper(double rate = 4e-4, double mu = 0.9, double nu = 0.999, double epsilon = 1e-15, double weightDecay = 0) : IPaper
{
    private double[][]? _m;
    private double[][]? _n;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _m ??= Zeros.Like(parameters);
        _n ??= Zeros.Like(parameters);
        _t++;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m, n) = (parameters[p], gradients[p], _m[p], _n[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                n[j] = (nu * n[j]) + ((1 - nu) * g[j] * g[j]);
                m[j] = (mu * m[j]) + ((1 - mu) * g[j] / (Math.Sqrt(n[j] / (1 - Math.Pow(nu, _t))) + epsilon));
                theta[j] -= rate * m[j] / (1 - Math.Pow(mu, _t));
                theta[j] -= rate * weightDecay * theta[j];
            }
        }
    }
}
