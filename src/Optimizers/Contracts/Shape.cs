using System.Globalization;

namespace Optimizers;

/// <summary>The extent of a vector or a matrix.</summary>
internal readonly record struct Shape(int Rows, int Columns)
{
    private const int NoColumns = -1;

    /// <summary>The shape of a vector.</summary>
    public Shape(int length)
        : this(length, NoColumns)
    {
    }

    public bool IsMatrix => Columns != NoColumns;

    public int Length => IsMatrix ? checked(Rows * Columns) : Rows;

    public override string ToString() =>
        IsMatrix
            ? string.Create(CultureInfo.InvariantCulture, $"a matrix of {Rows}×{Columns}")
            : string.Create(CultureInfo.InvariantCulture, $"a vector of {Rows}");
}
