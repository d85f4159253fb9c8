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

    /// <summary>A = QR with a square Q.</summary>
    /// <param name="a">A; it becomes R, 0 below the diagonal.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="q">Becomes Q, m×m.</param>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="ArgumentException">An array does not fit m and n, or two are the same.</exception>
    public static void FactorQr<E>(E[] a, int rows, int columns, E[] q) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthDiffers(a, rows, columns, nameof(a));
        ThrowIfLengthDiffers(q, rows, rows, nameof(q));
        ThrowIfSame(a, q);
        new QrFactorization<E>(rows, columns, a, Control.MaxDegreeOfParallelism).FormColumns(rows, q);
    }

    /// <summary>A = QR with as many columns of Q as A has, at most as many as rows.</summary>
    /// <inheritdoc cref="FactorQr"/>
    /// <param name="a">A; it becomes Q.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n ≤ m.</param>
    /// <param name="r">Becomes R, n×n.</param>
    public static void FactorThinQr<E>(E[] a, int rows, int columns, E[] r) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthDiffers(a, rows, columns, nameof(a));
        ThrowIfLengthDiffers(r, columns, columns, nameof(r));
        ThrowIfSame(a, r);
        ThrowIfWide(rows, columns);
        var factorization = new QrFactorization<E>(rows, columns, a, Control.MaxDegreeOfParallelism);
        for (var j = 0; j < columns; j++)
            a.AsSpan(j * rows, columns).CopyTo(r.AsSpan(j * columns));
        factorization.FormColumns(columns, a);
    }

    /// <summary>X minimizes ‖AX − B‖₂ column by column; A and B stay.</summary>
    /// <param name="a">A, of full rank: else X has infinities or NaN, as MathNet's.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n ≤ m.</param>
    /// <param name="b">B, m rows.</param>
    /// <param name="columnsOfB">The columns of B and X.</param>
    /// <param name="x">Becomes X, n rows.</param>
    /// <inheritdoc cref="FactorQr"/>
    public static void FactorAndSolveQr<E>(E[] a, int rows, int columns, E[] b, int columnsOfB, E[] x)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthDiffers(a, rows, columns, nameof(a));
        ThrowIfLengthDiffers(b, rows, columnsOfB, nameof(b));
        ThrowIfLengthDiffers(x, columns, columnsOfB, nameof(x));
        ThrowIfWide(rows, columns);
        var (r, right) = ((E[])a.Clone(), (E[])b.Clone());
        new QrFactorization<E>(rows, columns, r, Control.MaxDegreeOfParallelism).MultiplyTransposed(columnsOfB, right);
        for (var j = 0; j < columnsOfB; j++)
            right.AsSpan(j * rows, columns).CopyTo(x.AsSpan(j * columns));
        SolveUpper(r, rows, columns, columnsOfB, x);
    }

    /// <summary>The same by the factors.</summary>
    /// <inheritdoc cref="FactorAndSolveQr"/>
    /// <param name="q">Q, of which the first n columns are read.</param>
    /// <param name="r">R, of which the first n rows are read.</param>
    /// <param name="rows">m.</param>
    /// <param name="columns">n ≤ m.</param>
    /// <param name="isThin">Whether Q has n columns and R n rows, not m.</param>
    /// <param name="b">B, m rows.</param>
    /// <param name="columnsOfB">The columns of B and X.</param>
    /// <param name="x">Becomes X, n rows; another array than the others.</param>
    public static void SolveQr<E>(E[] q, E[] r, int rows, int columns, bool isThin, E[] b, int columnsOfB, E[] x)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        ThrowIfLengthDiffers(q, rows, isThin ? columns : rows, nameof(q));
        ThrowIfLengthDiffers(r, isThin ? columns : rows, columns, nameof(r));
        ThrowIfLengthDiffers(b, rows, columnsOfB, nameof(b));
        ThrowIfLengthDiffers(x, columns, columnsOfB, nameof(x));
        ThrowIfWide(rows, columns);
        ThrowIfSame(b, x);
        ThrowIfSame(q, x);
        ThrowIfSame(r, x);
        fixed (E* pq = q, pb = b, px = x)
        {
            MatrixProduct.Multiply(
                columns, columnsOfB, rows, E.One, Operand<E>.ByColumns(pq, rows).Transposed, Operand<E>.ByColumns(pb, rows), E.Zero, px, columns,
                Control.MaxDegreeOfParallelism);
        }

        SolveUpper(r, isThin ? columns : rows, columns, columnsOfB, x);
    }

    private static void SolveUpper<E>(E[] r, int stride, int order, int columns, E[] x) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        fixed (E* pr = r, px = x)
            TriangularSolve.Upper(order, Operand<E>.ByColumns(pr, stride), columns, px, order, Control.MaxDegreeOfParallelism);
    }

    private static void ThrowIfWide(int rows, int columns)
    {
        if (rows < columns)
            throw new ArgumentException($"A is {rows}×{columns}; it must have at least as many rows as columns.", nameof(rows));
    }

    internal static void ThrowIfLengthDiffers<T>(T[] array, int rows, int columns, string name)
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
