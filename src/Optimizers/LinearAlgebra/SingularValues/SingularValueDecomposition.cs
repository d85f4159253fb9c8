namespace Optimizers.LinearAlgebra;

/// <summary>
/// A = UΣVᵀ of an m×n matrix: QR if it is not square, the bidiagonal reduction, and the implicit QR method. Singular values within p(m, n)·ε·‖A‖₂.
/// </summary>
internal sealed class SingularValueDecomposition
{
    private SingularValueDecomposition(double[] values, double[]? left, double[]? right)
    {
        Values = values;
        Left = left;
        Right = right;
    }

    /// <summary>The diagonal of Σ, descending: min(m, n) values.</summary>
    public double[] Values { get; }

    /// <summary>U, m×m, column by column; null where it was not wanted.</summary>
    public double[]? Left { get; }

    /// <summary>V, n×n, column by column; null where it was not wanted.</summary>
    public double[]? Right { get; }

    /// <summary>Decomposes A.</summary>
    /// <param name="rows">m.</param>
    /// <param name="columns">n, neither of them 0.</param>
    /// <param name="a">A, finite, column by column, of moderate size (no over- or underflow of squares); overwritten.</param>
    /// <param name="hasVectors">True for U and V too.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="cancellationToken">Cancels between two columns.</param>
    /// <exception cref="MathNet.Numerics.NonConvergenceException">A singular value did not converge.</exception>
    public static SingularValueDecomposition Of(
        int rows, int columns, double[] a, bool hasVectors, int threads, CancellationToken cancellationToken = default)
    {
        if (rows < columns)
        {
            var transposed = Of(columns, rows, Transposed(rows, columns, a), hasVectors, threads, cancellationToken);
            return new(transposed.Values, transposed.Right, transposed.Left);
        }

        var qr = rows == columns ? null : new QrFactorization<double>(rows, columns, a, threads);
        var reduced = new Bidiagonalization(qr is null ? a : Top(rows, columns, a), columns, threads, cancellationToken);
        var (left, right) = hasVectors ? (new PlaneRotations(columns, threads), new PlaneRotations(columns, threads)) : (null, null);
        var signed = (double[])[.. reduced.Diagonal];
        BidiagonalSystem.Solve(signed, [.. reduced.OffDiagonal], left, right);

        var values = Array.ConvertAll(signed, Math.Abs);
        var order = Enumerable.Range(0, columns).ToArray();
        Array.Sort([.. values.Select(value => -value)], order);
        var sorted = Array.ConvertAll(order, i => values[i]);
        if (left is null || right is null)
            return new(sorted, null, null);

        var (u, v) = (new double[checked(rows * rows)], new double[columns * columns]);
        for (var i = 0; i < columns; i++)
        {
            left.CopyRow(order[i], u.AsSpan(i * rows, columns));
            var vector = v.AsSpan(i * columns, columns);
            right.CopyRow(order[i], vector);
            if (signed[order[i]] < 0)
                foreach (ref var entry in vector)
                    entry = -entry;
        }

        for (var i = columns; i < rows; i++)
            u[i + (i * rows)] = 1;
        reduced.MultiplyLeft(u, rows, columns);
        reduced.MultiplyRight(v, columns, columns);
        qr?.Multiply(rows, u);
        return new(sorted, u, v);
    }

    private static double[] Top(int rows, int columns, double[] a)
    {
        var top = new double[columns * columns];
        for (var j = 0; j < columns; j++)
            a.AsSpan(j * rows, columns).CopyTo(top.AsSpan(j * columns));
        return top;
    }

    private static double[] Transposed(int rows, int columns, double[] a)
    {
        var transposed = new double[a.Length];
        for (var j = 0; j < columns; j++)
        {
            for (var i = 0; i < rows; i++)
                transposed[j + (i * columns)] = a[i + (j * rows)];
        }

        return transposed;
    }
}
