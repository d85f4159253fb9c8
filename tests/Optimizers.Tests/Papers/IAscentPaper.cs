namespace Optimizers.Tests.Papers;

/// <summary>An optimizer that asks for gradients at places of its own choice within one iteration.</summary>
internal interface IAscentPaper
{
    /// <summary>One iteration, in place. A matrix is column-major; a vector has one column.</summary>
    void Step(double[][] parameters, (int Rows, int Columns)[] shapes, Func<double[][], double[][]> gradientAt);
}
