namespace Optimizers.FaultBench;

/// <summary>The figures of one half of the grid.</summary>
/// <param name="runs">The runs of the half that count.</param>
internal sealed class Scoreboard(IEnumerable<ScoredRun> runs)
{
    /// <summary>The faults that the field's tools know by thresholds (AutoTrainer, Zhang et al. 2021; DeepDiagnosis, Wardat et al. 2022).</summary>
    public static readonly IReadOnlyList<string> KnownToPeers =
        ["rate-too-high", "rate-too-low", "tiny-init", "huge-init", "saturating-init", "dead-relu", "detached-layer", "nan-row"];

    /// <summary>The runs that count.</summary>
    public IReadOnlyList<ScoredRun> Runs { get; } = [.. runs];

    /// <summary>Runs with a fault, advice aside.</summary>
    public IEnumerable<ScoredRun> Faulty => Runs.Where(each => !each.Run.IsHealthy && !each.Run.IsAdvice);

    /// <summary>Runs without a fault.</summary>
    public IEnumerable<ScoredRun> Healthy => Runs.Where(each => each.Run.IsHealthy);

    /// <summary>The faults with their runs, advice aside, by name.</summary>
    public IEnumerable<IGrouping<string, ScoredRun>> ByFault => Faulty.GroupBy(each => each.Run.Fault);

    /// <summary>The mean over faults of the share named first.</summary>
    public double MacroFirst => Macro(each => each.IsFirst);

    /// <summary>The mean over faults of the share among the first three.</summary>
    public double MacroThree => Macro(each => each.IsAmongThree);

    /// <summary>Healthy runs that are accused.</summary>
    public WilsonInterval FalseAccusations => Share(Healthy, each => each.IsFalseAccusation);

    /// <summary>The share of runs that have a property.</summary>
    public static WilsonInterval Share(IEnumerable<ScoredRun> runs, Func<ScoredRun, bool> property)
    {
        var (hits, of) = (0, 0);
        foreach (var run in runs)
        {
            of++;
            hits += property(run) ? 1 : 0;
        }

        return new(hits, of);
    }

    /// <summary>
    /// The confidence of the first suspect against how often it is right, over all runs, in bins of at least so many cases; a first suspect
    /// of a healthy run is wrong.
    /// </summary>
    /// <param name="least">The fewest cases of a bin.</param>
    public IReadOnlyList<CalibrationBin> Calibration(int least)
    {
        var said = Runs
            .Where(each => !each.Run.IsAdvice && each.Suspects.Count > 0)
            .Select(each => (each.Suspects[0].Confidence, IsRight: each.Run.Accepted.Contains(each.Suspects[0].Cause)))
            .OrderBy(each => each.Confidence)
            .ToArray();
        var bins = new List<CalibrationBin>();
        double[] edges = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 1.0000001];
        var start = 0;
        foreach (var edge in edges.Skip(1))
        {
            var end = start;
            while (end < said.Length && said[end].Confidence < edge)
                end++;
            if (end - start < least && edge < 1)
                continue;
            var bin = said[start..end];
            if (bin.Length > 0)
                bins.Add(new(bin[0].Confidence, bin[^1].Confidence, bin.Average(each => each.Confidence),
                    new(bin.Count(each => each.IsRight), bin.Length)));
            start = end;
        }

        return bins;
    }

    private double Macro(Func<ScoredRun, bool> property) =>
        ByFault.Select(fault => Share(fault, property).Share).DefaultIfEmpty(double.NaN).Average();
}
