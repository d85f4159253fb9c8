namespace Optimizers.Tests.Papers;

/// <summary>
/// COCOB-Backprop (Orabona and Tommasi 2017, "Training Deep Networks without Learning Rates Through Coin Betting", algorithm 2), with the sign of ∇
/// where the paper has g = −∇: L = max(L, |g|), G ← G + |g|, reward ← max(reward − (w − w₁)g, 0), Σ ← Σ − g, w = w₁ + Σ/(L·max(G + L, αL))·(L +
/// reward), α = 100. L begins at ε = 1e-8, as in optax.contrib.cocob, where the paper has 0 and leaves 0/0 open. There is no rate;
/// <paramref name="rate"/> is the share of the way to the new w.
/// </summary>
internal sealed class CocobPaper(double alpha = 100, double epsilon = 1e-8, double rate = 1) : IPaper
{
    private double[][]? _largest;
    private double[][]? _total;
    private double[][]? _sum;
    private double[][]? _reward;
    private double[][]? _start;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _largest ??= Zeros.Like(parameters);
        _total ??= Zeros.Like(parameters);
        _sum ??= Zeros.Like(parameters);
        _reward ??= Zeros.Like(parameters);
        _start ??= Copies.Of(parameters);
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, largest, total, sum, reward) = (parameters[p], gradients[p], _largest[p], _total[p], _sum[p], _reward[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                largest[j] = Math.Max(Math.Max(largest[j], epsilon), Math.Abs(g[j]));
                total[j] += Math.Abs(g[j]);
                reward[j] = Math.Max(reward[j] - ((theta[j] - _start[p][j]) * g[j]), 0);
                sum[j] -= g[j];
                var bet = sum[j] / (largest[j] * Math.Max(total[j] + largest[j], alpha * largest[j]));
                theta[j] += rate * (_start[p][j] + (bet * (largest[j] + reward[j])) - theta[j]);
            }
        }
    }
}
