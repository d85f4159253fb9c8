namespace Optimizers.Tests.Papers;

/// <summary>
/// ADOPT (Taniguchi et al. 2024, algorithm 2, with clipping): the first gradient only begins v = g²; then m ← β₁m + (1 − β₁)·clip(g/max(√v, ε), ±cₜ)
/// with the v before this gradient, cₜ = t^0.25 counted after the first, θ ← θ − αm, v ← β₂v + (1 − β₂)g². β₂ = 0.9999, ε = 1e-6. Decay is decoupled,
/// scaled by the rate, before the step. Without <paramref name="clipping"/> the bound is left out, as in the paper's first
/// text (whose m moreover begins with the whole of the first normalized gradient; here it begins at 0 either way).
/// </summary>
internal sealed class AdoptPaper(
    double rate = 1e-3, double beta1 = 0.9, double beta2 = 0.9999, double epsilon = 1e-6, double weightDecay = 0, bool clipping = true) : IPaper
{
    private double[][]? _m;
    private double[][]? _v;
    private int _t = -1;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _m ??= Zeros.Like(parameters);
        _v ??= Zeros.Like(parameters);
        _t++;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m, v) = (parameters[p], gradients[p], _m[p], _v[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                if (_t == 0)
                {
                    v[j] = g[j] * g[j];
                    continue;
                }

                var normed = g[j] / Math.Max(Math.Sqrt(v[j]), epsilon);
                var bound = clipping ? Math.Pow(_t, 0.25) : double.PositiveInfinity;
                m[j] = (beta1 * m[j]) + ((1 - beta1) * Math.Clamp(normed, -bound, bound));
                theta[j] = ((1 - (rate * weightDecay)) * theta[j]) - (rate * m[j]);
                v[j] = (beta2 * v[j]) + ((1 - beta2) * g[j] * g[j]);
            }
        }
    }
}
