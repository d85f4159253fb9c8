namespace Optimizers.Tests.Papers;

/// <summary>
/// Schedule-Free SGD (Defazio et al. 2024, "The Road Less Scheduled", eq. 3 to 5) with the weights and the warm-up of its algorithm 1: the gradient
/// is taken at y = (1 − β)z + βx, z ← z − γₜ(g + λy), x ← (1 − c)x + cz with c = γₜ²/Σγᵢ², γₜ = γ·min(1, t/T). The parameters of the step are y;
/// after it they are the next y. The weights of the paper's eq. 5 (c = 1/t) are these at a constant rate. As in facebookresearch/schedule_free the
/// weight of an iteration would use the largest rate so far, which is the same while the rate does not fall. Decay is taken at y, as there (its
/// default; L2 in form).
/// </summary>
internal sealed class ScheduleFreeSgdPaper(double rate, double beta = 0.9, double weightDecay = 0, int warmUp = 0) : IPaper
{
    private double[][]? _z;
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

        _t++;
        var gamma = warmUp == 0 ? rate : rate * Math.Min(1, (double)_t / warmUp);
        _weightSum += gamma * gamma;
        var c = gamma * gamma / _weightSum;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (y, z, x, g) = (parameters[p], _z[p], Average[p], gradients[p]);
            for (var j = 0; j < y.Length; j++)
            {
                z[j] -= gamma * (g[j] + (weightDecay * y[j]));
                x[j] = ((1 - c) * x[j]) + (c * z[j]);
                y[j] = ((1 - beta) * z[j]) + (beta * x[j]);
            }
        }
    }
}
