namespace Optimizers.Diagnostics;

/// <summary>Lengths and angles of vectors from their sums of squares and products.</summary>
internal static class Lengths
{
    /// <summary>True if a sum of squares has neither overflowed nor lost its small terms.</summary>
    public static bool AreTold(double squares) => squares is > 1e-280 and < double.PositiveInfinity;

    /// <summary>cos(a, b) = aᵀb / (‖a‖₂‖b‖₂); NaN where a norm is 0, or so small or large that the products leave the range of doubles.</summary>
    public static double Cosine(double dot, double norm, double otherNorm) =>
        AreTold(norm * norm) && AreTold(otherNorm * otherNorm) ? Math.Clamp(dot / (norm * otherNorm), -1, 1) : double.NaN;

    /// <summary>The norm of vectors side by side from their norms, also where squares leave the range of doubles.</summary>
    public static double Together(ReadOnlySpan<double> norms)
    {
        var (largest, sum) = (0.0, 0.0);
        foreach (var norm in norms)
            largest = Math.Max(largest, norm);
        if (largest == 0 || !double.IsFinite(largest))
            return largest;
        foreach (var norm in norms)
            sum += norm / largest * (norm / largest);
        return largest * Math.Sqrt(sum);
    }
}
