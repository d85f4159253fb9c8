namespace Optimizers;

/// <summary>The best value of a metric so far, and how many reports since were no better.</summary>
/// <param name="threshold">A value is better below best − threshold·|best|.</param>
/// <param name="maximizes">True for a metric that shall rise.</param>
internal sealed class BestMetric(double threshold, bool maximizes)
{
    /// <summary>The best value; an infinity before the first finite one.</summary>
    public double Value { get; private set; } = WorstOf(maximizes);

    /// <summary>How many reports in a row were no better.</summary>
    public long Bad { get; set; }

    /// <summary>Counts a report. NaN and infinities are no better than anything.</summary>
    /// <returns>True if it is the best so far.</returns>
    public bool Report(double metric)
    {
        var sign = maximizes ? -1 : 1;
        var isBetter = double.IsFinite(metric) && (!double.IsFinite(Value) || sign * metric < (sign * Value) - (threshold * Math.Abs(Value)));
        (Value, Bad) = isBetter ? (metric, 0) : (Value, Bad + 1);
        return isBetter;
    }

    /// <summary>Forgets all reports.</summary>
    public void Reset() => (Value, Bad) = (WorstOf(maximizes), 0);

    /// <summary>Writes what is known into a state.</summary>
    public void Write(OptimizerState state) => (state.Scalars["best"], state.Scalars["bad"]) = (Value, Bad);

    /// <summary>Reads it.</summary>
    public void Read(OptimizerState state) => (Value, Bad) = (state.Scalars["best"], (long)state.Scalars["bad"]);

    private static double WorstOf(bool maximizes) => maximizes ? double.NegativeInfinity : double.PositiveInfinity;
}
