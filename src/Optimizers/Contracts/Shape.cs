using System.Globalization;

namespace Optimizers;

/// <summary>The extent of a vector or a matrix, and how a matrix lies in memory: column after column, or row after row.</summary>
internal readonly record struct Shape(int Rows, int Columns, bool IsByRows = false)
{
    private const int NoColumns = -1;

    /// <summary>The shape of a vector.</summary>
    public Shape(int length)
        : this(length, NoColumns)
    {
    }

    public bool IsMatrix => Columns != NoColumns;

    public int Length => IsMatrix ? checked(Rows * Columns) : Rows;

    /// <summary>How many elements lie side by side before the next column begins, or the next row; of a vector all.</summary>
    public int Run => IsByRows ? Columns : Rows;

    /// <summary>How many such runs there are; a vector is one.</summary>
    public int Runs => !IsMatrix ? 1 : IsByRows ? Rows : Columns;

    public override string ToString() =>
        IsMatrix
            ? string.Create(CultureInfo.InvariantCulture, $"a {(IsByRows ? "row-major matrix" : "matrix")} of {Rows}×{Columns}")
            : string.Create(CultureInfo.InvariantCulture, $"a vector of {Rows}");
}
