namespace Optimizers.Tests.Papers;

/// <summary>
/// Averaged SGD (Polyak and Juditsky 1992, in Bottou's form) as torch.optim.ASGD documents and computes it: θ ← (1 − λη)θ − ηg, then the
/// average a ← a + μ(θ − a), then η = α₀/(1 + λα₀t)^0.75 and μ = 1/max(1, t − t₀) for the next step. Until t₀ the average is θ itself.
/// </summary>
internal sealed class AsgdPaper(double rate = 0.01, double lambda = 1e-4, double alpha = 0.75, double start = 1e6) : IPaper
{
    private double _eta;
    private double _mu;
    private int _t;

    /// <summary>The average of the iterates.</summary>
    public double[][] Average { get; private set; } = [];

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        if (Average.Length == 0)
            Average = Zeros.Like(parameters);
        _eta = rate / Math.Pow(1 + (lambda * rate * _t), alpha);
        _mu = 1 / Math.Max(1, _t - start);
        _t++;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g) = (parameters[p], gradients[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                theta[j] = ((1 - (lambda * _eta)) * theta[j]) - (_eta * g[j]);
                Average[p][j] += _mu * (theta[j] - Average[p][j]);
            }
        }
    }
}
