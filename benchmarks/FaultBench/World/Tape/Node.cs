namespace Optimizers.FaultBench.World;

/// <summary>A matrix on a tape: an example a row, row after row.</summary>
internal sealed class Node
{
    public Node(int rows, int columns, double[] values, bool isConstant)
    {
        (Rows, Columns, Values, IsConstant) = (rows, columns, values, isConstant);
        Slopes = isConstant ? [] : new double[values.Length];
    }

    public int Rows { get; }

    public int Columns { get; }

    public double[] Values { get; }

    /// <summary>The derivative of the loss by each entry; empty where none is wanted.</summary>
    public double[] Slopes { get; }

    public bool IsConstant { get; }

    public double this[int row, int column] => Values[(row * Columns) + column];
}
