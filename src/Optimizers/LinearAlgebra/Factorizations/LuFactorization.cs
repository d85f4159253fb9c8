using System.Numerics;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// PA = LU in place with the largest entry of a column for its pivot, by halves of the columns (Toledo, SIAM J. Matrix Anal. Appl. 18 (1997), 4): all
/// but n² of the 2n³/3 operations are in <see cref="MatrixProduct"/>. LU = PA + δA with |δA| ≤ 2(n + 1)u|L||U| (Higham, theorem 9.3).
/// </summary>
internal static unsafe class LuFactorization
{
    private const int SmallestWidth = 8;

    /// <summary>Factors A; a column without an entry other than 0 leaves a 0 on the diagonal of U.</summary>
    /// <param name="rows">The rows of A.</param>
    /// <param name="columns">The columns of A, at most as many.</param>
    /// <param name="a">A, column by column; it becomes U on and above the diagonal and L, whose diagonal is 1, below.</param>
    /// <param name="stride">From one column of A to the next.</param>
    /// <param name="pivots">Row j was exchanged with row pivots[j] ≥ j, in ascending order of j.</param>
    /// <param name="threads">At most so many threads.</param>
    public static void Factor<E>(int rows, int columns, E* a, nint stride, Span<int> pivots, int threads)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        if (columns <= SmallestWidth)
        {
            FactorColumns(rows, columns, a, stride, pivots);
            return;
        }

        var half = columns / 2 / SmallestWidth * SmallestWidth;
        half = half == 0 ? SmallestWidth : half;
        var right = a + (half * stride);
        var rest = columns - half;
        Factor(rows, half, a, stride, pivots[..half], threads);
        Exchange(pivots[..half], rest, right, stride);
        TriangularSolve.Lower(half, Operand<E>.ByColumns(a, stride), isUnit: true, rest, right, stride, threads);
        MatrixProduct.Multiply(
            rows - half, rest, half, -E.One, Operand<E>.ByColumns(a + half, stride), Operand<E>.ByColumns(right, stride), E.One, right + half, stride,
            threads);
        var later = pivots.Slice(half, rest);
        Factor(rows - half, rest, right + half, stride, later, threads);
        Exchange(later, half, a + half, stride);
        foreach (ref var pivot in later)
            pivot += half;
    }

    /// <summary>Exchanges row j of B with row pivots[j], in ascending order of j.</summary>
    public static void Exchange<E>(ReadOnlySpan<int> pivots, int columns, E* b, nint stride) where E : unmanaged
    {
        for (var column = b; column < b + (columns * stride); column += stride)
        {
            for (var j = 0; j < pivots.Length; j++)
                (column[j], column[pivots[j]]) = (column[pivots[j]], column[j]);
        }
    }

    private static void FactorColumns<E>(int rows, int columns, E* a, nint stride, Span<int> pivots)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        for (var j = 0; j < columns; j++)
        {
            var column = a + (j * stride);
            var pivot = j;
            for (var i = j + 1; i < rows; i++)
            {
                if (E.Abs(column[i]) > E.Abs(column[pivot]))
                    pivot = i;
            }

            pivots[j] = pivot;
            for (var k = 0; k < columns && pivot != j; k++)
                (a[j + (k * stride)], a[pivot + (k * stride)]) = (a[pivot + (k * stride)], a[j + (k * stride)]);
            if (column[j] != E.Zero)
                ColumnSweep.Divide(column + j + 1, column[j], rows - j - 1);
            for (var k = j + 1; k < columns; k++)
                ColumnSweep.Subtract(a + j + 1 + (k * stride), a[j + (k * stride)], column + j + 1, rows - j - 1);
        }
    }
}
