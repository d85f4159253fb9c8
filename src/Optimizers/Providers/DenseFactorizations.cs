using System.Numerics;
using MathNet.Numerics;
using Optimizers.LinearAlgebra;

namespace Optimizers;

/// <summary>The door from MathNet's arrays, column by column and without gaps, to the factorizations: sizes and lengths are checked.</summary>
internal static unsafe class DenseFactorizations
{
    /// <summary>PA = LU in place.</summary>
    /// <param name="a">A; it becomes U on and above the diagonal and L, whose diagonal is 1, below.</param>
    /// <param name="order">n.</param>
    /// <param name="pivots">Becomes the row that row j was exchanged with, in ascending order of j.</param>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">An array does not fit n.</exception>
    public static void FactorLu<E>(E[] a, int order, int[] pivots) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthDiffers(a, order, order, nameof(a));
        ThrowIfLengthDiffers(pivots, order, 1, nameof(pivots));
        fixed (E* pa = a)
            LuFactorization.Factor(order, order, pa, order, pivots, Control.MaxDegreeOfParallelism);
    }

    /// <summary>B ← A⁻¹B by the factors of <see cref="FactorLu"/>. A singular A gives infinities or NaN, as MathNet's.</summary>
    /// <inheritdoc cref="FactorLu"/>
    /// <param name="columns">The columns of B.</param>
    /// <param name="factors">The factors of A.</param>
    /// <param name="order">n.</param>
    /// <param name="pivots">The exchanged rows.</param>
    /// <param name="b">B, another array than A.</param>
    public static void SolveLu<E>(int columns, E[] factors, int order, int[] pivots, E[] b) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthDiffers(factors, order, order, nameof(factors));
        ThrowIfLengthDiffers(pivots, order, 1, nameof(pivots));
        ThrowIfLengthDiffers(b, order, columns, nameof(b));
        ThrowIfSame(factors, b);
        ThrowIfNoPivots(pivots);
        fixed (E* pa = factors, pb = b)
        {
            var (triangles, threads) = (Operand<E>.ByColumns(pa, order), Control.MaxDegreeOfParallelism);
            LuFactorization.Exchange(pivots, columns, pb, order);
            TriangularSolve.Lower(order, triangles, isUnit: true, columns, pb, order, threads);
            TriangularSolve.Upper(order, triangles, columns, pb, order, threads);
        }
    }

    /// <summary>B ← A⁻¹B; A stays.</summary>
    /// <inheritdoc cref="SolveLu"/>
    public static void FactorAndSolveLu<E>(int columns, E[] a, int order, E[] b) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthDiffers(a, order, order, nameof(a));
        ThrowIfLengthDiffers(b, order, columns, nameof(b));
        ThrowIfSame(a, b);
        var (factors, pivots) = ((E[])a.Clone(), new int[order]);
        FactorLu(factors, order, pivots);
        SolveLu(columns, factors, order, pivots, b);
    }

    /// <summary>A ← A⁻¹ from its factors.</summary>
    /// <inheritdoc cref="SolveLu"/>
    public static void InvertLu<E>(E[] factors, int order, int[] pivots) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthDiffers(factors, order, order, nameof(factors));
        var inverse = new E[factors.Length];
        for (var i = 0; i < order; i++)
            inverse[i + (i * order)] = E.One;
        SolveLu(order, factors, order, pivots, inverse);
        inverse.CopyTo(factors, 0);
    }

    /// <summary>A ← A⁻¹.</summary>
    /// <inheritdoc cref="FactorLu"/>
    public static void FactorAndInvertLu<E>(E[] a, int order) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthDiffers(a, order, order, nameof(a));
        var pivots = new int[order];
        FactorLu(a, order, pivots);
        InvertLu(a, order, pivots);
    }

    /// <summary>A = LLᵀ in place; above the diagonal A becomes 0.</summary>
    /// <param name="a">A, of which the lower triangle is read.</param>
    /// <param name="order">n.</param>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">An array does not fit n, or A is not positive definite; A is overwritten then.</exception>
    public static void FactorCholesky<E>(E[] a, int order) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthDiffers(a, order, order, nameof(a));
        fixed (E* pa = a)
        {
            if (!CholeskyFactorization.TryFactor(order, pa, order, Control.MaxDegreeOfParallelism))
                throw new ArgumentException("Matrix must be positive definite.", nameof(a));
        }

        for (var j = 1; j < order; j++)
            a.AsSpan(j * order, j).Clear();
    }

    /// <summary>B ← A⁻¹B by L of <see cref="FactorCholesky"/>.</summary>
    /// <inheritdoc cref="FactorCholesky"/>
    /// <param name="factor">L.</param>
    /// <param name="order">n.</param>
    /// <param name="b">B, another array than L.</param>
    /// <param name="columns">The columns of B.</param>
    public static void SolveCholesky<E>(E[] factor, int order, E[] b, int columns) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthDiffers(factor, order, order, nameof(factor));
        ThrowIfLengthDiffers(b, order, columns, nameof(b));
        ThrowIfSame(factor, b);
        fixed (E* pa = factor, pb = b)
        {
            var (triangle, threads) = (Operand<E>.ByColumns(pa, order), Control.MaxDegreeOfParallelism);
            TriangularSolve.Lower(order, triangle, isUnit: false, columns, pb, order, threads);
            TriangularSolve.Upper(order, triangle.Transposed, columns, pb, order, threads);
        }
    }

    /// <summary>B ← A⁻¹B; A stays.</summary>
    /// <inheritdoc cref="SolveCholesky"/>
    /// <param name="a">A, of which the lower triangle is read.</param>
    /// <param name="order">n.</param>
    /// <param name="b">B, another array than A.</param>
    /// <param name="columns">The columns of B.</param>
    public static void FactorAndSolveCholesky<E>(E[] a, int order, E[] b, int columns) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthDiffers(a, order, order, nameof(a));
        ThrowIfLengthDiffers(b, order, columns, nameof(b));
        ThrowIfSame(a, b);
        var factor = (E[])a.Clone();
        FactorCholesky(factor, order);
        SolveCholesky(factor, order, b, columns);
    }

    private static void ThrowIfLengthDiffers<T>(T[] array, int rows, int columns, string name)
    {
        ArgumentNullException.ThrowIfNull(array, name);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if ((long)rows * columns != array.Length)
            throw new ArgumentException($"{rows}×{columns} needs an array of {(long)rows * columns} elements; {name} has {array.Length}.", name);
    }

    private static void ThrowIfSame<E>(E[] a, E[] b)
    {
        if (ReferenceEquals(a, b) && a.Length > 0)
            throw new ArgumentException("A and B must be different arrays.", nameof(b));
    }

    private static void ThrowIfNoPivots(int[] pivots)
    {
        var bad = Array.FindIndex(pivots, pivot => pivot < 0 || pivot >= pivots.Length);
        if (bad >= 0)
            throw new ArgumentException($"pivots[{bad}] is {pivots[bad]}; it must be the index of a row.", nameof(pivots));
    }
}
