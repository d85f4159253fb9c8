namespace Optimizers.Curvature;

/// <summary>Scales of parameters as a caller states them: one for all, or one for each.</summary>
internal static class GivenScales
{
    /// <summary>A copy of scales that are finite and greater than zero.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One is not.</exception>
    public static IReadOnlyList<double> Checked(IReadOnlyList<double> scales, string argument)
    {
        if (scales.Count == 0)
            throw new ArgumentException("There is no parameter scale; there must be one for all parameters, or one for each.", argument);
        for (var i = 0; i < scales.Count; i++)
        {
            if (!(scales[i] > 0 && double.IsFinite(scales[i])))
            {
                throw new ArgumentOutOfRangeException(
                    argument, scales[i],
                    FormattableString.Invariant($"The scale of parameter {i} is {scales[i]}; it must be finite and greater than zero."));
            }
        }

        return [.. scales];
    }

    /// <summary>One for each of n parameters.</summary>
    /// <exception cref="ArgumentException">There are neither n nor one.</exception>
    public static double[] For(IReadOnlyList<double> scales, int n, string argument) =>
        scales.Count == n ? [.. scales]
        : scales.Count == 1 ? [.. Enumerable.Repeat(scales[0], n)]
        : throw new ArgumentException($"There are {scales.Count} parameter scales; θ has {n} entries.", argument);
}
