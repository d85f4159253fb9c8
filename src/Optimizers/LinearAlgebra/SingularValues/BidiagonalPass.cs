using Optimizers.Threads;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// The passes of a bidiagonal reduction over what is left of A, on several threads: each column, or each block of rows, has its own arithmetic, so
/// that no bit depends on them. A is still to become A − uyᵀ − xvᵀ by the last step.
/// </summary>
/// <param name="a">n² entries, column by column.</param>
/// <param name="n">The dimension.</param>
internal sealed class BidiagonalPass(double[] a, int n)
{
    private const int Columns = 16;
    private const int Rows = 256;
    private const int WorthThreads = 1 << 16; // Entries: below, waking a thread costs as much.

    private readonly double[] _a = a;
    private readonly Crew _crew = new();
    private readonly double[] _y = new double[n];
    private readonly double[] _x = new double[n];
    private readonly double[] _v = new double[n];
    private readonly double[] _row = new double[n];

    /// <summary>Brings column k up to date, from its diagonal entry on.</summary>
    public Span<double> Update(int k)
    {
        var column = _a.AsSpan((k * n) + k, n - k);
        if (k > 0)
        {
            var u = _a.AsSpan(((k - 1) * n) + k, n - k);
            for (var i = 0; i < column.Length; i++)
                column[i] = column[i] - (u[i] * _y[k]) - (_x[k + i] * _v[k]);
        }

        return column;
    }

    /// <summary>Brings the columns behind k up to date and multiplies them by the reflection in column k: y = τAᵀu.</summary>
    /// <param name="k">The column.</param>
    /// <param name="tau">τ.</param>
    /// <param name="row">Becomes the row k of (I − τuuᵀ)A.</param>
    /// <param name="threads">At most so many threads.</param>
    public void MultiplyLeft(int k, double tau, Span<double> row, int threads)
    {
        var columns = new LeftColumns(this, k, tau);
        _crew.Run(columns, columns.Count, ThreadsFor(k, threads));
        _row.AsSpan(k + 1, row.Length).CopyTo(row);
    }

    /// <summary>Multiplies by the reflection of row k: x = π(A − uyᵀ)v.</summary>
    /// <param name="k">The row.</param>
    /// <param name="tau">π.</param>
    /// <param name="v">v, from column k + 1 on.</param>
    /// <param name="threads">At most so many threads.</param>
    public void MultiplyRight(int k, double tau, ReadOnlySpan<double> v, int threads)
    {
        v.CopyTo(_v.AsSpan(k + 1));
        var rows = new RightRows(this, k, tau, ShortVectors.Dot(_y.AsSpan(k + 1), v));
        _crew.Run(rows, rows.Count, ThreadsFor(k, threads));
    }

    private int ThreadsFor(int k, int threads) => (long)(n - k) * (n - k) >= WorthThreads ? threads : 1;

    private sealed class LeftColumns(BidiagonalPass pass, int k, double tau) : IBlockJob
    {
        public int Count => (pass._y.Length - k - 1 + Columns - 1) / Columns;

        public void Run(int block)
        {
            var (n, a) = (pass._y.Length, pass._a);
            var u = a.AsSpan((k * n) + k, n - k);
            var x = pass._x.AsSpan(k);
            var (y, v) = (pass._y, pass._v);
            var last = k == 0 ? x : a.AsSpan(((k - 1) * n) + k, n - k); // Before the first step, all of this is 0.
            var first = k + 1 + (block * Columns);
            for (var j = first; j < Math.Min(n, first + Columns); j++)
            {
                var column = a.AsSpan((j * n) + k, n - k);
                y[j] = tau * Reflections.UpdateAndMultiply(column, last, y[j], x, v[j], u);
                pass._row[j] = column[0] - y[j];
            }
        }
    }

    private sealed class RightRows(BidiagonalPass pass, int k, double tau, double product) : IBlockJob
    {
        public int Count => (pass._y.Length - k - 1 + Rows - 1) / Rows;

        public void Run(int block)
        {
            var (n, a) = (pass._y.Length, pass._a);
            var first = k + 1 + (block * Rows);
            var x = pass._x.AsSpan(first, Math.Min(Rows, n - first));
            x.Clear();
            Reflections.AddColumns(x, a, first, n, pass._v, k + 1, n);
            var u = a.AsSpan((k * n) + first, x.Length);
            for (var i = 0; i < x.Length; i++)
                x[i] = tau * (x[i] - (product * u[i]));
        }
    }
}
