namespace Optimizers.Curvature;

/// <summary>
/// The standard deviation of the errors of computed values of a smooth function (Moré and Wild, "Estimating computational noise", SIAM J. Sci.
/// Comput. 33, 2011: ECnoise).
/// </summary>
internal static class ComputationalNoise
{
    /// <summary>How many values; the paper's choice.</summary>
    public const int Points = 7;

    /// <summary>
    /// The noise of values at equally spaced points so near each other that a smooth function's higher differences vanish between them. Independent
    /// errors of variance σ² make Δᵏf one of variance (2k)!/(k!)²·σ²: so σₖ² = (k!)²/(2k)!·mean (Δᵏfᵢ)². σₖ is taken for the first k whose
    /// differences change sign and whose σₖ, σₖ₊₁, σₖ₊₂ agree within a factor of 4.
    /// </summary>
    /// <param name="values">The values f(tᵢ); differences are left in their place.</param>
    /// <returns>σ; where no level agrees the smallest σₖ of at least three differences, which the smooth part can only have made larger.</returns>
    public static double StandardDeviation(Span<double> values)
    {
        var levels = values.Length - 1;
        Span<double> sigma = stackalloc double[levels];
        Span<bool> alternates = stackalloc bool[levels];
        var gamma = 1.0;
        for (var k = 1; k <= levels; k++)
        {
            gamma *= 0.5 * k / (2 * k - 1);
            double squares = 0, least = double.PositiveInfinity, largest = double.NegativeInfinity;
            var count = values.Length - k;
            for (var i = 0; i < count; i++)
            {
                values[i] = values[i + 1] - values[i];
                squares += values[i] * values[i];
                least = Math.Min(least, values[i]);
                largest = Math.Max(largest, values[i]);
            }

            sigma[k - 1] = Math.Sqrt(gamma * squares / count);
            alternates[k - 1] = least * largest < 0;
        }

        for (var k = 0; k + 2 < levels; k++)
        {
            var smallest = Math.Min(sigma[k], Math.Min(sigma[k + 1], sigma[k + 2]));
            var biggest = Math.Max(sigma[k], Math.Max(sigma[k + 1], sigma[k + 2]));
            if (alternates[k] && biggest <= 4 * smallest)
                return sigma[k];
        }

        var minimum = double.PositiveInfinity;
        foreach (var value in sigma[..Math.Max(1, values.Length - 3)])
            minimum = Math.Min(minimum, value);
        return minimum;
    }
}
