using Optimizers.Threads;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// T = VΛVᵀ of a symmetric tridiagonal matrix by divide and conquer (Cuppen, Numer. Math. 36 (1981), 177; Gu and Eisenstat, SIAM J. Matrix
/// Anal. Appl. 16 (1995), 172): T without one coupling is two matrices, and the coupling is an update of rank 1. What an update does not move
/// beyond rounding is deflated; the rest is two products, 4n³/3 operations in all. The same bits on any number of threads.
/// </summary>
internal sealed unsafe class DividedTridiagonal
{
    private const int LeafDimension = 32;
    private const double Unit = 1.0 / (1L << 53);

    private readonly int _n;
    private readonly int _threads;
    private readonly CancellationToken _cancellationToken;
    private readonly Crew _crew = new();
    private readonly double[] _offDiagonal;
    private readonly double[] _values;
    private readonly double[] _vectors;
    private readonly double[] _next;

    private DividedTridiagonal(double[] diagonal, double[] offDiagonal, int threads, CancellationToken cancellationToken)
    {
        (_n, _threads, _cancellationToken) = (diagonal.Length, threads, cancellationToken);
        (_values, _offDiagonal) = (diagonal, offDiagonal);
        (_vectors, _next) = (new double[_n * _n], new double[_n * _n]);
    }

    /// <summary>Solves.</summary>
    /// <param name="diagonal">The diagonal of T, of moderate size; becomes Λ, ascending.</param>
    /// <param name="offDiagonal">The n − 1 entries beside it.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="cancellationToken">Cancels between two parts.</param>
    /// <returns>V, column by column.</returns>
    /// <exception cref="MathNet.Numerics.NonConvergenceException">An eigenvalue did not converge.</exception>
    public static double[] Solve(double[] diagonal, double[] offDiagonal, int threads, CancellationToken cancellationToken = default)
    {
        var solution = new DividedTridiagonal(diagonal, offDiagonal, threads, cancellationToken);
        solution.Divide(0, diagonal.Length);
        return solution._vectors;
    }

    private void Divide(int start, int end)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (end - start <= LeafDimension)
        {
            SolveLeaf(start, end);
            return;
        }

        var middle = start + ((end - start) / 2);
        var coupling = _offDiagonal[middle - 1];
        _values[middle - 1] -= Math.Abs(coupling);
        _values[middle] -= Math.Abs(coupling);
        Divide(start, middle);
        Divide(middle, end);
        Conquer(start, middle, end, coupling);
    }

    private void SolveLeaf(int start, int end)
    {
        var (count, stride) = (end - start, SymmetricTridiagonal.Stride(end - start));
        var unit = new double[count * stride];
        for (var i = 0; i < count; i++)
            unit[i + (i * stride)] = 1;
        SymmetricTridiagonal.Solve(
            _values.AsSpan(start, count), (double[])[.. _offDiagonal.AsSpan(start, Math.Max(0, count - 1))], unit,
            _vectors.AsSpan(start + (start * _n)), _n);
    }

    private void Conquer(int start, int middle, int end, double coupling)
    {
        // With w = (last row of V₁, ± first row of V₂), ‖w‖² = 2: D + |β|wwᵀ = D + ρzzᵀ.
        var count = end - start;
        var (rho, z) = (2 * Math.Abs(coupling), new double[count]);
        var half = Math.Sqrt(0.5);
        for (var j = 0; j < count; j++)
        {
            var column = (start + j) * _n;
            z[j] = half * (start + j < middle ? _vectors[middle - 1 + column] : Math.CopySign(1, coupling) * _vectors[middle + column]);
        }

        var order = Merged(start, middle, end);
        var (kept, left) = Deflate(start, middle, order, z, rho, out var reaches);
        var (d, w) = (Array.ConvertAll(kept, j => _values[start + j]), Array.ConvertAll(kept, j => z[j]));
        var (roots, columns) = (new double[kept.Length], new double[kept.Length * kept.Length]);
        if (kept.Length > 0)
        {
            var inner = new InnerVectors(new SecularEquation(d, w, rho), roots, columns);
            _crew.Run(inner, inner.Count, _threads);
            inner.Finish();
        }

        Write(start, middle, end, kept, left, reaches, roots, columns);
    }

    /// <summary>The indices of both halves by ascending values.</summary>
    private int[] Merged(int start, int middle, int end)
    {
        var order = new int[end - start];
        var (i, j) = (start, middle);
        for (var k = 0; k < order.Length; k++)
            order[k] = (j == end || (i < middle && _values[i] <= _values[j]) ? i++ : j++) - start;
        return order;
    }

    /// <summary>
    /// Sets aside the eigenvalues that the update does not change beyond rounding: those with a zⱼ of nothing, and one of two that are so near that a
    /// rotation of their vectors makes it so.
    /// </summary>
    private (int[] Kept, int[] Left) Deflate(int start, int middle, int[] order, double[] z, double rho, out Halves[] reaches)
    {
        var (largest, largestOfZ) = (0.0, 0.0);
        for (var j = 0; j < z.Length; j++)
        {
            largest = Math.Max(largest, Math.Abs(_values[start + j]));
            largestOfZ = Math.Max(largestOfZ, Math.Abs(z[j]));
        }

        var (kept, left, tolerance) = (new List<int>(), new List<int>(), 8 * Unit * Math.Max(largest, largestOfZ));
        reaches = new Halves[z.Length];
        for (var j = 0; j < z.Length; j++)
            reaches[j] = start + j < middle ? Halves.Upper : Halves.Lower;
        foreach (var j in order)
        {
            if (rho * Math.Abs(z[j]) <= tolerance)
            {
                left.Add(j);
                continue;
            }

            if (kept.Count > 0 && IsDeflated(start, kept[^1], j, z, tolerance))
            {
                reaches[j] |= reaches[kept[^1]];
                reaches[kept[^1]] = reaches[j];
                left.Add(kept[^1]);
                kept[^1] = j;
            }
            else
            {
                kept.Add(j);
            }
        }

        return ([.. kept], [.. left]);
    }

    private bool IsDeflated(int start, int i, int j, double[] z, double tolerance)
    {
        var length = SymmetricTridiagonal.Hypotenuse(z[i], z[j]);
        var (c, s) = (z[j] / length, z[i] / length);
        ref var first = ref _values[start + i];
        ref var second = ref _values[start + j];
        if (Math.Abs((second - first) * c * s) > tolerance)
            return false;
        (z[i], z[j]) = (0, length);
        (first, second) = ((first * c * c) + (second * s * s), (first * s * s) + (second * c * c));
        var u = _vectors.AsSpan((start + i) * _n, _n);
        var v = _vectors.AsSpan((start + j) * _n, _n);
        for (var k = 0; k < _n; k++)
            (u[k], v[k]) = ((c * u[k]) - (s * v[k]), (s * u[k]) + (c * v[k]));
        return true;
    }

    /// <summary>The new vectors in ascending order of their values: products with the inner ones, and those that were set aside.</summary>
    private void Write(
        int start, int middle, int end, int[] kept, int[] left, Halves[] reaches, double[] roots, double[] columns)
    {
        var (count, products) = (end - start, new double[(end - start) * kept.Length]);
        Multiply(start, start, middle, Halves.Upper, kept, reaches, columns, products, count);
        Multiply(start, middle, end, Halves.Lower, kept, reaches, columns, products, count);
        var values = (double[])[.. roots, .. left.Select(j => _values[start + j])];
        var order = Enumerable.Range(0, count).OrderBy(k => values[k]).ToArray();
        for (var k = 0; k < count; k++)
        {
            var from = order[k] < kept.Length
                ? products.AsSpan(order[k] * count, count)
                : _vectors.AsSpan(start + ((start + left[order[k] - kept.Length]) * _n), count);
            from.CopyTo(_next.AsSpan(start + ((start + k) * _n), count));
        }

        for (var k = 0; k < count; k++)
        {
            _values[start + k] = values[order[k]];
            _next.AsSpan(start + ((start + k) * _n), count).CopyTo(_vectors.AsSpan(start + ((start + k) * _n), count));
        }
    }

    /// <summary>Some rows of the product: of the vectors that are not 0 there.</summary>
    private void Multiply(
        int start, int from, int end, Halves half, int[] kept, Halves[] reaches, double[] columns, double[] products, int stride)
    {
        var some = Enumerable.Range(0, kept.Length).Where(k => reaches[kept[k]].HasFlag(half)).ToArray();
        var rows = end - from;
        var (outer, inner) = (new double[rows * some.Length], new double[some.Length * kept.Length]);
        for (var i = 0; i < some.Length; i++)
        {
            _vectors.AsSpan(from + ((start + kept[some[i]]) * _n), rows).CopyTo(outer.AsSpan(i * rows));
            for (var k = 0; k < kept.Length; k++)
                inner[i + (k * some.Length)] = columns[some[i] + (k * kept.Length)];
        }

        fixed (double* a = outer, b = inner, c = products)
        {
            if (kept.Length > 0)
            {
                MatrixProduct.Multiply(
                    rows, kept.Length, some.Length, 1, Operand<double>.ByColumns(a, rows), Operand<double>.ByColumns(b, some.Length), 0,
                    c + (from - start), stride, _threads);
            }
        }
    }

    [Flags]
    private enum Halves : byte
    {
        Upper = 1,
        Lower = 2,
    }

    /// <summary>The eigenvectors of D + ρzzᵀ, some roots at a time.</summary>
    private sealed class InnerVectors(SecularEquation equation, double[] roots, double[] columns) : IBlockJob
    {
        private const int Together = 16;

        public int Count => (roots.Length + Together - 1) / Together;

        public void Run(int block)
        {
            var n = roots.Length;
            for (var k = block * Together; k < Math.Min(n, (block + 1) * Together); k++)
                roots[k] = equation.Solve(k, columns.AsSpan(k * n, n));
        }

        /// <summary>Makes the unit vectors ẑᵢ/(dᵢ − λₖ) of the distances.</summary>
        public void Finish()
        {
            var z = equation.ExactVector(columns);
            for (var k = 0; k < z.Length; k++)
            {
                var column = columns.AsSpan(k * z.Length, z.Length);
                var squares = 0.0;
                for (var i = 0; i < z.Length; i++)
                {
                    column[i] = z[i] / column[i];
                    squares += column[i] * column[i];
                }

                var norm = Math.Sqrt(squares);
                foreach (ref var entry in column)
                    entry /= norm;
            }
        }
    }
}
