using Optimizers.Benchmarks.Measuring;

namespace Optimizers.Benchmarks.Reporting;

/// <summary>The table of all measurements.</summary>
internal sealed class ResultTable(MeasurementStore store, IReadOnlyDictionary<Contestant, string> missing)
{
    /// <summary>What the columns mean, for below the table.</summary>
    public const string Legend =
        """
        - **time**: one whole step, or one sweep over memory; the median over the rounds of the medians of the iterations. **±**: half the distance
          between the slowest and the fastest round, relative to it.
        - **GB/s**: the bytes that the formula has to read and write, once each, by the time. Adam 7 arrays: θ, g, m, v read, θ, m, v written;
          momentum and RMSProp 5; a copy 2; triad and update 3. The guard's second reading of g is not counted in them; **with guard**
          counts it.
        - **of triad**: GB/s relative to the machine's own triad a ← b + 3c at the same length, type and threads, the faster of the two: stores
          through the cache (which read a line of a before they write it, uncounted, so that a step in place can pass 100 %) or past it.
          **of update**: relative to a ← a + sb in place, whose traffic is of a step's own kind.
        - **TorchSharp**: how many times as long TorchSharp takes for the same rule, length, type and threads.
        - **B/step**: bytes allocated on the managed heap in a step after the first ones, all threads together. Native memory is not seen.
        - **guard**: what the scan of the gradient for NaN and infinities (on by default, and in all other columns) adds to a step without it.
        - **AOT**, **AOT v3**: the same step in a program published ahead of time, for the default instruction set and for x86-64-v3.
        """;

    private static readonly string[] Headers =
    [
        "n", "type", "threads", "what", "by", "time", "±", "ns/element", "GB/s",
        "with guard", "of triad", "of update", "TorchSharp", "B/step", "guard",
        "AOT", "AOT v3",
    ];

    public override string ToString()
    {
        var table = new MarkdownTable(Headers, leftAligned: 5);
        foreach (var stepCase in store.Cases
            .Where(c => c.Contestant is not (Contestant.LibraryUnguarded or Contestant.AheadOfTime or Contestant.AheadOfTimeV3))
            .OrderBy(c => c.Length).ThenBy(c => c.IsDouble).ThenBy(c => c.Threads).ThenBy(c => c.Subject).ThenBy(c => c.Contestant))
        {
            table.Add(Row(stepCase));
        }

        return table.ToString();
    }

    private string[] Row(StepCase stepCase)
    {
        var nanoseconds = store.Nanoseconds(stepCase);
        var isLibrary = stepCase.Contestant == Contestant.Library;
        return
        [
            Figure.Count(stepCase.Length),
            stepCase.Element,
            Figure.Count(stepCase.Threads),
            Figure.Name(stepCase.Subject),
            Figure.Name(stepCase.Contestant),
            Figure.Time(nanoseconds),
            Figure.Percent(store.Spread(stepCase)),
            Figure.Digits(nanoseconds / stepCase.Length),
            Figure.Digits(stepCase.NecessaryBytes / nanoseconds),
            isLibrary ? Figure.Digits((stepCase.NecessaryBytes + stepCase.GuardBytes) / nanoseconds) : Figure.None,
            stepCase.IsStep ? Figure.Percent(store.ShareOfTriad(stepCase)) : Figure.None,
            stepCase.IsStep ? Figure.Percent(store.ShareOfUpdate(stepCase)) : Figure.None,
            stepCase.IsStep && stepCase.Contestant != Contestant.TorchSharp
                ? Figure.Multiple(store.Ratio(stepCase.By(Contestant.TorchSharp), stepCase)) : Figure.None,
            stepCase.IsStep ? Figure.Count(store.Allocated(stepCase)) : Figure.None,
            isLibrary ? Figure.Percent(store.Ratio(stepCase, stepCase.By(Contestant.LibraryUnguarded)) - 1) : Figure.None,
            isLibrary ? AheadOfTime(stepCase.By(Contestant.AheadOfTime)) : Figure.None,
            isLibrary ? AheadOfTime(stepCase.By(Contestant.AheadOfTimeV3)) : Figure.None,
        ];
    }

    private string AheadOfTime(StepCase stepCase) =>
        store.Nanoseconds(stepCase) is { } nanoseconds ? Figure.Time(nanoseconds) : missing.GetValueOrDefault(stepCase.Contestant, Figure.None);
}
