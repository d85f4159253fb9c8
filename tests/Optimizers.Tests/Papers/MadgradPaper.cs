namespace Optimizers.Tests.Papers;

/// <summary>
/// MADGRAD (Defazio and Jelassi 2021, algorithm 1): λₖ = γ√(k + 1) from k = 0, s ← s + λg, ν ← ν + λg², z = x₀ − s/(∛ν + ε), x ← (1 − c)x + cz with
/// c = 1 − momentum. The authors' implementation takes γ + ε for γ (<paramref name="epsilonInRate"/>).
/// </summary>
internal sealed class MadgradPaper(double rate = 1e-2, double momentum = 0.9, double epsilon = 1e-6, bool epsilonInRate = false) : IPaper
{
    private double[][]? _s;
    private double[][]? _nu;
    private double[][]? _start;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _s ??= Zeros.Like(parameters);
        _nu ??= Zeros.Like(parameters);
        _start ??= Copies.Of(parameters);
        _t++;
        var lambda = (rate + (epsilonInRate ? epsilon : 0)) * Math.Sqrt(_t);
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, s, nu) = (parameters[p], gradients[p], _s[p], _nu[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                s[j] += lambda * g[j];
                nu[j] += lambda * g[j] * g[j];
                var z = _start[p][j] - (s[j] / (Math.Cbrt(nu[j]) + epsilon));
                theta[j] = (momentum * theta[j]) + ((1 - momentum) * z);
            }
        }
    }
}
