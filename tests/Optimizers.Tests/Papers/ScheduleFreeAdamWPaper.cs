namespace Optimizers.Tests.Papers;

/// <summary>
/// Schedule-Free AdamW (Defazio et al. 2024, "The Road Less Scheduled", algorithm 1). The gradient is taken at y = (1 − β₁)z + β₁x; v averages g²;
/// γₜ = γ·min(1, t/T); z ← z − γₜg/(√v̂ₜ + ε) − γₜλy; c = γₜ²/Σγᵢ²; x ← (1 − c)x + cz. There is no first moment. The parameters of the step are y;
/// after it they are the next y.
/// Two bias corrections are in use. v̂ₜ = v/(1 − β₂ᵗ) under the root is that of facebookresearch/schedule_free's current AdamW. The published
/// experiments (its "paper" version, and the paper's first text) put √(1 − β₂ᵗ) into γₜ and so into the weights c, with the uncorrected √v + ε:
/// <paramref name="correctRate"/>. In the implementation the weight of an iteration is of the largest γ so far, the same while γ does not fall.
/// </summary>
internal sealed class ScheduleFreeAdamWPaper(
    double rate,
    double beta1 = 0.9,
    double beta2 = 0.999,
    double epsilon = 1e-8,
    double weightDecay = 0,
    int warmUp = 0,
    bool correctRate = false) : IPaper
{
    private double[][]? _z;
    private double[][]? _v;
    private double _weightSum;
    private int _t;

    /// <summary>x, the average: what is to be evaluated.</summary>
    public double[][] Average { get; private set; } = [];

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        if (_z is null)
        {
            _z = Copies.Of(parameters);
            Average = Copies.Of(parameters);
        }

        _v ??= Zeros.Like(parameters);
        _t++;
        var correction = 1 - Math.Pow(beta2, _t);
        var gamma = warmUp == 0 ? rate : rate * Math.Min(1, (double)_t / warmUp);
        if (correctRate)
            gamma *= Math.Sqrt(correction);
        _weightSum += gamma * gamma;
        var c = gamma * gamma / _weightSum;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (y, z, x, v, g) = (parameters[p], _z[p], Average[p], _v[p], gradients[p]);
            for (var j = 0; j < y.Length; j++)
            {
                v[j] = (beta2 * v[j]) + ((1 - beta2) * g[j] * g[j]);
                var size = Math.Sqrt(correctRate ? v[j] : v[j] / correction) + epsilon;
                z[j] = z[j] - (gamma * g[j] / size) - (gamma * weightDecay * y[j]);
                x[j] = ((1 - c) * x[j]) + (c * z[j]);
                y[j] = ((1 - beta1) * z[j]) + (beta1 * x[j]);
            }
        }
    }
}
