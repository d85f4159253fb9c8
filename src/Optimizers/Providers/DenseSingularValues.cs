using System.Numerics;
using MathNet.Numerics;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers;

/// <summary>The door from MathNet's arrays to the singular value decomposition, which is done in double for floats too.</summary>
internal static unsafe class DenseSingularValues
{
    /// <summary>A = U·diag(s)·Vᵀ.</summary>
    /// <param name="hasVectors">True for U and Vᵀ too.</param>
    /// <param name="a">A, m×n; it stays.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="s">Becomes the min(m, n) singular values, descending.</param>
    /// <param name="u">Becomes U, m×m, where it is wanted.</param>
    /// <param name="vt">Becomes Vᵀ, n×n, where it is wanted.</param>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">An array does not fit m and n.</exception>
    /// <exception cref="NonConvergenceException">An entry of A is not finite, or a singular value did not converge. Nothing was written.</exception>
    public static void Decompose<E>(bool hasVectors, E[] a, int rows, int columns, E[] s, E[] u, E[] vt)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        DenseFactorizations.ThrowIfLengthDiffers(a, rows, columns, nameof(a));
        DenseFactorizations.ThrowIfLengthDiffers(s, Math.Min(rows, columns), 1, nameof(s));
        DenseFactorizations.ThrowIfLengthDiffers(u, rows, rows, nameof(u));
        DenseFactorizations.ThrowIfLengthDiffers(vt, columns, columns, nameof(vt));
        if (!Reduction.IsFinite<E>(a))
            throw new NonConvergenceException("The matrix has an entry that is not finite; it has no singular values.");
        if (a.Length == 0)
        {
            if (hasVectors)
            {
                SetUnit(rows, u);
                SetUnit(columns, vt);
            }

            return;
        }

        var (entries, exponent) = ScaledEntries.Of(a);
        var svd = SingularValueDecomposition.Of(rows, columns, entries, hasVectors, Control.MaxDegreeOfParallelism);
        for (var i = 0; i < s.Length; i++)
            s[i] = Element.From<E>(Math.ScaleB(svd.Values[i], exponent));
        if (svd.Left is null || svd.Right is null)
            return;
        for (var i = 0; i < u.Length; i++)
            u[i] = Element.From<E>(svd.Left[i]);
        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < columns; i++)
                vt[j + (i * columns)] = Element.From<E>(svd.Right[i + (j * columns)]);
        }
    }

    /// <summary>X = V·diag(1/s)·UᵀB: the least-squares solution of AX = B. A singular A gives infinities or NaN, as MathNet's.</summary>
    /// <inheritdoc cref="Decompose"/>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="s">The singular values.</param>
    /// <param name="u">U.</param>
    /// <param name="vt">Vᵀ.</param>
    /// <param name="b">B, with m rows.</param>
    /// <param name="columnsOfB">The columns of B.</param>
    /// <param name="x">Becomes X, with n rows.</param>
    public static void Solve<E>(int rows, int columns, E[] s, E[] u, E[] vt, E[] b, int columnsOfB, E[] x)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        var count = Math.Min(rows, columns);
        DenseFactorizations.ThrowIfLengthDiffers(s, count, 1, nameof(s));
        DenseFactorizations.ThrowIfLengthDiffers(u, rows, rows, nameof(u));
        DenseFactorizations.ThrowIfLengthDiffers(vt, columns, columns, nameof(vt));
        DenseFactorizations.ThrowIfLengthDiffers(b, rows, columnsOfB, nameof(b));
        DenseFactorizations.ThrowIfLengthDiffers(x, columns, columnsOfB, nameof(x));
        var threads = Control.MaxDegreeOfParallelism;
        var coordinates = new E[count * columnsOfB];
        fixed (E* pu = u, pv = vt, pb = b, px = x, pc = coordinates)
        {
            MatrixProduct.Multiply(
                count, columnsOfB, rows, E.One, Operand<E>.ByColumns(pu, rows).Transposed, Operand<E>.ByColumns(pb, rows), E.Zero, pc, count,
                threads);
            for (var i = 0; i < coordinates.Length; i++)
                coordinates[i] /= s[i % count];
            MatrixProduct.Multiply(
                columns, columnsOfB, count, E.One, Operand<E>.ByColumns(pv, columns).Transposed, Operand<E>.ByColumns(pc, count), E.Zero, px, columns,
                threads);
        }
    }

    /// <summary>Decomposes and solves.</summary>
    /// <inheritdoc cref="Solve"/>
    public static void DecomposeAndSolve<E>(E[] a, int rows, int columns, E[] b, int columnsOfB, E[] x)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        DenseFactorizations.ThrowIfLengthDiffers(a, rows, columns, nameof(a));
        DenseFactorizations.ThrowIfLengthDiffers(b, rows, columnsOfB, nameof(b));
        DenseFactorizations.ThrowIfLengthDiffers(x, columns, columnsOfB, nameof(x));
        var (s, u, vt) = (new E[Math.Min(rows, columns)], new E[checked(rows * rows)], new E[checked(columns * columns)]);
        Decompose(hasVectors: true, a, rows, columns, s, u, vt);
        Solve(rows, columns, s, u, vt, b, columnsOfB, x);
    }

    private static void SetUnit<E>(int order, E[] matrix) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        Array.Clear(matrix);
        for (var i = 0; i < order; i++)
            matrix[i + (i * order)] = E.One;
    }
}
