namespace Optimizers.Tests.Papers;

/// <summary>
/// MoMo-Adam (Schaipp et al. 2023, "MoMo: Momentum Models for Adaptive Learning Rates", algorithm 2): averages by β₁ of the loss (f̄), of ⟨g, x⟩ (γ)
/// and of g (d), all begun at 0; D = √(v/(1 − β₂ᵗ)) + ε, ρ = 1 − β₁ᵗ; τ = min(α/ρ, ((1 + αλ)(f̄ − ρf* − γ) + ⟨d, x⟩)₊/⟨d, d/D⟩), x ← (x − τd/D)/(1 +
/// αλ). Where d is 0 nothing moves.
/// </summary>
internal sealed class MomoAdamPaper(
    double rate = 1e-2, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double lowerBound = 0, double weightDecay = 0) : ILossPaper
{
    private double[][]? _d;
    private double[][]? _v;
    private double _loss;
    private double _gamma;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients, double loss)
    {
        _d ??= Zeros.Like(parameters);
        _v ??= Zeros.Like(parameters);
        _t++;
        var scale = Zeros.Like(parameters);
        double inner = 0, along = 0, square = 0;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (x, g, d, v) = (parameters[p], gradients[p], _d[p], _v[p]);
            for (var j = 0; j < x.Length; j++)
            {
                d[j] = (beta1 * d[j]) + ((1 - beta1) * g[j]);
                v[j] = (beta2 * v[j]) + ((1 - beta2) * g[j] * g[j]);
                scale[p][j] = Math.Sqrt(v[j] / (1 - Math.Pow(beta2, _t))) + epsilon;
                inner += g[j] * x[j];
                along += d[j] * x[j];
                square += d[j] * d[j] / scale[p][j];
            }
        }

        _loss = (beta1 * _loss) + ((1 - beta1) * loss);
        _gamma = (beta1 * _gamma) + ((1 - beta1) * inner);
        var rho = 1 - Math.Pow(beta1, _t);
        var shrink = 1 + (rate * weightDecay);
        var tau = square == 0 ? 0 : Math.Min(rate / rho, Math.Max((shrink * (_loss - (rho * lowerBound) - _gamma)) + along, 0) / square);
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
                parameters[p][j] = (parameters[p][j] - (tau * _d[p][j] / scale[p][j])) / shrink;
        }
    }
}
