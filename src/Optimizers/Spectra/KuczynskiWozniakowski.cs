using System.Globalization;
using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>
/// How far the largest Ritz value of k Lanczos steps may lie below the largest eigenvalue (or the smallest one above the smallest), whatever the
/// spectrum: Kuczyński and Woźniakowski, Estimating the Largest Eigenvalue by the Power and Lanczos Algorithms with a Random Start, SIAM J. Matrix
/// Anal. Appl. 13 (1992) 1094–1122, theorem 4.2:
/// P(λmax − θ > ε·(λmax − λmin)) ≤ 1.648·√n·e^(−√ε·(2k−1)).
/// </summary>
/// <remarks>
/// <para>k counts the products: θ is the largest Rayleigh quotient in span(b, Ab, …, A^(k−1)b). The bound is for exact arithmetic, one unrestarted
/// Krylov space, and b uniform on the sphere and independent of A.</para>
/// <para>Why it holds, and for every k at once. Take λmin = 0 and λmax = 1 (Lanczos does not see shift and scale), bᵢ the components of b in the
/// eigenvectors, b₁ that of λmax. If λmax − θ > ε, then for every polynomial q of degree below k the Rayleigh quotient of q(A)b is below 1 − ε:
/// b₁²·ε·q(1)² &lt; Σ bᵢ²·(1 − ε − λᵢ)·q(λᵢ)² over λᵢ &lt; 1 − ε. Choose q so that √(1 − ε − λ)·q(λ) = T_{2k−1}(√((1 − ε − λ)/(1 − ε))), T the
/// Chebyshev polynomial, at most 1 in magnitude for 0 ≤ λ ≤ 1 − ε; at λ = 1 the left side is b₁²·sinh²((2k − 1)·artanh √ε). So the failure implies
/// |b₁| &lt; 1/cosh((2k − 1)·artanh √ε). Since artanh √ε ≥ √ε, with ε_k chosen for one δ the right side is at most the same number for every k: all
/// failures lie in one event about b₁ alone, and a run may stop at any k, chosen while it runs, at no price. The density of b₁ is at most
/// √((n−1)/(2π)) for n ≥ 3, which gives 1.596 in place of 1.648; for n = 2, P(|b₁| &lt; t) ≤ t.</para>
/// <para>Both ends at once: δ/2 for each.</para>
/// </remarks>
internal static class KuczynskiWozniakowski
{
    private const double Constant = 1.648;

    /// <summary>A bound on the probability that θ is off by more than ε of the width of the spectrum.</summary>
    /// <param name="dimension">n ≥ 1.</param>
    /// <param name="steps">k ≥ 1, the products.</param>
    /// <param name="fraction">ε, in (0, 1).</param>
    /// <returns>min(1, 1.648·√n·e^(−√ε·(2k−1))), and 0 where k ≥ n: then the Krylov space is everything b can see.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double FailureProbability(int dimension, int steps, double fraction)
    {
        ThrowIfBad(dimension);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ThrowIfNotBetween0And1(fraction, nameof(fraction));
        if (steps >= dimension)
            return 0;
        var exponent = -Math.Sqrt(fraction) * ((2.0 * steps) - 1);
        return Math.Min(1, Constant * Math.Sqrt(dimension) * (double)PortableMath.Exp(exponent));
    }

    /// <summary>The fraction ε of the width by which θ may be off after k products, but for the probability δ.</summary>
    /// <param name="dimension">n ≥ 1.</param>
    /// <param name="steps">k ≥ 1.</param>
    /// <param name="failureProbability">δ, in (0, 1).</param>
    /// <returns>(ln(1.648·√n/δ)/(2k−1))², at most 1, and 0 where k ≥ n.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Fraction(int dimension, int steps, double failureProbability) =>
        Fraction(dimension, steps, failureProbability, canExhaust: true);

    /// <summary>The products after which θ is off by no more than ε of the width, but for the probability δ.</summary>
    /// <param name="dimension">n ≥ 1.</param>
    /// <param name="fraction">ε, in (0, 1).</param>
    /// <param name="failureProbability">δ, in (0, 1).</param>
    /// <returns>The least k with 1.648·√n·e^(−√ε·(2k−1)) ≤ δ, at most n.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static int Steps(int dimension, double fraction, double failureProbability)
    {
        ThrowIfNotBetween0And1(fraction, nameof(fraction));
        var steps = Math.Ceiling(((LogOfRatio(dimension, failureProbability) / Math.Sqrt(fraction)) + 1) / 2);
        return (int)Math.Clamp(steps, 1, dimension);
    }

    /// <summary>The fraction, where rounding may keep n steps from being all (<paramref name="canExhaust"/> false), or not.</summary>
    internal static double Fraction(int dimension, int steps, double failureProbability, bool canExhaust)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var root = LogOfRatio(dimension, failureProbability) / ((2.0 * steps) - 1);
        return canExhaust && steps >= dimension ? 0 : Math.Min(1, root * root);
    }

    /// <summary>ln(1.648·√n/δ).</summary>
    private static double LogOfRatio(int dimension, double failureProbability)
    {
        ThrowIfBad(dimension);
        ThrowIfNotBetween0And1(failureProbability, nameof(failureProbability));
        return (double)PortableMath.Log(Constant * Math.Sqrt(dimension)) - (double)PortableMath.Log(failureProbability);
    }

    private static void ThrowIfBad(int dimension) => ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);

    private static void ThrowIfNotBetween0And1(double value, string name)
    {
        if (!(value is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                name, value, string.Create(CultureInfo.InvariantCulture, $"The {name} must be greater than 0 and less than 1."));
        }
    }
}
