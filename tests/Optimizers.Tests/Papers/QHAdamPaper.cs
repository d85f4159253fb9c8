namespace Optimizers.Tests.Papers;

/// <summary>
/// QHAdam (Ma and Yarats 2019, "Quasi-hyperbolic momentum and Adam for deep learning"): Adam's m̂ and v̂ mixed with g and g² themselves,
/// the step ((1 − ν₁)g + ν₁m̂)/(√((1 − ν₂)g² + ν₂v̂) + ε). The paper recommends ν = (0.7, 1), β = (0.995, 0.999); ν = (1, 1) is Adam.
/// </summary>
internal sealed class QHAdamPaper(
    double rate = 1e-3, double beta1 = 0.995, double beta2 = 0.999, double nu1 = 0.7, double nu2 = 1, double epsilon = 1e-8) : IPaper
{
    private double[][]? _m;
    private double[][]? _v;
    private int _t;

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
                m[j] = (beta1 * m[j]) + ((1 - beta1) * g[j]);
                v[j] = (beta2 * v[j]) + ((1 - beta2) * g[j] * g[j]);
                var mHat = m[j] / (1 - Math.Pow(beta1, _t));
                var vHat = v[j] / (1 - Math.Pow(beta2, _t));
                theta[j] -= rate * (((1 - nu1) * g[j]) + (nu1 * mHat)) / (Math.Sqrt(((1 - nu2) * g[j] * g[j]) + (nu2 * vHat)) + epsilon);
            }
        }
    }
}
