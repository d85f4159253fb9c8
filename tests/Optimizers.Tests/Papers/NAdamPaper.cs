namespace Optimizers.Tests.Papers;

/// <summary>
/// NAdam (Dozat 2016, "Incorporating Nesterov Momentum into Adam", algorithm 2) with the momentum schedule μₜ = β₁(1 − ½·0.96^(tψ)), ψ = 0.004:
/// m̂ = μₜ₊₁m/(1 − Πᵢ≤ₜ₊₁μᵢ) + (1 − μₜ)g/(1 − Πᵢ≤ₜμᵢ), v̂ = v/(1 − β₂ᵗ), the step m̂/(√v̂ + ε).
/// As in torch.optim.NAdam m averages by the constant β₁; the paper averages it by μₜ (<paramref name="scheduledAverage"/>). The paper's v̂ has a
/// factor β₂ besides, which no implementation has, nor this. ψ = 0 gives μ = β₁/2; <paramref name="constantMomentum"/> gives μ = β₁, the form
/// of optax.nadam and of Dozat's derivation.
/// </summary>
internal sealed class NAdamPaper(
    double rate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double momentumDecay = 4e-3, bool scheduledAverage = false,
    bool constantMomentum = false) : IPaper
{
    private double[][]? _m;
    private double[][]? _v;
    private int _t;
    private double _product = 1;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _m ??= Zeros.Like(parameters);
        _v ??= Zeros.Like(parameters);
        _t++;
        var (now, next) = (Momentum(_t), Momentum(_t + 1));
        _product *= now;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m, v) = (parameters[p], gradients[p], _m[p], _v[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                var average = scheduledAverage ? now : beta1;
                m[j] = (average * m[j]) + ((1 - average) * g[j]);
                v[j] = (beta2 * v[j]) + ((1 - beta2) * g[j] * g[j]);
                var mHat = (next * m[j] / (1 - (_product * next))) + ((1 - now) * g[j] / (1 - _product));
                theta[j] -= rate * mHat / (Math.Sqrt(v[j] / (1 - Math.Pow(beta2, _t))) + epsilon);
            }
        }
    }

    private double Momentum(int t) => constantMomentum ? beta1 : beta1 * (1 - (0.5 * Math.Pow(0.96, t * momentumDecay)));
}
