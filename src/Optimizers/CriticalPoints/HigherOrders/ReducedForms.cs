using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature.Functions;

/// <summary>
/// The third- and fourth-order parts of a loss, with the sign s, along the curves that leave a degenerate critical point in the directions
/// u = v₁ cos φ + v₂ sin φ of a plane in the null space of H, as forms in (cos φ, sin φ):
/// <code>
/// c(u) = s·D³[u, u, u]
/// q(u) = s·D⁴[u, u, u, u] − 3·Σ (D³[u, u, uₘ])²/(s·λₘ),   the sum over the non-zero eigenvalues
/// s·L(θ + tu + ½t²w) = s·L(θ) + c(u)·t³/6 + q(u)·t⁴/24 + O(t⁵),   w = −H⁺D³[u, u, ·], where c(u) = 0
/// </code>
/// q is what is left when every other coordinate takes its best value: the Lyapunov–Schmidt reduction (Golubitsky and Schaeffer, Singularities and
/// Groups in Bifurcation Theory I, 1985, chapter I, section 3).
/// </summary>
internal sealed class ReducedForms
{
    /// <summary>Half a circle in as many parts: q has a minimum between two of them at most (h²/8)·max|q″| = 3·10⁻⁷·max|q| below both.</summary>
    private const int Parts = 8192;

    /// <summary>2⁻⁴⁸: a form of degree 4 is evaluated with less than 32 roundings of its largest term.</summary>
    private const double FormRounding = 3.552713678800501e-15;

    private static readonly (double Sine, double Cosine)[] HalfCircle =
        [.. Enumerable.Range(0, Parts).Select(k => Math.SinCos(k * (Math.PI / Parts)))];

    private static readonly double[] CubicBinomials = [1, 3, 3, 1];
    private static readonly double[] QuarticBinomials = [1, 4, 6, 4, 1];

    private readonly double[] _first;
    private readonly double[] _second;
    private readonly double[] _cubic = new double[4];
    private readonly double[] _quartic = new double[5];

    // w = −Σ(pₘ cos² φ + 2qₘ cos φ sin φ + rₘ sin² φ)uₘ/λₘ, as three vectors.
    private readonly double[][] _bends;

    /// <param name="source">D³ and D⁴.</param>
    /// <param name="theta">θ.</param>
    /// <param name="first">v₁, of length 1 and in the null space.</param>
    /// <param name="second">v₂, the same and orthogonal to v₁; empty for the forms of v₁ alone.</param>
    /// <param name="rest">The non-zero eigenvalues of s·H, all positive, with their eigenvectors.</param>
    /// <param name="sign">s.</param>
    /// <param name="tolerance">τ: how far the eigenvalues may be off.</param>
    public ReducedForms(
        IHigherDerivatives source,
        ReadOnlySpan<double> theta,
        double[] first,
        double[] second,
        IReadOnlyList<(double Value, double[] Vector)> rest,
        int sign,
        double tolerance)
    {
        var n = theta.Length;
        (_first, _second) = (first, second);
        var isPlane = second.Length > 0;
        double[][] v = isPlane ? [first, second] : [first];

        // D³[vᵢ, vⱼ, ·] for (1, 1), (1, 2), (2, 2).
        var third = new Interval[isPlane ? 3 : 1][];
        for (var k = 0; k < third.Length; k++)
            source.ThirdDerivative(theta, v[k / 2], v[(k + 1) / 2], third[k] = new Interval[n]);

        var cubic = new Interval[4];
        cubic[0] = sign * IntervalInertia.Dot(first, third[0]);
        if (isPlane)
        {
            cubic[1] = sign * IntervalInertia.Dot(second, third[0]);
            cubic[2] = sign * IntervalInertia.Dot(second, third[1]);
            cubic[3] = sign * IntervalInertia.Dot(second, third[2]);
        }

        // The eigenvectors are off by τ over the gap to the other eigenvalues.
        var tilt = 2 * tolerance / rest.Select(pair => pair.Value).Append(double.PositiveInfinity).Min();
        var thirdScale = third.Sum(each => Math.Sqrt(each.Sum(entry => entry.Magnitude * entry.Magnitude)));
        for (var j = 0; j < 4; j++)
        {
            _cubic[j] = CubicBinomials[j] * cubic[j].Midpoint;
            CubicError += CubicBinomials[j] * cubic[j].Radius;
        }

        CubicError += 3 * tilt * thirdScale + FormRounding * _cubic.Sum(Math.Abs);

        var quartic = new Interval[5];
        for (var j = 0; j < (isPlane ? 5 : 1); j++)
        {
            double[] At(int place) => place < j ? second : first;
            quartic[j] = sign * QuarticBinomials[j] * source.FourthDerivative(theta, At(0), At(1), At(2), At(3));
        }

        var quarticScale = quartic.Sum(entry => entry.Magnitude);
        _bends = [.. third.Select(_ => new double[n])];
        foreach (var (value, vector) in rest)
        {
            // (p cos² + 2q cos sin + r sin²)² by powers of the sine.
            var p = IntervalInertia.Dot(vector, third[0]);
            var (q, r) = isPlane ? (IntervalInertia.Dot(vector, third[1]), IntervalInertia.Dot(vector, third[2])) : (0, 0);
            var weight = 3 / Interval.Around(value, tolerance);
            Interval[] square = [Interval.Pow(p, 2), 4 * p * q, 4 * Interval.Pow(q, 2) + 2 * p * r, 4 * q * r, Interval.Pow(r, 2)];
            for (var j = 0; j < 5; j++)
            {
                quartic[j] -= weight * square[j];
                quarticScale += (weight * square[j]).Magnitude;
            }

            Interval[] coupling = [p, 2 * q, r];
            for (var k = 0; k < _bends.Length; k++)
                ShortVectors.AddScaled(_bends[k], -sign * coupling[k].Midpoint / value, vector);
        }

        for (var j = 0; j < 5; j++)
        {
            _quartic[j] = quartic[j].Midpoint;
            QuarticError += quartic[j].Radius;
        }

        QuarticError += 4 * tilt * quarticScale + FormRounding * _quartic.Sum(Math.Abs);
        FindExtremes();
    }

    /// <summary>A bound on the error of c(u), the eigenvectors' part of it estimated.</summary>
    public double CubicError { get; }

    /// <summary>A bound on the error of q(u), the eigenvectors' part of it estimated.</summary>
    public double QuarticError { get; }

    /// <summary>max |c(u)| over the samples.</summary>
    public double LargestCubic { get; private set; }

    /// <summary>The angle where c is −<see cref="LargestCubic"/>.</summary>
    public double SteepestAngle { get; private set; }

    /// <summary>min q(u) over the plane, a lower bound but for <see cref="QuarticError"/>.</summary>
    public double LeastQuartic { get; private set; }

    /// <summary>max q(u) over the plane, an upper bound but for <see cref="QuarticError"/>.</summary>
    public double LargestQuartic { get; private set; }

    /// <summary>q at <see cref="LeastAngle"/>: the least over the samples.</summary>
    public double LeastSampledQuartic { get; private set; }

    /// <summary>The largest q over the samples.</summary>
    public double LargestSampledQuartic { get; private set; }

    /// <summary>The sampled angle of the least q.</summary>
    public double LeastAngle { get; private set; }

    /// <summary>c(u) at an angle.</summary>
    public double Cubic(double angle) => Form(_cubic, Math.SinCos(angle));

    /// <summary>q(u) at an angle.</summary>
    public double Quartic(double angle) => Form(_quartic, Math.SinCos(angle));

    /// <summary>u at an angle.</summary>
    public double[] Direction(double angle)
    {
        var direction = Array.ConvertAll(_first, entry => Math.Cos(angle) * entry);
        if (_second.Length > 0)
            ShortVectors.AddScaled(direction, Math.Sin(angle), _second);
        return direction;
    }

    /// <summary>w = −H⁺D³[u, u, ·] at an angle.</summary>
    public double[] Bend(double angle)
    {
        var (sine, cosine) = Math.SinCos(angle);
        var bend = Array.ConvertAll(_bends[0], entry => cosine * cosine * entry);
        if (_bends.Length > 1)
        {
            ShortVectors.AddScaled(bend, cosine * sine, _bends[1]);
            ShortVectors.AddScaled(bend, sine * sine, _bends[2]);
        }

        return bend;
    }

    /// <summary>Σ aⱼ cosᵐ⁻ʲ φ sinʲ φ, m the degree.</summary>
    private static double Form(double[] coefficients, (double Sine, double Cosine) at)
    {
        double sum = 0, power = 1;
        foreach (var coefficient in coefficients)
        {
            sum = sum * at.Cosine + coefficient * power;
            power *= at.Sine;
        }

        return sum;
    }

    private void FindExtremes()
    {
        LeastSampledQuartic = double.PositiveInfinity;
        LargestSampledQuartic = double.NegativeInfinity;
        LargestCubic = -1;
        var samples = _second.Length == 0 ? 1 : Parts;
        for (var k = 0; k < samples; k++)
        {
            var angle = k * (Math.PI / Parts);
            var (c, q) = (Form(_cubic, HalfCircle[k]), Form(_quartic, HalfCircle[k]));
            if (Math.Abs(c) > LargestCubic)
                (LargestCubic, SteepestAngle) = (Math.Abs(c), c > 0 ? angle + Math.PI : angle);
            if (q < LeastSampledQuartic)
                (LeastSampledQuartic, LeastAngle) = (q, angle);
            LargestSampledQuartic = Math.Max(LargestSampledQuartic, q);
        }

        // A trigonometric polynomial of degree 4 has |q″| ≤ 16·max|q| (Bernstein); an extreme is at most h/2 from a sample, and flat.
        var between = samples == 1 ? 0 : 2 * Math.Pow(Math.PI / Parts, 2) * _quartic.Sum(Math.Abs);
        LeastQuartic = LeastSampledQuartic - between;
        LargestQuartic = LargestSampledQuartic + between;
    }
}
