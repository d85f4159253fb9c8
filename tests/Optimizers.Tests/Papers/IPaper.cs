namespace Optimizers.Tests.Papers;

/// <summary>
/// An optimizer as its paper writes it, over all parameters of one model: plain loops over doubles, with a history of its own, sharing nothing with
/// the library. Each type names its source and every place where the paper and the common implementation differ.
/// </summary>
internal interface IPaper
{
    /// <summary>One iteration, in place. A matrix is column-major; a vector has one column.</summary>
    void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients);
}
