namespace Optimizers.Diagnostics.Monitoring;

/// <summary>What a monitor keeps of one layer's activations.</summary>
/// <param name="name">The layer.</param>
/// <param name="capacity">How many of its records are kept.</param>
internal sealed class LayerWatch(string name, int capacity)
{
    private const int FirstRecords = 8;

    private readonly ThinnedHistory<LayerRecord> _history = new(capacity, FirstRecords);

    /// <summary>The layer.</summary>
    public string Name => name;

    /// <summary>Adds the activations over a batch, units × examples column by column.</summary>
    public void Add(long iteration, ReadOnlySpan<double> activations, int units, double lower, double upper)
    {
        var mean = 0.0;
        foreach (var activation in activations)
            mean += activation;
        mean /= activations.Length;
        var variance = 0.0;
        foreach (var activation in activations)
            variance += (activation - mean) * (activation - mean);
        variance /= activations.Length;
        _history.Add(new LayerRecord(iteration, mean, Math.Sqrt(variance),
            ConstantShare(activations, units), ExtremeShare(activations, lower, upper)));
    }

    /// <summary>A copy for the caller.</summary>
    public LayerTrace ToTrace() => new(name, _history.ToArray());

    /// <summary>A single example says nothing about constancy.</summary>
    private static double ConstantShare(ReadOnlySpan<double> activations, int units)
    {
        if (activations.Length == units)
            return double.NaN;
        var constant = 0;
        for (var unit = 0; unit < units; unit++)
        {
            var i = unit + units;
            while (i < activations.Length && activations[i] == activations[unit])
                i += units;
            if (i >= activations.Length)
                constant++;
        }

        return (double)constant / units;
    }

    /// <summary>A range with one end, as that of a rectifier, goes from there to the activation that is farthest away.</summary>
    private static double ExtremeShare(ReadOnlySpan<double> activations, double lower, double upper)
    {
        if (double.IsInfinity(lower) && double.IsInfinity(upper))
            return double.NaN;
        var (low, high) = (lower, upper);
        foreach (var activation in activations)
        {
            if (double.IsInfinity(lower) && (double.IsInfinity(low) || activation < low))
                low = activation;
            if (double.IsInfinity(upper) && (double.IsInfinity(high) || activation > high))
                high = activation;
        }

        var margin = 0.01 * (high - low);
        var extreme = 0;
        foreach (var activation in activations)
        {
            if ((double.IsFinite(lower) && activation <= lower + margin) || (double.IsFinite(upper) && activation >= upper - margin))
                extreme++;
        }

        return (double)extreme / activations.Length;
    }
}
