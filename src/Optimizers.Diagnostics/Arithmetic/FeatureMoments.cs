namespace Optimizers.Diagnostics;

/// <summary>Mean and standard deviation of every feature over some examples.</summary>
/// <param name="Means">The means; NaN without examples.</param>
/// <param name="Deviations">The standard deviations (of the examples themselves, not of what they were drawn from).</param>
internal sealed record FeatureMoments(double[] Means, double[] Deviations)
{
    /// <summary>The moments of examples, in two passes.</summary>
    /// <param name="examples">The examples, all finite and of the same length.</param>
    /// <param name="features">Their length.</param>
    public static FeatureMoments Of(double[][] examples, int features)
    {
        var (means, squares) = (new double[features], new double[features]);
        foreach (var x in examples)
        {
            for (var j = 0; j < features; j++)
                means[j] += x[j];
        }

        for (var j = 0; j < features; j++)
            means[j] /= examples.Length;
        foreach (var x in examples)
        {
            for (var j = 0; j < features; j++)
                squares[j] += (x[j] - means[j]) * (x[j] - means[j]);
        }

        return new(means, Array.ConvertAll(squares, square => Math.Sqrt(square / examples.Length)));
    }

    /// <summary>True if a feature is the same in every example, but for the rounding of its mean.</summary>
    public bool IsConstant(int feature) => Deviations[feature] <= 1e-12 * Math.Abs(Means[feature]);
}
