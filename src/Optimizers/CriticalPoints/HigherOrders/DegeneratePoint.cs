using System.Globalization;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature.Functions;

/// <summary>
/// What a critical point is where the second-order test is silent: no eigenvalue of H of one of the signs, and some that cannot be told from zero.
/// The third and fourth order decide, along the curves on which the other coordinates take their best values (<see cref="ReducedForms"/>).
/// </summary>
/// <remarks>
/// <para>
/// With the rest of the eigenvalues positive (a negative rest is the same for −L): a third-order part c(u) ≠ 0 makes the point a saddle, since it is
/// odd. Where it is zero, the reduced quartic decides: positive in all null directions, the point is a minimum; negative in one, a saddle. The
/// bare fourth derivative decides nothing: it calls Peano's (y − x²)(y − 2x²) a minimum.
/// </para>
/// <para>
/// Null spaces of one and two dimensions are decided as a whole. In more, planes are searched for descent; a minimum or maximum is never claimed.
/// </para>
/// <para>
/// That an eigenvalue is zero cannot be proven by computing with finitely many digits, so everything here is <b>estimated</b>. A part counts only
/// where it outweighs, at some distance within the radius, what the tolerance τ leaves open of the second order: twice, the third order eight
/// times. That the loss is lower at a point of the <see cref="WayDown"/> can be proven (<see cref="ExactObjective.ProvesLower"/>).
/// </para>
/// </remarks>
internal sealed class DegeneratePoint
{
    private const int LargestPlaneCount = 24;

    // Beside the critical point of a quartic, at a distance x where its curvature qx²/2 passes for zero, the third order is qx, and worth qx²/6.
    private const double CubicMargin = 4;

    private DegeneratePoint()
    {
    }

    /// <summary>
    /// Minimum, maximum, or saddle (L takes larger and smaller values than L(θ) in every neighbourhood of θ); or degenerate: it cannot be told at
    /// this precision.
    /// </summary>
    public required CriticalPointKind Kind { get; init; }

    /// <summary>3 or 4, the order that decided; 0 where none did, or the second.</summary>
    public int Order { get; init; }

    /// <summary>The number of eigenvalues that count as zero.</summary>
    public required int NullDimension { get; init; }

    /// <summary>max |D³[u, u, u]| over the unit vectors of the null space that were looked at.</summary>
    public required double LargestCubic { get; init; }

    /// <summary>The error of <see cref="LargestCubic"/>.</summary>
    public required double CubicError { get; init; }

    /// <summary>
    /// The range of the reduced quartic over the unit vectors of the null space that were looked at, and its error added. In the units of L over the
    /// fourth power of a parameter's.
    /// </summary>
    public required Interval Quartic { get; init; }

    /// <summary>
    /// A curve from θ along which the loss falls at first, where one was found: then the point is no minimum, whatever <see cref="Kind"/> says.
    /// </summary>
    public required DescentCurve? WayDown { get; init; }

    /// <summary>What decided, in words and numbers, or why nothing could be decided.</summary>
    public required string Evidence { get; init; }

    /// <summary>Looks at the third and fourth order. n evaluations a pair of null directions, and 5 a plane, in intervals.</summary>
    /// <param name="source">The third and fourth derivatives.</param>
    /// <param name="theta">θ, n entries: a critical point.</param>
    /// <param name="eigenvalues">All n eigenvalues of H at θ.</param>
    /// <param name="eigenvectors">Their eigenvectors, n entries each, one behind the other.</param>
    /// <param name="tolerance">τ ≥ 0: |λ| ≤ τ counts as zero. In the units of H.</param>
    /// <param name="radius">Up to which distance from θ the expansion is taken for the loss, in the units of the parameters; > 0.</param>
    /// <param name="slope">How large the gradient may be, as far as is known, along the null directions; ≥ 0.</param>
    /// <exception cref="ArgumentException">A shape differs from n, or no eigenvalue counts as zero.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The tolerance is negative or not finite, or the radius not finite and greater than 0.
    /// </exception>
    public static DegeneratePoint Of(
        IHigherDerivatives source,
        ReadOnlySpan<double> theta,
        ReadOnlySpan<double> eigenvalues,
        ReadOnlySpan<double> eigenvectors,
        double tolerance,
        double radius,
        double slope = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        var n = theta.Length;
        if (eigenvalues.Length != n || eigenvectors.Length != n * n)
        {
            throw new ArgumentException(
                $"θ has {n} entries; there are {eigenvalues.Length} eigenvalues and {eigenvectors.Length} entries of " +
                $"eigenvectors, and all {n} of n are needed.", nameof(eigenvalues));
        }

        if (!(double.IsFinite(tolerance) && tolerance >= 0))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be finite and not negative.");
        if (!(double.IsFinite(radius) && radius > 0))
            throw new ArgumentOutOfRangeException(nameof(radius), radius, "The radius must be finite and greater than zero.");

        var flat = new List<double[]>();
        var rest = new List<(double Value, double[] Vector)>();
        for (var i = 0; i < n; i++)
        {
            var vector = eigenvectors.Slice(i * n, n).ToArray();
            if (Math.Abs(eigenvalues[i]) <= tolerance)
                flat.Add(vector);
            else
                rest.Add((eigenvalues[i], vector));
        }

        if (flat.Count == 0)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"No eigenvalue is within {tolerance:G4} of zero: the point is not degenerate."), nameof(eigenvalues));
        }

        var negative = rest.Count(pair => pair.Value < 0);
        if (negative > 0 && negative < rest.Count)
        {
            return new()
            {
                Kind = CriticalPointKind.Saddle,
                NullDimension = flat.Count,
                LargestCubic = 0,
                CubicError = double.PositiveInfinity,
                Quartic = Interval.Whole,
                WayDown = null,
                Evidence = "eigenvalues of both signs: the second order decides",
            };
        }

        var sign = negative > 0 ? -1 : 1;
        var positive = rest.ConvertAll(pair => (sign * pair.Value, pair.Vector));
        var planes = new List<ReducedForms>();
        foreach (var (first, second) in Planes(flat))
            planes.Add(new(source, theta, first, second, positive, sign, tolerance));
        return Decide(planes, flat.Count, rest.Count, sign, tolerance, radius, slope);
    }

    /// <summary>
    /// The same point, if what decided is no other, but for half of it, at a point a step away; else degenerate. As the second order, a higher one
    /// names a critical point only if it does not change on the way there: the fourth of x⁵ is not zero beside 0.
    /// </summary>
    public DegeneratePoint IfAlsoAt(DegeneratePoint other)
    {
        var stays = Kind == other.Kind && Order == other.Order && Order switch
        {
            3 => IsLike(LargestCubic, other.LargestCubic),
            4 => IsLike(Quartic.Lower, other.Quartic.Lower) && IsLike(Quartic.Upper, other.Quartic.Upper),
            _ => true,
        };
        return stays ? this : new()
        {
            Kind = CriticalPointKind.Degenerate,
            NullDimension = NullDimension,
            LargestCubic = LargestCubic,
            CubicError = CubicError,
            Quartic = Quartic,
            WayDown = null,
            Evidence = $"{Evidence}; but it changes on the way to the critical point, where it decides nothing",
        };

        static bool IsLike(double a, double b) => Math.Abs(a - b) <= 0.5 * Math.Abs(a) && Math.Abs(a - b) <= 0.5 * Math.Abs(b);
    }

    private static DegeneratePoint Decide(
        List<ReducedForms> planes, int nullDimension, int restCount, int sign, double tolerance, double radius, double slope)
    {
        var steepest = planes.MaxBy(plane => plane.LargestCubic)!;
        var lowest = planes.MinBy(plane => plane.LeastSampledQuartic)!;
        var highest = planes.MaxBy(plane => plane.LargestSampledQuartic)!;
        var least = planes.Min(plane => plane.LeastQuartic - plane.QuarticError);
        var largest = planes.Max(plane => plane.LargestQuartic + plane.QuarticError);

        // The third order at its best distance t ≤ radius, where the fourth takes as little as it can.
        var cubic = steepest.LargestCubic - steepest.CubicError;
        var opposing = Math.Abs(steepest.Quartic(steepest.SteepestAngle)) + steepest.QuarticError;
        var t = opposing > 0 ? Math.Min(radius, 2 * cubic / opposing) : radius;

        // A quartic whose slope qx³/6 passes for zero at a distance x has a third order of qx there.
        var ofQuartic = Math.Cbrt(6 * slope * opposing * opposing);
        var cubicDecides = cubic > 2 * ofQuartic && (cubic / 6 * t) - (opposing / 24 * t * t) > CubicMargin * tolerance;

        // The fourth order at the radius: a minimum against the third order too; a descent may take its sign.
        var perQuartic = radius * radius / 24;
        var leftOver = tolerance + (steepest.LargestCubic + steepest.CubicError) * radius / 3;
        var rises = least * perQuartic > leftOver;
        var falls = -largest * perQuartic > leftOver;
        var descends = -(lowest.LeastSampledQuartic + lowest.QuarticError) * perQuartic > tolerance;
        var ascends = (highest.LargestSampledQuartic - highest.QuarticError) * perQuartic > tolerance;

        var isWhole = nullDimension <= 2;
        var (minimum, maximum) = sign > 0
            ? (CriticalPointKind.LocalMinimum, CriticalPointKind.LocalMaximum)
            : (CriticalPointKind.LocalMaximum, CriticalPointKind.LocalMinimum);
        var kind = cubicDecides ? CriticalPointKind.Saddle
            : descends && (restCount > 0 || ascends) ? CriticalPointKind.Saddle
            : isWhole && rises ? minimum
            : isWhole && restCount == 0 && falls ? maximum
            : CriticalPointKind.Degenerate;

        var down = cubicDecides ? (Forms: steepest, Angle: steepest.SteepestAngle)
            : descends ? (lowest, lowest.Cubic(lowest.LeastAngle) > 0 ? lowest.LeastAngle + Math.PI : lowest.LeastAngle)
            : default((ReducedForms Forms, double Angle)?);
        var quartic = sign > 0 ? new Interval(least, largest) : new(-largest, -least);
        var text = FormattableString.Invariant(
            $"|D³[u,u,u]| ≤ {steepest.LargestCubic:G4} ± {steepest.CubicError:G2}, reduced quartic in [{quartic.Lower:G4}, {quartic.Upper:G4}] over ")
            + (isWhole ? "all null directions" : $"{planes.Count} planes of the {nullDimension} null directions");
        return new()
        {
            Kind = kind,
            Order = cubicDecides ? 3 : kind != CriticalPointKind.Degenerate ? 4 : 0,
            NullDimension = nullDimension,
            LargestCubic = steepest.LargestCubic,
            CubicError = steepest.CubicError,
            Quartic = quartic,
            WayDown = sign > 0 && down is { } way ? new(way.Forms.Direction(way.Angle), way.Forms.Bend(way.Angle)) : null,
            Evidence = text + (cubicDecides ? ": the third order decides"
                : kind != CriticalPointKind.Degenerate ? ": the fourth order decides"
                : descends ? ": the loss falls in a direction; whether it rises in another is not claimed"
                : !isWhole ? ": no descent was found, and in so many null directions a minimum is not claimed"
                : FormattableString.Invariant(
                    $": at {radius:G4} from θ not more than the tolerance {tolerance:G4} of the eigenvalues leaves open: it cannot be told")),
        };
    }

    /// <summary>
    /// Orthonormal pairs in the null space: the one direction, the one plane, or some planes: those of pairs of the given vectors first, then
    /// random ones.
    /// </summary>
    private static IEnumerable<(double[] First, double[] Second)> Planes(List<double[]> flat)
    {
        if (flat.Count == 1)
        {
            yield return (flat[0], []);
            yield break;
        }

        var count = 0;
        for (var i = 0; i < flat.Count; i++)
        {
            for (var j = 0; j < i && count < LargestPlaneCount / 2; j++, count++)
                yield return (flat[j], flat[i]);
        }

        for (var seed = 0; flat.Count > 2 && count < LargestPlaneCount; seed++, count++)
        {
            var a = RandomDirection.Next(flat.Count, seed: 2 * seed);
            var b = RandomDirection.Next(flat.Count, seed: 2 * seed + 1);
            Normalize(a);
            ShortVectors.AddScaled(b, -ShortVectors.Dot(a, b), a);
            Normalize(b);
            yield return (Combine(flat, a), Combine(flat, b));
        }
    }

    private static double[] Combine(List<double[]> vectors, double[] weights)
    {
        var sum = new double[vectors[0].Length];
        for (var i = 0; i < weights.Length; i++)
            ShortVectors.AddScaled(sum, weights[i], vectors[i]);
        return sum;
    }

    private static void Normalize(double[] vector)
    {
        var norm = Math.Sqrt(ShortVectors.Dot(vector, vector));
        foreach (ref var entry in vector.AsSpan())
            entry /= norm;
    }
}
