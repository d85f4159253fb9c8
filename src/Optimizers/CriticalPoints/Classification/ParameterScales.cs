using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>sᵢ: what counts as a notable change of each parameter, against which a distance is near or far.</summary>
internal static class ParameterScales
{
    /// <summary>2⁻²⁶: a θ that is smaller throughout is taken for zeros that a minimizer has not quite reached.</summary>
    private const double AsGoodAsZero = 1.0 / (1 << 26);

    /// <summary>
    /// The caller's; else max(|θᵢ|, rms of its block), the blocks those of the layout. A block of zeros has the rms of all of θ, and of a θ of zeros
    /// every scale is 1. So the answer does not depend on the units of θ, unless its rms is below 2⁻²⁶, which counts as zero.
    /// </summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="options">With the caller's scales, if any.</param>
    public static double[] Of(Objective objective, double[] theta, CriticalPointOptions options)
    {
        if (options.ParameterScale is { } given)
            return Given(given, theta.Length);
        if (objective.Options.ParameterScale is { } common)
            return [.. Enumerable.Repeat(common, theta.Length)];
        var scales = new double[theta.Length];
        var ofAll = RootMeanSquare(theta);
        if (ofAll < AsGoodAsZero)
            return [.. Enumerable.Repeat(1.0, theta.Length)];
        if (objective.Options.Layout is { } layout && layout.Length == theta.Length)
        {
            foreach (var name in layout.Names)
                Fill(layout.RangeOf(name));
        }
        else
        {
            Fill(..);
        }

        return scales;

        void Fill(Range block)
        {
            var rms = RootMeanSquare(theta.AsSpan(block));
            if (rms == 0)
                rms = ofAll;
            var (start, length) = block.GetOffsetAndLength(theta.Length);
            for (var i = start; i < start + length; i++)
                scales[i] = Math.Max(Math.Abs(theta[i]), rms);
        }
    }

    /// <summary>The caller's scales, if there are n of them, each finite and greater than zero.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static double[] Given(IReadOnlyList<double> parameterScale, int n)
    {
        if (parameterScale.Count != n)
            throw new ArgumentException($"There are {parameterScale.Count} parameter scales; θ has {n} entries.",
                nameof(parameterScale));
        for (var i = 0; i < n; i++)
        {
            if (!(parameterScale[i] > 0 && double.IsFinite(parameterScale[i])))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The scale of parameter {i} is {parameterScale[i]}; it must be finite and greater than zero."),
                    nameof(parameterScale));
            }
        }

        return [.. parameterScale];
    }

    /// <summary>max |vᵢ|/sᵢ, and ∞ where an entry is not finite.</summary>
    public static double Relative(ReadOnlySpan<double> vector, ReadOnlySpan<double> scales)
    {
        var largest = 0.0;
        for (var i = 0; i < vector.Length; i++)
        {
            var part = Math.Abs(vector[i]) / scales[i];
            if (!double.IsFinite(part))
                return double.PositiveInfinity;
            largest = Math.Max(largest, part);
        }

        return largest;
    }

    // Neither over- nor underflowing.
    private static double RootMeanSquare(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return 0;
        var copy = values.ToArray();
        var exponent = ShortVectors.ScaleToOne(copy);
        return Math.ScaleB(Math.Sqrt(ShortVectors.Dot(copy, copy) / copy.Length), exponent);
    }
}
