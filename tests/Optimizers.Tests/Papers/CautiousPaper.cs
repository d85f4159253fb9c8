namespace Optimizers.Tests.Papers;

/// <summary>
/// Cautious optimizers (Liang et al. 2024, algorithm 1): φ marks the coordinates whose step has the gradient's sign, u ← u·φ·d/max(1, ‖φ‖₀), with d
/// the number of coordinates of the parameter. (The paper has d/(‖φ‖₀ + 1), the authors' implementation the mean of φ with a floor.)
/// </summary>
internal sealed class CautiousPaper(IPaper inner) : IPaper
{
    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        var before = Copies.Of(parameters);
        var proposed = Copies.Of(parameters);
        inner.Step(proposed, shapes, gradients);
        for (var p = 0; p < parameters.Length; p++)
        {
            var update = before[p].Zip(proposed[p], (old, next) => old - next).ToArray();
            var agree = update.Zip(gradients[p], (u, g) => u * g > 0).ToArray();
            var scale = agree.Length / (double)Math.Max(1, agree.Count(x => x));
            for (var j = 0; j < update.Length; j++)
                parameters[p][j] = before[p][j] - (agree[j] ? scale * update[j] : 0);
        }
    }
}
