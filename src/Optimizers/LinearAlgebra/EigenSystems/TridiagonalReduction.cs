namespace Optimizers.LinearAlgebra;

/// <summary>
/// A = QTQᵀ of a symmetric matrix, T tridiagonal and Q a product of n − 2 reflections H = I − τuuᵀ (Householder 1958; Golub and Van Loan, Matrix
/// Computations, 8.3.1). T has the eigenvalues of A within p(n)·ε·‖A‖₂.
/// </summary>
/// <remarks>
/// 4n³/3 operations, half of them in products of matrices: the updates A ← A − uwᵀ − wuᵀ wait for the end of a panel (Dongarra, Sorensen and
/// Hammarling, J. Comput. Appl. Math. 27 (1989), 215). The other half reads n³/6 entries from memory.
/// </remarks>
internal sealed class TridiagonalReduction
{
    /// <summary>Columns whose updates of the rest of A are joined.</summary>
    private const int Panel = 32;

    private readonly double[] _reflections;
    private readonly double[] _tau;
    private readonly int _threads;
    private ReflectionPanels<double>? _panels;

    private TridiagonalReduction(double[] diagonal, double[] offDiagonal, double[] reflections, double[] tau, int threads)
    {
        _threads = threads;
        Diagonal = diagonal;
        OffDiagonal = offDiagonal;
        _reflections = reflections;
        _tau = tau;
    }

    /// <summary>The n entries tᵢᵢ.</summary>
    public double[] Diagonal { get; }

    /// <summary>The n − 1 entries tᵢ₊₁,ᵢ (none if n = 0).</summary>
    public double[] OffDiagonal { get; }

    /// <summary>Reduces A.</summary>
    /// <param name="a">n² entries, column by column, of moderate size (no over- or underflow of squares); the lower triangle is read,
    /// and overwritten.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="cancellationToken">Cancels between two columns; A is then spoilt.</param>
    public static unsafe TridiagonalReduction Of(double[] a, int n, int threads, CancellationToken cancellationToken = default)
    {
        var reduction = new TridiagonalReduction(new double[n], new double[Math.Max(0, n - 1)], a, new double[Math.Max(0, n - 1)], threads);
        var (w, y, sides) = (new double[n * Panel], new double[n], new double[n * 3 * Panel]);
        fixed (double* pa = a, pw = w, py = y, ps = sides)
        {
            var product = new SymmetricProduct(pa, n);
            for (var start = 0; start < n; start += Panel)
            {
                var (width, end) = (Math.Min(Panel, n - start), Math.Min(n, start + Panel));
                for (var k = start; k < end; k++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    reduction.Step(pa, n, start, k, product, pw, py, threads);
                }

                // (V W)·(W V)ᵀ of three parts beside each other.
                var rest = n - end;
                for (var j = 0; j < width && rest > 0; j++)
                {
                    var v = a.AsSpan(((start + j) * n) + end, rest);
                    v.CopyTo(sides.AsSpan(j * rest));
                    w.AsSpan((j * n) + end, rest).CopyTo(sides.AsSpan((width + j) * rest));
                    v.CopyTo(sides.AsSpan(((2 * width) + j) * rest));
                }

                RankUpdate.Subtract(rest, rest, 2 * width, ps, rest, ps + (width * rest), rest, pa + ((nint)end * (n + 1)), n, threads);
            }
        }

        return reduction;
    }

    /// <summary>
    /// A = UΛUᵀ by the reduction, divide and conquer for T = VΛVᵀ, and U = QV; where n is small by <see cref="SmallSymmetric"/>. O(n³), 7n² numbers
    /// in memory.
    /// </summary>
    /// <param name="a">n² entries as above; overwritten.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="cancellationToken">Cancels between two columns.</param>
    /// <returns>Λ ascending, and U column by column.</returns>
    /// <exception cref="MathNet.Numerics.NonConvergenceException">An eigenvalue did not converge.</exception>
    public static (double[] Values, double[] Vectors) Decompose(double[] a, int n, int threads, CancellationToken cancellationToken = default)
    {
        if (n <= SmallSymmetric.LargestDimension)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return SmallSymmetric.Decompose(a, n);
        }

        return Of(a, n, threads, cancellationToken).Decompose(cancellationToken);
    }

    /// <summary>The same of the matrix that was reduced.</summary>
    /// <inheritdoc cref="Decompose(double[], int, int, CancellationToken)"/>
    public (double[] Values, double[] Vectors) Decompose(CancellationToken cancellationToken)
    {
        var values = (double[])Diagonal.Clone();
        var vectors = DividedTridiagonal.Solve(values, OffDiagonal, _threads, cancellationToken);
        Rotate(vectors);
        return (values, vectors);
    }

    /// <summary>The same of a matrix whose entries may be of any size, on the calling thread.</summary>
    /// <inheritdoc cref="Decompose(double[], int, int, CancellationToken)"/>
    /// <param name="a">n² finite entries, of which the lower triangle is read; overwritten.</param>
    /// <param name="n">The dimension.</param>
    public static (double[] Values, double[] Vectors) DecomposeScaled(double[] a, int n)
    {
        var exponent = ShortVectors.ScaleToOne(a);
        var (values, vectors) = Decompose(a, n, threads: 1);
        foreach (ref var value in values.AsSpan())
            value = Math.ScaleB(value, exponent);
        return (values, vectors);
    }

    /// <summary>X ← QX.</summary>
    /// <param name="x">Columns of n entries each.</param>
    public unsafe void Rotate(double[] x)
    {
        var n = Diagonal.Length;
        if (n < 3)
            return;
        fixed (double* first = x)
            Panels().Multiply(x.Length / n, first + 1, n);
    }

    /// <summary>Qᵀx.</summary>
    /// <param name="x">n entries.</param>
    public unsafe double[] RotateBack(ReadOnlySpan<double> x)
    {
        var result = x.ToArray();
        if (result.Length < 3)
            return result;
        fixed (double* first = result)
            Panels().MultiplyTransposed(1, first + 1, result.Length);
        return result;
    }

    // The reflections begin in row 1, and have zeros above the 1 in their own row.
    private ReflectionPanels<double> Panels()
    {
        var n = Diagonal.Length;
        if (_panels is null)
        {
            for (var k = 0; k < n; k++)
                _reflections.AsSpan(k * n, k + 1).Clear();
            _panels = ReflectionPanels<double>.Of(n - 1, _reflections, 1, n, _tau, _threads);
        }

        return _panels;
    }

    // Column k of a panel: brought up to date by the reflections of the panel before it, A − VWᵀ − WVᵀ, and reflected.
    private unsafe void Step(double* a, int n, int start, int k, SymmetricProduct product, double* w, double* y, int threads)
    {
        var count = k - start;
        double* vRow = stackalloc double[Panel], wRow = stackalloc double[Panel];
        for (var j = 0; j < count; j++)
            (vRow[j], wRow[j]) = (a[k + ((nint)(start + j) * n)], w[k + (j * n)]);
        double* column = a + k + ((nint)k * n), v = a + k + ((nint)start * n), wPart = w + k;
        ColumnSweep.SubtractMultiples(column, n - k, v, n, wRow, count);
        ColumnSweep.SubtractMultiples(column, n - k, wPart, n, vRow, count);
        Diagonal[k] = *column;
        if (k == n - 1)
            return;

        var u = column + 1;
        var rest = n - k - 1;
        (OffDiagonal[k], _tau[k]) = Reflections.Make(new(u, rest));
        product.Multiply(k + 1, u, y, threads);
        Project(v + 1, vRow);
        Project(wPart + 1, wRow);
        ColumnSweep.SubtractMultiples(y, rest, v + 1, n, wRow, count);
        ColumnSweep.SubtractMultiples(y, rest, wPart + 1, n, vRow, count);

        // w = τAu − ½τ²(uᵀAu)u.
        double inner;
        MatrixProduct.Multiply(1, 1, rest, 1, Operand<double>.ByColumns(y, rest).Transposed, Operand<double>.ByColumns(u, rest), 0, &inner, 1, 1);
        var (tau, half) = (_tau[k], 0.5 * _tau[k] * _tau[k] * inner);
        var target = w + k + 1 + ((nint)count * n);
        for (var i = 0; i < rest; i++)
            target[i] = (tau * y[i]) - (half * u[i]);

        void Project(double* columns, double* products) => MatrixProduct.Multiply(
            count, 1, rest, 1, Operand<double>.ByColumns(columns, n).Transposed, Operand<double>.ByColumns(u, rest), 0, products, count, threads);
    }
}
