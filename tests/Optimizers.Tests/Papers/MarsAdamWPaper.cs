namespace Optimizers.Tests.Papers;

/// <summary>
/// MARS-AdamW, approximate (Yuan et al. 2024, "MARS: Unleashing the Power of Variance Reduction for Training Large Models", algorithm 2 with the
/// previous iteration's gradient in place of the previous point's on the new batch): c = g + γ·β₁/(1 − β₁)·(g − g₋₁), c̃ = c/‖c‖₂ where ‖c‖₂ &gt; 1,
/// then AdamW on c̃ with bias corrections; decay decoupled, scaled by the rate. The norm is that of one parameter, as in AGI-Arena/MARS. There the
/// gradient before the first is 0, so that the first c is (1 + γβ₁/(1 − β₁))g; <paramref name="firstDifferenceIsZero"/> takes the first gradient
/// itself, as the paper's x₀ = x₁ gives. The implementation steps vectors by AdamW with (0.9, 0.95) unless told otherwise (optimize_1d); the paper
/// does not tell vectors from matrices, nor does this. <paramref name="atPreviousPoint"/> makes it exact: the same batch's gradient at the point
/// before. Its defaults are β = (0.95, 0.99), γ = 0.025.
/// </summary>
internal sealed class MarsAdamWPaper(
    double rate,
    double beta1 = 0.95,
    double beta2 = 0.99,
    double epsilon = 1e-8,
    double weightDecay = 0,
    double gamma = 0.025,
    bool firstDifferenceIsZero = false,
    Func<double[][], double[][]>? atPreviousPoint = null) : IPaper
{
    private double[][]? _previous;
    private double[][]? _m;
    private double[][]? _v;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        if (atPreviousPoint is not null)
            _previous = atPreviousPoint(gradients);
        _previous ??= firstDifferenceIsZero ? Copies.Of(gradients) : Zeros.Like(parameters);
        _m ??= Zeros.Like(parameters);
        _v ??= Zeros.Like(parameters);
        _t++;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m, v) = (parameters[p], gradients[p], _m[p], _v[p]);
            var c = new double[theta.Length];
            for (var j = 0; j < theta.Length; j++)
                c[j] = g[j] + (gamma * beta1 / (1 - beta1) * (g[j] - _previous[p][j]));
            var norm = Norm.Two(c);
            for (var j = 0; j < theta.Length; j++)
            {
                var clipped = norm > 1 ? c[j] / norm : c[j];
                m[j] = (beta1 * m[j]) + ((1 - beta1) * clipped);
                v[j] = (beta2 * v[j]) + ((1 - beta2) * clipped * clipped);
                var mHat = m[j] / (1 - Math.Pow(beta1, _t));
                var vHat = v[j] / (1 - Math.Pow(beta2, _t));
                theta[j] -= rate * ((mHat / (Math.Sqrt(vHat) + epsilon)) + (weightDecay * theta[j]));
            }
        }

        _previous = Copies.Of(gradients);
    }
}
