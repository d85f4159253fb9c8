using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// Bounds on the rounding of double precision, round to nearest: fl(a ∘ b) = (a ∘ b)(1 + ε), |ε| ≤ u, and ± η/2 more where it underflows.
/// </summary>
internal static class Rounding
{
    /// <summary>u = 2⁻⁵³, half the spacing of the numbers next to 1.</summary>
    public const double Unit = 1.1102230246251565e-16;

    /// <summary>η = 2⁻¹⁰⁷⁴, the smallest positive number. Sums and differences are exact where they underflow.</summary>
    public const double Smallest = double.Epsilon;

    /// <summary>
    /// An upper bound of a number ≥ 0 that was computed from numbers ≥ 0 by sums, products, quotients and roots, so that no more than m roundings lie
    /// between any of them and the result, none of which underflowed.
    /// </summary>
    /// <remarks>
    /// The exact number is at most x(1 − u)⁻ᵐ ≤ x(1 + 2mu) for mu ≤ ½. 1 + 4mu is a double without error, and its rounded product with x is at least
    /// x(1 + 4mu)(1 − u) − η/2 ≥ x(1 + 2mu) − η/2, since m ≥ 1.
    /// </remarks>
    /// <param name="value">x.</param>
    /// <param name="roundings">m, from 1 to 2⁵¹.</param>
    public static double Above(double value, int roundings) => (value * (1 + (roundings * (4 * Unit)))) + Smallest;

    /// <summary>A lower bound of a number ≥ 0, as <see cref="Above"/>: it is at least x(1 + u)⁻ᵐ ≥ x(1 − mu).</summary>
    public static double Below(double value, int roundings) => Math.Max(0, (value * (1 - (roundings * (4 * Unit)))) - Smallest);

    /// <summary>An upper bound of a + b.</summary>
    public static double SumAbove(double a, double b)
    {
        var sum = DoubleDouble.Sum(a, b);
        return sum.Low <= 0 ? sum.High : Math.BitIncrement(sum.High); // Low is NaN where it overflows.
    }

    /// <summary>A lower bound of a − b.</summary>
    public static double DifferenceBelow(double a, double b) => -SumAbove(-a, b);

    /// <summary>An upper bound of x·2^exponent.</summary>
    public static double ScaleAbove(double value, int exponent)
    {
        var scaled = Math.ScaleB(value, exponent);
        return Math.ScaleB(scaled, -exponent) == value ? scaled : Math.BitIncrement(scaled);
    }

    /// <summary>A lower bound of x·2^exponent.</summary>
    public static double ScaleBelow(double value, int exponent) => -ScaleAbove(-value, exponent);
}
