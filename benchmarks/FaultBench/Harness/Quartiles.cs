namespace Optimizers.FaultBench;

/// <summary>The quartiles of a sample, each linear between two neighbours in order (definition 7 of Hyndman and Fan 1996).</summary>
internal readonly record struct Quartiles(double Lower, double Median, double Upper)
{
    /// <summary>The quartiles of figures, of which there is at least one.</summary>
    public static Quartiles Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return new(Quantile(1), Quantile(2), Quantile(3));

        double Quantile(int quarter)
        {
            var place = quarter * (sorted.Length - 1) / 4.0;
            var below = (int)place;
            var above = Math.Min(below + 1, sorted.Length - 1);
            return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
        }
    }
}
