namespace Optimizers.Tests.Papers;

/// <summary>
/// RAdam (Liu et al. 2020, "On the Variance of the Adaptive Learning Rate and Beyond", algorithm 2): ρ∞ = 2/(1 − β₂) − 1, ρₜ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ).
/// Where ρₜ &gt; 4 the step is r·m̂/√v̂ with r = √((ρₜ − 4)(ρₜ − 2)ρ∞/((ρ∞ − 4)(ρ∞ − 2)ρₜ)), else m̂. torch.optim.RAdam and the authors' code ask ρₜ
/// &gt; 5 (<paramref name="threshold"/>) and put ε beside the uncorrected √v; the paper's algorithm has no ε (ε = 0).
/// </summary>
internal sealed class RAdamPaper(double rate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double threshold = 4) : IPaper
{
    private double[][]? _m;
    private double[][]? _v;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _m ??= Zeros.Like(parameters);
        _v ??= Zeros.Like(parameters);
        _t++;
        var power = Math.Pow(beta2, _t);
        var longest = (2 / (1 - beta2)) - 1;
        var length = longest - (2 * _t * power / (1 - power));
        var rectification = Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m, v) = (parameters[p], gradients[p], _m[p], _v[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                m[j] = (beta1 * m[j]) + ((1 - beta1) * g[j]);
                v[j] = (beta2 * v[j]) + ((1 - beta2) * g[j] * g[j]);
                var mHat = m[j] / (1 - Math.Pow(beta1, _t));
                if (length <= threshold)
                    theta[j] -= rate * mHat;
                else
                    theta[j] -= rate * rectification * mHat * Math.Sqrt(1 - power) / (Math.Sqrt(v[j]) + epsilon);
            }
        }
    }
}
