namespace Optimizers.LinearAlgebra;

/// <summary>
/// PAPᵀ = LDLᵀ of a symmetric matrix, L unit lower triangular and D of 1×1 and 2×2 blocks (Bunch and Kaufman, Math. Comp. 31 (1977); by panels as
/// in LAPACK's dlasyf): all but n² of its n³/3 multiplications are in <see cref="RankUpdate"/>.
/// </summary>
internal sealed unsafe class BunchKaufman
{
    private const int Panel = 32;

    // (1 + √17)/8: the growth of two 1×1 pivots is that of one 2×2.
    private const double Alpha = 0.6403882032022076;

    private readonly int _n;

    // Row i of the panel's LD; one column more than the panel, for the candidate of a 2×2 pivot.
    private readonly double[] _w;

    /// <param name="order">n.</param>
    public BunchKaufman(int order)
    {
        _n = order;
        _w = new double[checked(order * (Panel + 1))];
        Order = [.. Enumerable.Range(0, order)];
        Diagonal = new double[order];
        Coupling = new double[order];
    }

    /// <summary>Row i of PAPᵀ is row <see cref="Order"/>[i] of A.</summary>
    public int[] Order { get; }

    /// <summary>The diagonal of D.</summary>
    public double[] Diagonal { get; }

    /// <summary>dₖ₊₁,ₖ, not zero where k and k + 1 form a 2×2 block.</summary>
    public double[] Coupling { get; }

    /// <summary>Factors A.</summary>
    /// <param name="a">
    /// A on and below the diagonal, n² entries column by column; it becomes L below the diagonal. What is on and above it is undefined.
    /// </param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="cancellation">Asked before every panel.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Factor(Span<double> a, int threads, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(a.Length, checked(_n * _n), nameof(a));
        var from = 0;
        while (from < _n)
        {
            cancellation.ThrowIfCancellationRequested();
            var k = from;
            while (k < _n && k - from < Panel)
                k += Eliminate(a, from, k);
            fixed (double* l = a, w = _w)
                RankUpdate.Subtract(_n - k, _n - k, k - from, l + k + ((nint)from * _n), _n, w + k, _n, l + k + ((nint)k * _n), _n, threads);
            from = k;
        }
    }

    /// <summary>
    /// A vector v with vᵀAv = λ‖w‖² but for rounding: LᵀPv = w, w the eigenvector of D's least eigenvalue λ. Null where λ is not negative.
    /// </summary>
    /// <param name="l">L with its unit diagonal, as in <see cref="Factor"/>.</param>
    public double[]? NegativeDirection(ReadOnlySpan<double> l)
    {
        var (least, block) = (0.0, -1);
        for (var k = 0; k < _n; k++)
        {
            // Of a 2×2 block d₂₂ is left out by itself: the block's least eigenvalue is below it.
            var mean = 0.5 * (Diagonal[k] + (Coupling[k] != 0 ? Diagonal[k + 1] : Diagonal[k]));
            var value = Coupling[k] == 0 ? Diagonal[k] : mean - double.Hypot(Diagonal[k] - mean, Coupling[k]);
            if (value < least)
                (least, block) = (value, k);
        }

        if (block < 0)
            return null;
        var y = new double[_n];
        y[block] = 1;
        if (Coupling[block] != 0)
            (y[block], y[block + 1]) = (least - Diagonal[block + 1], Coupling[block]);
        for (var i = block; i >= 0; i--)
        {
            for (var j = i + 1; j < _n; j++)
                y[i] -= l[j + (i * _n)] * y[j];
        }

        var v = new double[_n];
        for (var i = 0; i < _n; i++)
            v[Order[i]] = y[i];
        return v;
    }

    // One pivot, of 1 or 2 columns, after the columns [from, k) of the panel.
    private int Eliminate(Span<double> a, int from, int k)
    {
        var column = W(k - from);
        a.Slice(k + (k * _n), _n - k).CopyTo(column[k..]);
        Update(a, from, k, k, column);
        var size = Math.Abs(column[k]);
        var partner = LargestBelow(column, k + 1, out var largest);
        if (Math.Max(size, largest) == 0)
        {
            a.Slice(k + 1 + (k * _n), _n - k - 1).Clear();
            return 1;
        }

        var (width, pivot) = (1, k);
        if (size < Alpha * largest)
        {
            var candidate = W(k - from + 1);
            for (var j = k; j < partner; j++)
                candidate[j] = a[partner + (j * _n)];
            a.Slice(partner + (partner * _n), _n - partner).CopyTo(candidate[partner..]);
            Update(a, from, k, partner, candidate);
            LargestBelow(candidate[..partner], k, out var before);
            LargestBelow(candidate, partner + 1, out var after);
            var row = Math.Max(before, after);
            if (size < Alpha * largest * (largest / row))
            {
                pivot = partner;
                if (Math.Abs(candidate[partner]) >= Alpha * row)
                    candidate[k..].CopyTo(column[k..]);
                else
                    width = 2;
            }
        }

        Swap(a, from, k, k + width - 1, pivot);
        var below = a.Slice(k + 1 + (k * _n), _n - k - 1);
        Diagonal[k] = column[k];
        if (width == 1)
        {
            column[(k + 1)..].CopyTo(below);
            fixed (double* l = below)
                ColumnSweep.Divide(l, column[k], below.Length);
            return 1;
        }

        // (l₁ l₂)·D = (w₁ w₂), with D/d₂₁ for its inverse: d₁₁d₂₂ is less than d₂₁².
        var second = W(k - from + 1);
        Diagonal[k + 1] = second[k + 1];
        Coupling[k] = column[k + 1];
        var (first, last) = (column[k] / column[k + 1], second[k + 1] / column[k + 1]);
        var scale = 1 / ((first * last) - 1) / column[k + 1];
        below[0] = 0;
        for (var i = k + 2; i < _n; i++)
        {
            a[i + (k * _n)] = scale * ((last * column[i]) - second[i]);
            a[i + ((k + 1) * _n)] = scale * ((first * second[i]) - column[i]);
        }

        return 2;
    }

    private Span<double> W(int column) => _w.AsSpan(column * _n, _n);

    // What the columns [from, k) of the panel subtract from column j of the rest.
    private void Update(ReadOnlySpan<double> a, int from, int k, int j, Span<double> column)
    {
        var row = stackalloc double[Panel];
        for (var i = 0; i < k - from; i++)
            row[i] = _w[j + (i * _n)];
        fixed (double* l = a, target = column)
            ColumnSweep.SubtractMultiples(target + k, _n - k, l + k + ((nint)from * _n), _n, row, k - from);
    }

    private static int LargestBelow(ReadOnlySpan<double> column, int first, out double largest)
    {
        largest = 0;
        var index = first;
        for (var i = first; i < column.Length; i++)
        {
            if (Math.Abs(column[i]) > largest)
                (index, largest) = (i, Math.Abs(column[i]));
        }

        return index;
    }

    // Exchanges rows and columns `first` < `second` of what is left; the column `first` itself is in W already.
    private void Swap(Span<double> a, int from, int k, int first, int second)
    {
        if (first == second)
            return;
        a[second + (second * _n)] = a[first + (first * _n)];
        for (var i = first + 1; i < second; i++)
            a[second + (i * _n)] = a[i + (first * _n)];
        a.Slice(second + 1 + (first * _n), _n - second - 1).CopyTo(a[(second + 1 + (second * _n))..]);
        for (var j = 0; j < k; j++)
            (a[first + (j * _n)], a[second + (j * _n)]) = (a[second + (j * _n)], a[first + (j * _n)]);
        for (var j = 0; j <= first - from; j++)
            (_w[first + (j * _n)], _w[second + (j * _n)]) = (_w[second + (j * _n)], _w[first + (j * _n)]);
        (Order[first], Order[second]) = (Order[second], Order[first]);
    }
}
