using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers;

/// <summary>
/// The door from MathNet's arrays, column by column and without gaps, to the products: sizes and lengths are checked.
/// </summary>
internal static class DenseProducts
{
    /// <summary>C ← α·op(A)·op(B) + β·C, op(X) = X or Xᵀ.</summary>
    /// <param name="transposeA">Whether op(A) = Aᵀ.</param>
    /// <param name="transposeB">Whether op(B) = Bᵀ.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A.</param>
    /// <param name="rowsA">The rows of A as it is stored.</param>
    /// <param name="columnsA">The columns of A as it is stored.</param>
    /// <param name="b">B.</param>
    /// <param name="rowsB">The rows of B as it is stored.</param>
    /// <param name="columnsB">The columns of B as it is stored.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">C. It may be the array of A or of B, of which a copy is then made.</param>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size is negative, sizes do not fit each other, or an array does not fit its sizes. C is as it was.
    /// </exception>
    public static void Multiply<E>(
        Transpose transposeA, Transpose transposeB, E alpha, E[] a, int rowsA, int columnsA, E[] b, int rowsB, int columnsB, E beta, E[] c)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthDiffers(a, rowsA, columnsA, nameof(a));
        ThrowIfLengthDiffers(b, rowsB, columnsB, nameof(b));
        var (isTransposedA, isTransposedB) = (transposeA != Transpose.DontTranspose, transposeB != Transpose.DontTranspose);
        var (rows, depth) = isTransposedA ? (columnsA, rowsA) : (rowsA, columnsA);
        var (terms, columns) = isTransposedB ? (columnsB, rowsB) : (rowsB, columnsB);
        if (depth != terms)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rowsB), $"op(A) is {rows}×{depth} and op(B) is {terms}×{columns}: A's columns and B's rows must be as many.");
        }

        ThrowIfLengthDiffers(c, rows, columns, nameof(c));
        if (ReferenceEquals(c, a))
            a = [.. a];
        if (ReferenceEquals(c, b))
            b = [.. b];
        MatrixProduct.Multiply<E>(
            rows, columns, depth, alpha, a, isTransposedA, b, isTransposedB, beta, c, Control.MaxDegreeOfParallelism);
    }

    /// <summary>Σ xᵢyᵢ.</summary>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">The arrays differ in length.</exception>
    public static E Dot<E>(E[] x, E[] y)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Length != y.Length)
            throw new ArgumentException($"x has {x.Length} elements and y {y.Length}; both must have the same number.", nameof(y));
        var product = E.Zero;
        MatrixProduct.Multiply<E>(1, 1, x.Length, E.One, x, isTransposedA: true, y, isTransposedB: false, E.Zero, new(ref product), threads: 1);
        return product;
    }

    /// <summary>√Σ aᵢⱼ², in double; squares may leave its range.</summary>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or the array does not fit the sizes.</exception>
    public static double FrobeniusNorm<E>(int rows, int columns, E[] matrix)
        where E : unmanaged
    {
        ThrowIfLengthDiffers(matrix, rows, columns, nameof(matrix));
        return matrix is double[] doubles ? Reduction.Norm(doubles) : Math.Sqrt(Reduction.SumOfSquares<E>(matrix));
    }

    private static void ThrowIfLengthDiffers<E>(E[] array, int rows, int columns, string name)
    {
        ArgumentNullException.ThrowIfNull(array, name);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if ((long)rows * columns != array.Length)
        {
            throw new ArgumentOutOfRangeException(
                name, array.Length, $"A matrix of {rows} rows and {columns} columns has {(long)rows * columns} entries; {name} has {array.Length}.");
        }
    }
}
