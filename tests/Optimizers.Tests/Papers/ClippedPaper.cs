namespace Optimizers.Tests.Papers;

/// <summary>
/// Pascanu, Mikolov and Bengio 2013, algorithm 1: where ‖g‖ over all parameters is above the bound, g is made as long as the bound.
/// </summary>
internal sealed class ClippedPaper(IPaper inner, double maxNorm) : IPaper
{
    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        var scale = Math.Min(1, maxNorm / Norm.Two(gradients));
        inner.Step(parameters, shapes, [.. gradients.Select(g => g.Select(x => scale * x).ToArray())]);
    }
}
