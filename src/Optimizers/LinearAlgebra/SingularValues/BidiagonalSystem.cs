using System.Diagnostics;
using MathNet.Numerics;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// B = UΣVᵀ of an upper bidiagonal matrix by the implicit QR method, with a shift of zero where B is near to a singular matrix (Golub and Kahan 1965;
/// Demmel and Kahan, SIAM J. Sci. Stat. Comput. 11 (1990), 873). Singular values within p(n)·ε·‖B‖₂. IEEE operations in a fixed order only.
/// </summary>
internal sealed class BidiagonalSystem
{
    private const double Epsilon = 1.0 / (1L << 52);
    private const int MaxSweeps = 60;

    private readonly double[] _d;
    private readonly double[] _e;
    private readonly PlaneRotations? _left;
    private readonly PlaneRotations? _right;
    private int _low;
    private int _high;
    private bool _isUpward; // The sweep runs from the block's end to its beginning: the larger entries are at its end.

    private BidiagonalSystem(double[] d, double[] e, PlaneRotations? left, PlaneRotations? right)
    {
        Debug.Assert(e.Length == d.Length - 1, "One entry above the diagonal less than on it.");
        (_d, _e, _left, _right) = (d, e, left, right);
    }

    /// <summary>The singular values, unsorted and of either sign, in the place of the diagonal.</summary>
    /// <param name="diagonal">The diagonal of B; becomes ±σ.</param>
    /// <param name="offDiagonal">The entries above it; overwritten.</param>
    /// <param name="left">The unit matrix; its rows become the columns of U. Null where they are not wanted.</param>
    /// <param name="right">The unit matrix; its rows become the columns of V.</param>
    /// <exception cref="NonConvergenceException">A singular value took more than 60 sweeps on the average; two are usual.</exception>
    public static void Solve(double[] diagonal, double[] offDiagonal, PlaneRotations? left, PlaneRotations? right)
    {
        new BidiagonalSystem(diagonal, offDiagonal, left, right).Solve();
        left?.Apply();
        right?.Apply();
    }

    private void Solve()
    {
        var norm = 0.0;
        for (var i = 0; i < _d.Length; i++)
            norm = Math.Max(norm, Math.Abs(_d[i]) + (i < _e.Length ? Math.Abs(_e[i]) : 0));
        var sweeps = (long)MaxSweeps * _d.Length;
        (_low, _high) = (-1, -1);
        for (var high = _d.Length - 1; high > 0;)
        {
            var low = high;
            while (low > 0 && !IsNegligible(low - 1, norm))
                low--;
            if (low > 0)
                _e[low - 1] = 0;
            if (low == high)
            {
                high--;
                continue;
            }

            if (sweeps-- == 0)
                throw new NonConvergenceException($"The singular values of a bidiagonal matrix of dimension {_d.Length} did not converge.");

            // A sweep keeps its direction as long as it is on the same block, or a part of it.
            if (low > _high || high < _low)
                _isUpward = Math.Abs(_d[low]) < Math.Abs(_d[high]);
            (_low, _high) = (low, high);
            Sweep();
        }
    }

    private bool IsNegligible(int i, double norm)
    {
        var e = Math.Abs(_e[i]);
        return e <= 0.5 * Epsilon * (Math.Abs(_d[i]) + Math.Abs(_d[i + 1])) || e <= 0.5 * Epsilon * norm;
    }

    private void Sweep()
    {
        // Upwards it is a sweep of the block mirrored at its other diagonal, which exchanges U and V.
        var d = _d.AsSpan(_low, _high - _low + 1);
        var e = _e.AsSpan(_low, _high - _low);
        if (_isUpward)
        {
            d.Reverse();
            e.Reverse();
        }

        var shift = Shift(d, e);
        if (shift == 0)
            ChaseWithoutShift(d, e);
        else
            Chase(d, e, shift);
        if (_isUpward)
        {
            d.Reverse();
            e.Reverse();
        }
    }

    /// <summary>
    /// The smaller singular value of the last 2×2 block; 0 if that is nothing beside d₁, or the block of d and e is as good as singular.
    /// </summary>
    private static double Shift(ReadOnlySpan<double> d, ReadOnlySpan<double> e)
    {
        // A lower bound of the smallest singular value, within a factor of √n (Demmel and Kahan, section 2).
        var (bound, smallest, largest) = (Math.Abs(d[0]), Math.Abs(d[0]), Math.Abs(d[0]));
        for (var i = 0; i < e.Length; i++)
        {
            bound = bound == 0 ? 0 : Math.Abs(d[i + 1]) * (bound / (bound + Math.Abs(e[i])));
            smallest = Math.Min(smallest, bound);
            largest = Math.Max(largest, Math.Max(Math.Abs(d[i + 1]), Math.Abs(e[i])));
        }

        if (smallest <= Epsilon * largest / d.Length)
            return 0;
        var (f, g, h) = (Math.Abs(d[^2]), e[^1], Math.Abs(d[^1]));
        var highest = 0.5 * (SymmetricTridiagonal.Hypotenuse(f + h, g) + SymmetricTridiagonal.Hypotenuse(f - h, g));
        var shift = Math.Min(f, h) * (Math.Max(f, h) / highest);
        var ratio = shift / Math.Abs(d[0]);
        return ratio * ratio < Epsilon ? 0 : shift;
    }

    private void Chase(Span<double> d, Span<double> e, double shift)
    {
        var f = (Math.Abs(d[0]) - shift) * (Math.CopySign(1, d[0]) + (shift / d[0]));
        var g = e[0];
        for (var i = 0; i < e.Length; i++)
        {
            var (c, s, r) = Rotation(f, g);
            if (i > 0)
                e[i - 1] = r;
            f = (c * d[i]) + (s * e[i]);
            e[i] = (c * e[i]) - (s * d[i]);
            g = s * d[i + 1];
            d[i + 1] *= c;
            Rotate(isRight: true, i, c, s);
            (c, s, d[i]) = Rotation(f, g);
            f = (c * e[i]) + (s * d[i + 1]);
            d[i + 1] = (c * d[i + 1]) - (s * e[i]);
            if (i + 1 < e.Length)
            {
                g = s * e[i + 1];
                e[i + 1] *= c;
            }

            Rotate(isRight: false, i, c, s);
        }

        e[^1] = f;
    }

    /// <summary>The sweep of Demmel and Kahan, section 3, which adds and subtracts nothing.</summary>
    private void ChaseWithoutShift(Span<double> d, Span<double> e)
    {
        var (c, oldC, oldS) = (1.0, 1.0, 0.0);
        for (var i = 0; i < e.Length; i++)
        {
            (c, var s, var r) = Rotation(d[i] * c, e[i]);
            if (i > 0)
                e[i - 1] = oldS * r;
            (oldC, oldS, d[i]) = Rotation(oldC * r, d[i + 1] * s);
            Rotate(isRight: true, i, c, s);
            Rotate(isRight: false, i, oldC, oldS);
        }

        var last = d[^1] * c;
        d[^1] = last * oldC;
        e[^1] = last * oldS;
    }

    /// <summary>c and s with cf + sg = r and cg = sf.</summary>
    private static (double C, double S, double R) Rotation(double f, double g)
    {
        if (g == 0)
            return (1, 0, f);
        var r = SymmetricTridiagonal.Hypotenuse(f, g);
        return (f / r, g / r, r);
    }

    private void Rotate(bool isRight, int i, double c, double s)
    {
        var rows = isRight != _isUpward ? _right : _left;
        rows?.Add(_isUpward ? new(_high - 1 - i, c, s) : new(_low + i, c, -s));
    }
}
