namespace Optimizers.Benchmarks.Measuring;

/// <summary>The figures of all rounds: one time a case and round.</summary>
/// <param name="allocatedBytes">Bytes allocated a step, by case.</param>
internal sealed class MeasurementStore(IReadOnlyDictionary<StepCase, double> allocatedBytes)
{
    private readonly Dictionary<StepCase, SortedDictionary<int, double>> _nanoseconds = [];

    public IReadOnlyCollection<StepCase> Cases => _nanoseconds.Keys;

    public void Add(int round, StepCase stepCase, double nanoseconds)
    {
        if (!_nanoseconds.TryGetValue(stepCase, out var rounds))
            _nanoseconds.Add(stepCase, rounds = []);
        rounds.Add(round, nanoseconds);
    }

    /// <summary>The median over the rounds of a case's time, in nanoseconds a run; null if it was not measured.</summary>
    public double? Nanoseconds(StepCase stepCase) => Median(stepCase, rounds => rounds.Values);

    /// <summary>Half the distance between the fastest and the slowest round, relative to the median; null with fewer than two rounds.</summary>
    public double? Spread(StepCase stepCase) =>
        _nanoseconds.TryGetValue(stepCase, out var rounds) && rounds.Count > 1
            ? (rounds.Values.Max() - rounds.Values.Min()) / 2 / Nanoseconds(stepCase)
            : null;

    /// <summary>
    /// The median over the rounds of how many times longer one case takes than another. Both were measured within seconds of each other in
    /// each round, so that a ratio holds even where the machine's speed changes between rounds.
    /// </summary>
    public double? Ratio(StepCase slower, StepCase faster) =>
        _nanoseconds.TryGetValue(faster, out var other)
            ? Median(slower, rounds => rounds.Where(r => other.ContainsKey(r.Key)).Select(r => r.Value / other[r.Key]))
            : null;

    /// <summary>Bytes allocated on the managed heap a step; null if not measured.</summary>
    public double? Allocated(StepCase stepCase) => allocatedBytes.TryGetValue(stepCase, out var bytes) ? bytes : null;

    /// <summary>The bandwidth of a step's necessary bytes relative to the faster of the two triads' at the same length, type and threads.</summary>
    public double? ShareOfTriad(StepCase stepCase)
    {
        var throughCache = ShareOf(stepCase.Of(Subject.Triad), stepCase);
        var pastCache = ShareOf(stepCase.Of(Subject.StreamingTriad), stepCase);
        return pastCache < throughCache || throughCache is null ? pastCache : throughCache;
    }

    /// <summary>The bandwidth of a step's necessary bytes relative to that of an update in place.</summary>
    public double? ShareOfUpdate(StepCase stepCase) => ShareOf(stepCase.Of(Subject.Update), stepCase);

    private double? ShareOf(StepCase sweep, StepCase stepCase) =>
        Ratio(sweep, stepCase) * stepCase.NecessaryBytes / sweep.NecessaryBytes;

    private double? Median(StepCase stepCase, Func<SortedDictionary<int, double>, IEnumerable<double>> select)
    {
        if (!_nanoseconds.TryGetValue(stepCase, out var rounds))
            return null;
        double[] values = [.. select(rounds).Order()];
        return values.Length == 0 ? null : (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
