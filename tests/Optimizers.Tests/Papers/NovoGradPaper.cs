namespace Optimizers.Tests.Papers;

/// <summary>
/// NovoGrad (Ginsburg et al. 2019, algorithm 1): one second moment a layer, v₁ = ‖g₁‖², v ← β₂v + (1 − β₂)‖g‖²; m ← β₁m + (g/(√v + ε) + λθ), m₁ the
/// first of these; θ ← θ − αm. Decay stands inside the moment. Implementations can take (1 − β₁) of the new term (<paramref name="averaging"/>);
/// a v of 0 begins anew in NVIDIA's, which is the same unless the first gradients are all 0.
/// </summary>
internal sealed class NovoGradPaper(
    double rate = 1e-2, double beta1 = 0.95, double beta2 = 0.98, double epsilon = 1e-8, double weightDecay = 0, bool averaging = false) : IPaper
{
    private double[][]? _m;
    private double[]? _v;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _m ??= Zeros.Like(parameters);
        var first = _v is null;
        _v ??= new double[parameters.Length];
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m) = (parameters[p], gradients[p], _m[p]);
            var square = Norm.Dot(g, g);
            _v[p] = first ? square : (beta2 * _v[p]) + ((1 - beta2) * square);
            for (var j = 0; j < theta.Length; j++)
            {
                var term = (g[j] / (Math.Sqrt(_v[p]) + epsilon)) + (weightDecay * theta[j]);
                m[j] = (beta1 * m[j]) + (averaging ? (1 - beta1) * term : term);
                theta[j] -= rate * m[j];
            }
        }
    }
}
