namespace Optimizers.Tests.Papers;

/// <summary>Yong et al. 2020, eq. 1: of a matrix's gradient the mean of each row is taken away; vectors keep theirs.</summary>
internal sealed class CentralizedPaper(IPaper inner) : IPaper
{
    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        var centered = Copies.Of(gradients);
        for (var p = 0; p < centered.Length; p++)
        {
            var (rows, columns) = shapes[p];
            for (var row = 0; row < rows && columns > 1; row++)
            {
                var mean = Enumerable.Range(0, columns).Average(column => gradients[p][row + (column * rows)]);
                for (var column = 0; column < columns; column++)
                    centered[p][row + (column * rows)] -= mean;
            }
        }

        inner.Step(parameters, shapes, centered);
    }
}
