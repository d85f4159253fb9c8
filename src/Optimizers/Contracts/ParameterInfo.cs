namespace Optimizers;

/// <summary>What is known of a parameter without its numbers: what groups are made by.</summary>
/// <param name="Position">Its place in the order of the step, from 0.</param>
/// <param name="Name">Its name; null if it has none.</param>
/// <param name="Rows">Its rows; the length of a vector.</param>
/// <param name="Columns">Its columns; 1 of a vector.</param>
/// <param name="IsMatrix">True of a matrix, also of one with a single column.</param>
/// <param name="ElementKind">Its element type.</param>
public readonly record struct ParameterInfo(int Position, string? Name, int Rows, int Columns, bool IsMatrix, ElementKind ElementKind)
{
    /// <summary>True of a matrix whose rows lie one behind the other in memory.</summary>
    public bool IsByRows { get; init; }

    internal static ParameterInfo Of(int position, in Parameter parameter) => Of(position, parameter.Name, parameter.Shape, parameter.ElementKind);

    internal static ParameterInfo Of(int position, string? name, Shape shape, ElementKind kind) =>
        new(position, name, shape.Rows, shape.IsMatrix ? shape.Columns : 1, shape.IsMatrix, kind) { IsByRows = shape.IsByRows };

    internal Shape Shape => IsMatrix ? new(Rows, Columns, IsByRows) : new(Rows);
}
