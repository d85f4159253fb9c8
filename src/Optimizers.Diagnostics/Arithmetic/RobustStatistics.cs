namespace Optimizers.Diagnostics;

/// <summary>Statistics that a few wild numbers do not move; every training has some. All are NaN for an empty list.</summary>
internal static class RobustStatistics
{
    /// <summary>The median; for an even count the mean of the two middle numbers.</summary>
    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>A quantile, linear between two neighbours (definition 7 of Hyndman and Fan 1996).</summary>
    /// <param name="values">The numbers, none of them NaN.</param>
    /// <param name="share">0 for the lowest, 1 for the highest.</param>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.ToArray();
        if (sorted.Length == 0)
            return double.NaN;
        Array.Sort(sorted);
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var rest = place - below;
        return rest == 0 ? sorted[below] : sorted[below] + (rest * (sorted[below + 1] - sorted[below]));
    }

    /// <summary>
    /// The medians of successive blocks whose lengths differ by at most one; with fewer numbers than blocks, the numbers themselves.
    /// </summary>
    /// <param name="values">The numbers in order.</param>
    /// <param name="blocks">How many blocks, at least 1.</param>
    public static double[] BlockMedians(ReadOnlySpan<double> values, int blocks)
    {
        var count = Math.Min(blocks, values.Length);
        var medians = new double[count];
        for (var k = 0; k < count; k++)
            medians[k] = Median(values[Start(k, count, values.Length)..Start(k + 1, count, values.Length)].ToArray());
        return medians;
    }

    /// <summary>The median of the slopes between all pairs of points at x = 0, 1, 2, … (Theil 1950, Sen 1968), per unit of x.</summary>
    public static double TheilSenSlope(ReadOnlySpan<double> values)
    {
        var slopes = new double[values.Length * (values.Length - 1) / 2];
        var k = 0;
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = i + 1; j < values.Length; j++)
                slopes[k++] = (values[j] - values[i]) / (j - i);
        }

        return Median(slopes);
    }

    /// <summary>A line by least squares through points at x = 0, 1, 2, ….</summary>
    /// <returns>Its slope per unit of x, and the slope's standard error from the residuals (NaN with fewer than three points).</returns>
    public static (double Slope, double Error) Line(ReadOnlySpan<double> values)
    {
        var n = values.Length;
        double middle = (n - 1) / 2.0, mean = 0, xx = 0, xy = 0;
        foreach (var value in values)
            mean += value / n;
        for (var i = 0; i < n; i++)
        {
            xx += (i - middle) * (i - middle);
            xy += (i - middle) * (values[i] - mean);
        }

        var slope = xy / xx;
        var residuals = 0.0;
        for (var i = 0; i < n; i++)
        {
            var residual = values[i] - mean - (slope * (i - middle));
            residuals += residual * residual;
        }

        return (slope, n < 3 ? double.NaN : Math.Sqrt(residuals / (n - 2) / xx));
    }

    private static int Start(int block, int blocks, int length) => (int)((long)block * length / blocks);
}
