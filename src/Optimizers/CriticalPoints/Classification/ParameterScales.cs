using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>sᵢ: what counts as a notable change of each parameter, against which a distance is near or far.</summary>
internal static class ParameterScales
{
    /// <summary>2⁻²⁶: a θ that is smaller throughout is taken for zeros that a minimizer has not quite reached.</summary>
    private const double AsGoodAsZero = 1.0 / (1 << 26);

    /// <summary>
    /// The caller's; else max(|θᵢ|, rms of its block), the blocks those of the layout. A block of zeros has the rms of all of θ, and of a θ of zeros
    /// every scale is 1. Of up to 64 parameters, one that is much smaller than the others has no more than the loss lets it move. So the answer does
    /// not depend on the units of θ, unless its rms is below 2⁻²⁶, which counts as zero.
    /// </summary>
    /// <param name="objective">L.</param>
    /// <param name="theta">θ, n entries.</param>
    /// <param name="options">With the caller's scales, if any.</param>
    public static double[] Of(Objective objective, double[] theta, CriticalPointOptions options)
    {
        if ((options.ParameterScale ?? objective.Options.ParameterScale) is { } given)
            return GivenScales.For(given, theta.Length, nameof(options));
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

        // The differences at θ go by the same.
        if (theta.Length <= OwnScales.MostEntries && objective.Scaled(theta) is { Scales: var own })
        {
            for (var i = 0; i < own.Length; i++)
                scales[i] = Math.Max(Math.Abs(theta[i]), Math.Min(scales[i], own[i]));
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

    /// <summary>The mean of sᵢ².</summary>
    public static double MeanSquare(double[] scales) => ShortVectors.Dot(scales, scales) / scales.Length;

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
