namespace Optimizers.Tests.Papers;

/// <summary>
/// Rprop (Riedmiller and Braun 1993): a step size for each number, times 1.2 while its gradient keeps its sign, times 0.5 where it changes, within
/// [1e-6, 50]; the step is −sign(g) times it. This is the form without backtracking that forgets the gradient at a change (iRprop−, Igel and
/// Hüsken 2000), which torch.optim.Rprop has: at a change nothing moves. <paramref name="backtracking"/> is the first paper's: at a change
/// the previous step is taken back, and the gradient is forgotten.
/// </summary>
internal sealed class RpropPaper(
    double rate = 0.01, double smaller = 0.5, double larger = 1.2, double least = 1e-6, double most = 50, bool backtracking = false) : IPaper
{
    private double[][]? _before;
    private double[][]? _size;
    private double[][]? _moved;
    private bool _started;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _before ??= Zeros.Like(parameters);
        _size ??= Zeros.Like(parameters);
        _moved ??= Zeros.Like(parameters);
        if (!_started)
        {
            foreach (var sizes in _size)
                Array.Fill(sizes, rate);
            _started = true;
        }
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, before, size, moved) = (parameters[p], gradients[p], _before[p], _size[p], _moved[p]);
            for (var j = 0; j < theta.Length; j++)
            {
                var (sign, now) = (Math.Sign(g[j] * before[j]), g[j]);
                if (sign > 0)
                    size[j] = Math.Min(size[j] * larger, most);
                if (sign < 0)
                {
                    size[j] = Math.Max(size[j] * smaller, least);
                    now = 0;
                }

                moved[j] = sign < 0 && backtracking ? -moved[j] : -Math.Sign(now) * size[j];
                theta[j] += moved[j];
                before[j] = now;
            }
        }
    }
}
