using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// The least-squares solution of [J; √μD]p = [−r; 0] with μ such that ‖Dp‖₂ is Δ, to a tenth, or μ = 0 where that is inside (Moré, The
/// Levenberg–Marquardt algorithm, 1978, sections 3 and 5). By JP = QR and plane rotations that take √μD into R: the condition of J is never squared.
/// </summary>
internal sealed class DampedStep(PivotedQr qr, int n)
{
    private const double Slack = 0.1;
    private const int MostTrials = 10;
    private const double SmallestNormal = 2.2250738585072014e-308;

    private readonly double[] _s = new double[n * n];
    private readonly double[] _rhs = new double[n];
    private readonly double[] _row = new double[n];
    private readonly double[] _w = new double[n];

    /// <summary>p.</summary>
    public double[] P { get; } = new double[n];

    /// <summary>‖Dp‖₂.</summary>
    public double Length { get; private set; }

    /// <summary>μ, which the next solution starts from.</summary>
    public double Mu { get; set; }

    /// <param name="d">D.</param>
    /// <param name="qtr">The first n entries of Qᵀr.</param>
    /// <param name="radius">Δ.</param>
    public void Solve(double[] d, double[] qtr, double radius)
    {
        var isRegular = GaussNewton(qtr);
        Measure(d);
        var excess = Length - radius;
        if (excess <= Slack * radius)
        {
            Mu = 0;
            return;
        }

        // Newton's step from μ = 0 is a lower bound, as the secular function is convex; ‖D⁻¹Jᵀr‖/Δ an upper one.
        var lower = 0.0;
        if (isRegular)
        {
            for (var j = 0; j < n; j++)
                _w[j] = d[qr.Pivots[j]] * (d[qr.Pivots[j]] * P[qr.Pivots[j]] / Length);
            for (var j = 0; j < n; j++)
            {
                for (var i = 0; i < j; i++)
                    _w[j] -= qr[i, j] * _w[i];
                _w[j] /= qr.Diagonal[j];
            }

            var norm = Reduction.Norm(_w);
            lower = excess / radius / norm / norm;
        }

        for (var j = 0; j < n; j++)
        {
            var sum = qr.Diagonal[j] * qtr[j];
            for (var i = 0; i < j; i++)
                sum += qr[i, j] * qtr[i];
            _w[j] = sum / d[qr.Pivots[j]];
        }

        var gradient = Reduction.Norm(_w);
        var upper = gradient / radius;
        if (upper == 0)
            upper = SmallestNormal / Math.Min(radius, Slack);
        Mu = Math.Min(Math.Max(Mu, lower), upper);
        if (Mu == 0)
            Mu = gradient / Length;
        for (var trial = 1; ; trial++)
        {
            if (Mu == 0)
                Mu = Math.Max(SmallestNormal, 0.001 * upper);
            Damped(d, qtr);
            Measure(d);
            var before = excess;
            excess = Length - radius;
            if (Math.Abs(excess) <= Slack * radius || (lower == 0 && excess <= before && before < 0) || trial == MostTrials)
                return;
            for (var j = 0; j < n; j++)
                _w[j] = d[qr.Pivots[j]] * (d[qr.Pivots[j]] * P[qr.Pivots[j]] / Length);
            for (var j = 0; j < n; j++)
            {
                _w[j] /= _s[(j * n) + j];
                for (var i = j + 1; i < n; i++)
                    _w[i] -= _s[(j * n) + i] * _w[j];
            }

            var norm = Reduction.Norm(_w);
            var correction = excess / radius / norm / norm;
            if (excess > 0)
                lower = Math.Max(lower, Mu);
            else
                upper = Math.Min(upper, Mu);
            Mu = Math.Max(lower, Mu + correction);
        }
    }

    /// <summary>‖Jp‖₂.</summary>
    public double LengthOfJp()
    {
        for (var i = 0; i < n; i++)
        {
            _w[i] = qr.Diagonal[i] * P[qr.Pivots[i]];
            for (var k = i + 1; k < n; k++)
                _w[i] += qr[i, k] * P[qr.Pivots[k]];
        }

        return Reduction.Norm(_w);
    }

    // Along columns that depend on others nothing: false.
    private bool GaussNewton(double[] qtr)
    {
        var rank = 0;
        while (rank < n && qr.Diagonal[rank] != 0)
            rank++;
        for (var j = 0; j < n; j++)
            _w[j] = j < rank ? -qtr[j] : 0;
        for (var j = rank - 1; j >= 0; j--)
        {
            _w[j] /= qr.Diagonal[j];
            for (var i = 0; i < j; i++)
                _w[i] -= qr[i, j] * _w[j];
        }

        Unpermute();
        return rank == n;
    }

    // R and √μD to S, with S upper triangular and row by row in memory (Moré, section 3; Björck, Numerical Methods for Least Squares, 1996).
    private void Damped(double[] d, double[] qtr)
    {
        var root = Math.Sqrt(Mu);
        for (var i = 0; i < n; i++)
        {
            _s[(i * n) + i] = qr.Diagonal[i];
            for (var k = i + 1; k < n; k++)
                _s[(i * n) + k] = qr[i, k];
            _rhs[i] = -qtr[i];
        }

        for (var j = 0; j < n; j++)
        {
            Array.Clear(_row);
            _row[j] = root * d[qr.Pivots[j]];
            var rhs = 0.0;
            for (var k = j; k < n; k++)
            {
                if (_row[k] == 0)
                    continue;
                double a = _s[(k * n) + k], b = _row[k];
                var length = Hypotenuse(a, b);
                double cosine = a / length, sine = b / length;
                for (var i = k; i < n; i++)
                {
                    (a, b) = (_s[(k * n) + i], _row[i]);
                    _s[(k * n) + i] = (cosine * a) + (sine * b);
                    _row[i] = (cosine * b) - (sine * a);
                }

                (a, b) = (_rhs[k], rhs);
                _rhs[k] = (cosine * a) + (sine * b);
                rhs = (cosine * b) - (sine * a);
            }
        }

        for (var j = n - 1; j >= 0; j--)
        {
            var sum = _rhs[j];
            for (var k = j + 1; k < n; k++)
                sum -= _s[(j * n) + k] * _w[k];
            _w[j] = _s[(j * n) + j] == 0 ? 0 : sum / _s[(j * n) + j];
        }

        Unpermute();
    }

    private void Unpermute()
    {
        for (var j = 0; j < n; j++)
            P[qr.Pivots[j]] = _w[j];
    }

    private void Measure(double[] d)
    {
        for (var j = 0; j < n; j++)
            _row[j] = d[j] * P[j];
        Length = Reduction.Norm(_row);
    }

    private static double Hypotenuse(double a, double b)
    {
        var (large, small) = (Math.Max(Math.Abs(a), Math.Abs(b)), Math.Min(Math.Abs(a), Math.Abs(b)));
        var ratio = small / large;
        return large * Math.Sqrt(1 + (ratio * ratio));
    }
}
