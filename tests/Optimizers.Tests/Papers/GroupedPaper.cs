namespace Optimizers.Tests.Papers;

/// <summary>Matrices by one algorithm, what has a single column by another.</summary>
internal sealed class GroupedPaper(IPaper ofMatrices, IPaper ofTheRest) : IPaper
{
    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        var isMatrix = Array.ConvertAll(shapes, shape => shape.Columns > 1);
        Take(ofMatrices, true);
        Take(ofTheRest, false);

        void Take(IPaper paper, bool matrices)
        {
            var chosen = Enumerable.Range(0, shapes.Length).Where(p => isMatrix[p] == matrices).ToArray();
            paper.Step(
                [.. chosen.Select(p => parameters[p])], [.. chosen.Select(p => shapes[p])], [.. chosen.Select(p => gradients[p])]);
        }
    }
}
