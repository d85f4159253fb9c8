namespace Optimizers.LinearAlgebra;

/// <summary>
/// How many eigenvalues of A certainly lie below and above a shift σ, by a factorization of A − σI in n³/3 multiplications and its residual, which
/// costs as many: where all eigenvalues would be too dear.
/// </summary>
/// <remarks>
/// <para>
/// Let L and D be the computed factors, taken as exact, and P(A − σI)Pᵀ + R = LDLᵀ. By Sylvester LDLᵀ has as many negative and positive eigenvalues
/// as D, whose blocks are counted without error; by Weyl each of them is within ‖R‖₂ ≤ ‖R‖∞ ≤ r of one of A − σI, in order. So at least n₋(D)
/// eigenvalues of A are below σ + r, and at least n₊(D) above σ − r. How L and D came about does not matter.
/// </para>
/// <para>
/// r is computed: the row sums of fl(C − LW), W = fl(DLᵀ), C = P(A − σI)Pᵀ, and the bound of their rounding,
/// γ₍ₙ₊₈₎·(|C| + |L||D||Lᵀ|)·1, which takes products with vectors only: an entry has at most n products, n + 1 additions in some order, and 3
/// roundings in W and C.
/// </para>
/// </remarks>
internal readonly record struct InertiaProof
{
    /// <summary>σ.</summary>
    public double Shift { get; private init; }

    /// <summary>n₋(D): at least so many eigenvalues are proven to be below σ + r.</summary>
    public int Below { get; private init; }

    /// <summary>n₊(D): at least so many eigenvalues are proven to be above σ − r.</summary>
    public int Above { get; private init; }

    /// <summary>r, in the units of A; ∞ (and no count) where the factorization overflowed.</summary>
    public double Radius { get; private init; }

    /// <summary>
    /// A vector v with vᵀAv &lt; σvᵀv but for rounding, n entries, which a <see cref="RayleighQuotient"/> can prove and an escape can follow; null
    /// where there is none or <see cref="Radius"/> is ∞.
    /// </summary>
    public double[]? Direction { get; private init; }

    /// <summary>Counts the eigenvalues of (A + Aᵀ)/2 on both sides of σ. O(2n³/3) time, two copies of A in memory.</summary>
    /// <param name="a">A, n² finite entries, column by column.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="shift">σ, finite.</param>
    /// <param name="cancellation">Asked before every panel.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static InertiaProof Of(ReadOnlySpan<double> a, int n, double shift, CancellationToken cancellation = default)
    {
        var largest = Math.Abs(shift);
        foreach (var entry in a)
            largest = Math.Max(largest, Math.Abs(entry));
        if (largest == 0)
            return new() { Shift = shift };
        var exponent = Math.ILogB(largest);

        var factor = new double[checked(n * n)];
        var ldl = new BunchKaufman(n);
        Fill(factor, a, ldl.Order, shift, exponent);
        ldl.Factor(factor, Environment.ProcessorCount, cancellation);

        var residual = new double[factor.Length];
        Fill(residual, a, ldl.Order, shift, exponent);
        MakeUnit(factor, n);
        var rounding = RoundingOfResidual(residual, factor, ldl);
        Subtract(residual, factor, ldl, cancellation);
        var sums = RowSums(residual, n);
        var radius = 0.0;
        for (var i = 0; i < n; i++)
            radius = Math.Max(radius, Rounding.Above(sums[i], n + 1) + rounding[i]);

        // What underflows on the way, n² products at most, is less than 2⁻¹⁰⁰⁰ beside the largest entry in [1, 2).
        radius = Rounding.ScaleAbove(Rounding.Above(radius + Math.ScaleB(1, -1000), 3), exponent);
        return Count(ldl, out var below, out var above) && double.IsFinite(radius)
            ? new() { Shift = shift, Below = below, Above = above, Radius = radius, Direction = ldl.NegativeDirection(factor) }
            : new() { Shift = shift, Radius = double.PositiveInfinity };
    }

    // The symmetric part of P(A − σI)Pᵀ·2^−exponent, on and below the diagonal: each entry with at most two roundings.
    private static void Fill(Span<double> c, ReadOnlySpan<double> a, int[] order, double shift, int exponent)
    {
        const int Tile = 32;
        var n = order.Length;
        var (scale, rest) = (Math.ScaleB(0.5, -(exponent / 2)), Math.ScaleB(1, -(exponent - (exponent / 2))));
        for (var firstColumn = 0; firstColumn < n; firstColumn += Tile)
        {
            for (var firstRow = firstColumn; firstRow < n; firstRow += Tile)
            {
                for (var j = firstColumn; j < Math.Min(n, firstColumn + Tile); j++)
                {
                    for (var i = Math.Max(j, firstRow); i < Math.Min(n, firstRow + Tile); i++)
                    {
                        c[i + (j * n)] = (a[order[i] + (order[j] * n)] * scale * rest) + (a[order[j] + (order[i] * n)] * scale * rest);
                    }
                }
            }
        }

        for (var i = 0; i < n; i++)
            c[i + (i * n)] -= shift * (2 * scale) * rest;
    }

    private static void MakeUnit(Span<double> l, int n)
    {
        for (var j = 0; j < n; j++)
        {
            l.Slice(j * n, j).Clear();
            l[j + (j * n)] = 1;
        }
    }

    // R ← C − LW, by whole blocks of D and so many columns of L at once; those are zero above their own rows.
    private static unsafe void Subtract(double[] c, double[] l, BunchKaufman ldl, CancellationToken cancellation)
    {
        const int Depth = 128;
        var n = ldl.Diagonal.Length;
        var w = new double[n * Depth];
        fixed (double* pc = c, pl = l, pw = w)
        {
            for (int from = 0, end; from < n; from = end)
            {
                cancellation.ThrowIfCancellationRequested();
                end = Math.Min(n, from + Depth);
                if (ldl.Coupling[end - 1] != 0)
                    end--;
                Array.Clear(w);
                for (var k = from; k < end; k++)
                {
                    var target = pw + ((nint)(k - from) * n);
                    Add(target, ldl.Diagonal[k], pl + ((nint)k * n));
                    if (ldl.Coupling[k] != 0)
                        Add(target, ldl.Coupling[k], pl + ((nint)(k + 1) * n));
                    if (k > 0 && ldl.Coupling[k - 1] != 0)
                        Add(target, ldl.Coupling[k - 1], pl + ((nint)(k - 1) * n));
                }

                var first = pl + from + ((nint)from * n);
                RankUpdate.Subtract(
                    n - from, n - from, end - from, first, n, pw + from, n, pc + from + ((nint)from * n), n, Environment.ProcessorCount);
            }
        }

        void Add(double* target, double factor, double* x) => ColumnSweep.Subtract(target, -factor, x, n);
    }

    // γ₍ₙ₊₈₎·(|C| + |L||D||Lᵀ|)·1, rounded up.
    private static double[] RoundingOfResidual(ReadOnlySpan<double> c, ReadOnlySpan<double> l, BunchKaufman ldl)
    {
        var n = ldl.Diagonal.Length;
        var columns = new double[n];
        for (var k = 0; k < n; k++)
        {
            foreach (var entry in l.Slice(k + (k * n), n - k))
                columns[k] += Math.Abs(entry);
        }

        var sums = RowSums(c, n);
        for (var k = 0; k < n; k++)
        {
            var weight = Math.Abs(ldl.Diagonal[k]) * columns[k];
            if (ldl.Coupling[k] != 0)
                weight += Math.Abs(ldl.Coupling[k]) * columns[k + 1];
            if (k > 0 && ldl.Coupling[k - 1] != 0)
                weight += Math.Abs(ldl.Coupling[k - 1]) * columns[k - 1];
            for (var i = k; i < n; i++)
                sums[i] += Math.Abs(l[i + (k * n)]) * weight;
        }

        // γₘ < (m + 1)u for m < 2²⁶.
        return Array.ConvertAll(sums, sum => Rounding.Above((n + 9) * Rounding.Unit * sum, (3 * n) + 10));
    }

    private static double[] RowSums(ReadOnlySpan<double> c, int n)
    {
        var sums = new double[n];
        for (var j = 0; j < n; j++)
        {
            sums[j] += Math.Abs(c[j + (j * n)]);
            for (var i = j + 1; i < n; i++)
            {
                var size = Math.Abs(c[i + (j * n)]);
                sums[i] += size;
                sums[j] += size;
            }
        }

        return sums;
    }

    // The signs of D. A 2×2 block whose determinant is not certainly negative is not counted; the pivoting makes none.
    private static bool Count(BunchKaufman ldl, out int below, out int above)
    {
        (below, above) = (0, 0);
        var n = ldl.Diagonal.Length;
        for (var k = 0; k < n; k++)
        {
            var d = ldl.Diagonal[k];
            if (!double.IsFinite(d))
                return false;
            if (ldl.Coupling[k] == 0)
            {
                below += d < 0 ? 1 : 0;
                above += d > 0 ? 1 : 0;
                continue;
            }

            // det < 0 where the ratios of the smaller entry make it certain: |d₁₁/d₂₁|·|d₂₂/d₂₁| < 1 with a margin for three roundings.
            var coupling = ldl.Coupling[k];
            var product = d / coupling * (ldl.Diagonal[k + 1] / coupling);
            if (!(product < 0.999))
                return false;
            below++;
            above++;
            k++;
        }

        return true;
    }
}
