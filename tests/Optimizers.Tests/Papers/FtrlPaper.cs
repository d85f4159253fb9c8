namespace Optimizers.Tests.Papers;

/// <summary>
/// FTRL-Proximal (McMahan et al. 2013, "Ad Click Prediction: a View from the Trenches", algorithm 1, the coordinate-wise rule): σ = (√(n + g²) −
/// √n)/α, z ← z + g − σw, n ← n + g², w = 0 where |z| ≤ λ₁, else −(z − sign(z)λ₁)/((β + √n)/α + λ₂). The paper begins with z = 0 and hence w = 0;
/// another first w is forgotten but for σw, unless z begins where the
/// formula gives that w (<paramref name="fromParameter"/>). β is 1 in the paper, 0 in some implementations.
/// </summary>
internal sealed class FtrlPaper(double rate = 0.1, double beta = 1, double lambda1 = 0, double lambda2 = 0, bool fromParameter = false) : IPaper
{
    private double[][]? _z;
    private double[][]? _n;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _z ??= fromParameter
            ? [.. parameters.Select(p => p.Select(w => -(((beta / rate) + lambda2) * w) - (Math.Sign(w) * lambda1)).ToArray())]
            : Zeros.Like(parameters);
        _n ??= Zeros.Like(parameters);
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, z, n) = (parameters[p], gradients[p], _z[p], _n[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                var sigma = (Math.Sqrt(n[j] + (g[j] * g[j])) - Math.Sqrt(n[j])) / rate;
                z[j] += g[j] - (sigma * theta[j]);
                n[j] += g[j] * g[j];
                theta[j] = Math.Abs(z[j]) <= lambda1
                    ? 0
                    : -(z[j] - (Math.Sign(z[j]) * lambda1)) / (((beta + Math.Sqrt(n[j])) / rate) + lambda2);
            }
        }
    }
}
