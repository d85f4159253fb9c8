namespace Optimizers.Tests.Papers;

/// <summary>
/// Lookahead (Zhang et al. 2019, algorithm 1): after every k steps of the inner optimizer φ ← φ + α(θ − φ) and θ ← φ. φ begins at θ. The inner
/// optimizer's history is kept across the joins (the paper's default of the three it tries).
/// </summary>
internal sealed class LookaheadPaper(IPaper inner, int steps = 5, double alpha = 0.5) : IPaper
{
    private double[][]? _slow;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _slow ??= Copies.Of(parameters);
        inner.Step(parameters, shapes, gradients);
        _t++;
        if (_t % steps != 0)
            return;
        for (var p = 0; p < parameters.Length; p++)
        {
            for (var j = 0; j < parameters[p].Length; j++)
            {
                _slow[p][j] += alpha * (parameters[p][j] - _slow[p][j]);
                parameters[p][j] = _slow[p][j];
            }
        }
    }
}
