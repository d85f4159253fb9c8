namespace Optimizers.Tests.Papers;

/// <summary>An optimizer that asks for the loss at the parameters too.</summary>
internal interface ILossPaper
{
    /// <summary>One iteration, in place. A matrix is column-major; a vector has one column.</summary>
    void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients, double loss);
}
