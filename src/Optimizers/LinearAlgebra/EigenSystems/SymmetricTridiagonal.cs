using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MathNet.Numerics;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// The symmetric tridiagonal k×k matrix T with diagonal α₁…α_k and off-diagonal β₁…β_{k−1}: what Lanczos makes of A, and what its eigenvalues, the
/// Ritz values, come from. IEEE operations in a fixed order only: the same bits on every machine.
/// </summary>
internal static unsafe class SymmetricTridiagonal
{
    private const double Epsilon = 1.0 / (1L << 52);

    private const int MaxIterations = 200;

    /// <summary>
    /// All eigenvalues of T by the implicit QL method with Wilkinson's shift (Martin and Wilkinson, Numer. Math. 12, 1968; Golub and Van Loan, Matrix
    /// Computations, chapter 8). O(k²), and O(k) more for each row of a matrix Z that is carried along.
    /// </summary>
    /// <param name="diagonal">α, k entries; becomes the eigenvalues, ascending.</param>
    /// <param name="offDiagonal">β, k − 1 entries or more; is overwritten.</param>
    /// <param name="rows">
    /// Rows of Z, k entries each; become those of ZQ, the columns of Q the eigenvectors in the order of the eigenvalues. The j-th unit row becomes
    /// the j-th components of all eigenvectors.
    /// </param>
    /// <exception cref="NonConvergenceException">An eigenvalue took more than 200 iterations; two or three are usual.</exception>
    public static void Solve(Span<double> diagonal, Span<double> offDiagonal, params ReadOnlySpan<double[]> rows)
    {
        Diagonalize(diagonal, offDiagonal, new Rows(rows));
        var order = Sort(diagonal);
        var sorted = new double[diagonal.Length];
        foreach (var row in rows)
        {
            for (var i = 0; i < sorted.Length; i++)
                sorted[i] = row[order[i]];
            sorted.CopyTo(row, 0);
        }
    }

    /// <summary>From one column to the next of a k×k matrix that is carried along: whole lanes of every width.</summary>
    public static int Stride(int k) => (k + Columns.Lanes - 1) / Columns.Lanes * Columns.Lanes;

    /// <summary>The same with a square Z.</summary>
    /// <inheritdoc cref="Solve(Span{double}, Span{double}, ReadOnlySpan{double[]})"/>
    /// <param name="diagonal">α, k entries; becomes the eigenvalues, ascending.</param>
    /// <param name="offDiagonal">β, k − 1 entries or more; is overwritten.</param>
    /// <param name="z">Z, column by column with <see cref="Stride"/>; is overwritten.</param>
    /// <param name="result">Becomes ZQ.</param>
    /// <param name="resultStride">From one column of ZQ to the next.</param>
    public static void Solve(Span<double> diagonal, Span<double> offDiagonal, Span<double> z, Span<double> result, int resultStride)
    {
        var (k, stride) = (diagonal.Length, Stride(diagonal.Length));
        ArgumentOutOfRangeException.ThrowIfNotEqual(z.Length, k * stride, nameof(z));
        fixed (double* first = z)
            Diagonalize(diagonal, offDiagonal, new Columns(first, stride));
        var order = Sort(diagonal);
        for (var i = 0; i < k; i++)
            z.Slice(order[i] * stride, k).CopyTo(result[(i * resultStride)..]);
    }

    private static void Diagonalize<TVectors>(Span<double> diagonal, Span<double> offDiagonal, TVectors vectors)
        where TVectors : struct, IRotated, allows ref struct
    {
        var k = diagonal.Length;
        Debug.Assert(offDiagonal.Length >= k - 1, "One off-diagonal entry less than the diagonal has.");
        var d = diagonal;
        var e = offDiagonal.Length >= k ? offDiagonal[..k] : (double[])[.. offDiagonal, 0];
        if (k > 0)
            e[k - 1] = 0;
        var norm = 0.0;
        for (var i = 0; i < k; i++)
            norm = Math.Max(norm, Math.Abs(d[i]) + Math.Abs(e[i]));
        for (var l = 0; l < k; l++)
        {
            for (var iteration = 0; ; iteration++)
            {
                var m = l;
                while (m < k - 1 && !IsNegligible(e[m], Math.Abs(d[m]) + Math.Abs(d[m + 1]), norm))
                    m++;
                if (m == l)
                    break;
                if (iteration == MaxIterations)
                    throw new NonConvergenceException(
                        $"Eigenvalue {l} of a tridiagonal matrix of dimension {k} did not converge in {MaxIterations} iterations.");

                // The shift is the eigenvalue of the leading 2×2 block that is nearer to d[l].
                var g = (d[l + 1] - d[l]) / (2 * e[l]);
                var r = Hypotenuse(g, 1);
                g = d[m] - d[l] + (e[l] / (g + Math.CopySign(r, g)));
                double s = 1, c = 1, p = 0;
                var i = m - 1;
                for (; i >= l; i--)
                {
                    var f = s * e[i];
                    var b = c * e[i];
                    r = Hypotenuse(f, g);
                    e[i + 1] = r;
                    if (r == 0)
                    {
                        d[i + 1] -= p;
                        e[m] = 0;
                        break;
                    }

                    s = f / r;
                    c = g / r;
                    g = d[i + 1] - p;
                    r = ((d[i] - g) * s) + (2 * c * b);
                    p = s * r;
                    d[i + 1] = g + p;
                    g = (c * r) - b;
                    vectors.Rotate(i, c, s);
                }

                if (i >= l)
                    continue;
                d[l] -= p;
                e[l] = g;
                e[m] = 0;
            }
        }
    }

    /// <summary>How many eigenvalues of T are below x, by Sturm's sequence (Barth, Martin and Wilkinson, Numer. Math. 9, 1967).</summary>
    public static int CountBelow(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal, double x)
    {
        var count = 0;
        var q = 1.0;
        for (var i = 0; i < diagonal.Length; i++)
        {
            var coupling = i == 0 ? 0 : offDiagonal[i - 1];
            q = diagonal[i] - x - (coupling == 0 ? 0 : coupling * (coupling / q));
            if (q == 0)
                q = -double.Epsilon; // The next quotient is infinite, or tells the sign as any small number would.
            if (q < 0)
                count++;
        }

        return count;
    }

    /// <summary>The largest eigenvalue of T, to the last bit that bisection can tell.</summary>
    /// <param name="diagonal">α, at least one entry.</param>
    /// <param name="offDiagonal">β.</param>
    /// <param name="below">Something that is known to be not above it, such as the largest eigenvalue of a leading part of T.</param>
    public static double Largest(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal, double below = double.NegativeInfinity)
    {
        var (lowest, highest) = Gershgorin(diagonal, offDiagonal);
        return Bisect(diagonal, offDiagonal, Math.Max(below, lowest), highest, diagonal.Length);
    }

    /// <summary>The smallest eigenvalue of T, to the last bit that bisection can tell.</summary>
    /// <param name="diagonal">α, at least one entry.</param>
    /// <param name="offDiagonal">β.</param>
    /// <param name="above">Something that is known to be not below it.</param>
    public static double Smallest(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal, double above = double.PositiveInfinity)
    {
        var (lowest, highest) = Gershgorin(diagonal, offDiagonal);
        return Bisect(diagonal, offDiagonal, lowest, Math.Min(above, highest), 1);
    }

    /// <summary>
    /// A unit eigenvector of T for an eigenvalue, by three steps of inverse iteration with pivoting (Golub and Van Loan, chapter 8).
    /// Within a cluster it is some vector of the cluster.
    /// </summary>
    public static double[] Eigenvector(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal, double value)
    {
        var k = diagonal.Length;
        var x = new double[k];
        Array.Fill(x, 1 / Math.Sqrt(k));
        if (k == 1)
            return x;
        var (lowest, highest) = Gershgorin(diagonal, offDiagonal);
        var smallest = Epsilon * Math.Max(Math.Max(Math.Abs(lowest), Math.Abs(highest)), 1e-290);

        // LU of T − θI with rows exchanged: u is upper triangular with two bands above its diagonal.
        double[] u = new double[k], v = new double[k], w = new double[k], factor = new double[k];
        var exchanged = new bool[k];
        double p = diagonal[0] - value, q = offDiagonal[0];
        for (var i = 0; i + 1 < k; i++)
        {
            var lower = offDiagonal[i];
            var nextDiagonal = diagonal[i + 1] - value;
            var nextUpper = i + 2 < k ? offDiagonal[i + 1] : 0;
            exchanged[i] = Math.Abs(lower) > Math.Abs(p);
            if (exchanged[i])
            {
                (u[i], v[i], w[i]) = (lower, nextDiagonal, nextUpper);
                factor[i] = p / lower;
                p = q - (factor[i] * nextDiagonal);
                q = -factor[i] * nextUpper;
            }
            else
            {
                var pivot = Math.Abs(p) < smallest ? Math.CopySign(smallest, p) : p;
                (u[i], v[i], w[i]) = (pivot, q, 0);
                factor[i] = lower / pivot;
                p = nextDiagonal - (factor[i] * q);
                q = nextUpper;
            }
        }

        u[k - 1] = Math.Abs(p) < smallest ? Math.CopySign(smallest, p) : p;
        for (var step = 0; step < 3; step++)
        {
            // The first step solves with U only: as if the start were L·(1, …, 1).
            for (var i = 0; step > 0 && i + 1 < k; i++)
            {
                if (exchanged[i])
                    (x[i], x[i + 1]) = (x[i + 1], x[i]);
                x[i + 1] -= factor[i] * x[i];
            }

            var largest = 0.0;
            for (var i = k - 1; i >= 0; i--)
            {
                var sum = x[i] - (i + 1 < k ? v[i] * x[i + 1] : 0) - (i + 2 < k ? w[i] * x[i + 2] : 0);
                x[i] = sum / u[i];
                largest = Math.Max(largest, Math.Abs(x[i]));
                if (largest > 1e200)
                {
                    for (var j = 0; j < k; j++)
                        x[j] *= 1e-200;
                    largest *= 1e-200;
                }
            }

            Normalize(x, largest);
        }

        return x;
    }

    private static void Normalize(double[] x, double largest)
    {
        var squares = 0.0;
        foreach (ref var entry in x.AsSpan())
        {
            entry /= largest;
            squares += entry * entry;
        }

        var norm = Math.Sqrt(squares);
        foreach (ref var entry in x.AsSpan())
            entry /= norm;
    }

    private static double Bisect(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal, double low, double high, int index)
    {
        // Of the eigenvalues index − 1 are below low at most, and index or more below high at least.
        while (true)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
                return middle;
            if (CountBelow(diagonal, offDiagonal, middle) >= index)
                high = middle;
            else
                low = middle;
        }
    }

    /// <summary>An interval that contains all eigenvalues of T, a little wider than the circles.</summary>
    private static (double Lowest, double Highest) Gershgorin(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal)
    {
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity, largest = 0;
        for (var i = 0; i < diagonal.Length; i++)
        {
            var radius = (i > 0 ? Math.Abs(offDiagonal[i - 1]) : 0) + (i + 1 < diagonal.Length ? Math.Abs(offDiagonal[i]) : 0);
            lowest = Math.Min(lowest, diagonal[i] - radius);
            highest = Math.Max(highest, diagonal[i] + radius);
            largest = Math.Max(largest, Math.Abs(diagonal[i]) + radius);
        }

        return (lowest - (8 * Epsilon * largest), highest + (8 * Epsilon * largest));
    }

    /// <summary>Beside its neighbours, or by a rounding of the whole matrix: what lies deeper is noise, and need not converge.</summary>
    private static bool IsNegligible(double e, double neighbours, double norm) =>
        Math.Abs(e) <= 0.5 * Epsilon * neighbours || Math.Abs(e) <= 0.5 * Epsilon * norm;

    /// <summary>√(a² + b²) without overflow.</summary>
    internal static double Hypotenuse(double a, double b)
    {
        var squares = (a * a) + (b * b);
        if (squares is > 1e-280 and < 1e280)
            return Math.Sqrt(squares);
        (a, b) = (Math.Abs(a), Math.Abs(b));
        var (larger, smaller) = a > b ? (a, b) : (b, a);
        if (larger == 0)
            return 0;
        var ratio = smaller / larger;
        return larger * Math.Sqrt(1 + (ratio * ratio));
    }

    /// <summary>Sorts, and returns where each value was.</summary>
    private static int[] Sort(Span<double> values)
    {
        var order = new int[values.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        values.Sort(order.AsSpan());
        return order;
    }

    /// <summary>The matrix Z that a diagonalization carries along.</summary>
    private interface IRotated
    {
        /// <summary>Columns i and i + 1: zᵢ₊₁ ← s·zᵢ + c·zᵢ₊₁ and zᵢ ← c·zᵢ − s·zᵢ₊₁.</summary>
        void Rotate(int i, double c, double s);
    }

    private readonly ref struct Rows(ReadOnlySpan<double[]> rows) : IRotated
    {
        private readonly ReadOnlySpan<double[]> _rows = rows;

        public void Rotate(int i, double c, double s)
        {
            foreach (var z in _rows)
                (z[i + 1], z[i]) = ((s * z[i]) + (c * z[i + 1]), (c * z[i]) - (s * z[i + 1]));
        }
    }

    private readonly struct Columns(double* first, int stride) : IRotated
    {
        /// <summary>Those of the widest.</summary>
        public const int Lanes = 8;

        public void Rotate(int i, double c, double s)
        {
            if (Vector512.IsHardwareAccelerated)
                Rotate<Lanes512<double>>(i, c, s);
            else if (Vector256.IsHardwareAccelerated)
                Rotate<Lanes256<double>>(i, c, s);
            else if (Vector128.IsHardwareAccelerated)
                Rotate<Lanes128<double>>(i, c, s);
            else
                Rotate<Scalar<double>>(i, c, s);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Rotate<T>(int i, double c, double s) where T : struct, ILanes<T, double>
        {
            var (cosine, sine) = (T.Constant(c), T.Constant(s));
            var x = first + ((nint)i * stride);
            var y = x + stride;
            for (var end = x + stride; x < end; x += T.Count, y += T.Count)
            {
                var (left, right) = (T.Load(in *x, 0), T.Load(in *y, 0));
                ((sine * left) + (cosine * right)).Store(ref *y, 0);
                ((cosine * left) - (sine * right)).Store(ref *x, 0);
            }
        }
    }
}
