namespace Optimizers.Tests.Papers;

/// <summary>An optimizer that asks for an estimate of the Hessian's diagonal too.</summary>
internal interface IHessianPaper
{
    /// <summary>One iteration, in place. A matrix is column-major; a vector has one column.</summary>
    void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients, double[][] diagonals);
}
