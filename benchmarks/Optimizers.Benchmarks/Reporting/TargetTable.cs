using Optimizers.Benchmarks.Measuring;

namespace Optimizers.Benchmarks.Reporting;

/// <summary>The targets of the library's speed, judged by what was measured.</summary>
internal sealed class TargetTable(MeasurementStore store)
{
    private const int Long = 10_000_000;

    public override string ToString()
    {
        var table = new MarkdownTable(["target", "at least", "measured", "judgement"], leftAligned: 4);
        foreach (var isDouble in (bool[])[false, true])
        {
            foreach (var threads in store.Cases.Select(c => c.Threads).Distinct().Order())
            {
                foreach (var subject in (Subject[])[Subject.Adam, Subject.Momentum, Subject.RmsProp])
                {
                    var stepCase = new StepCase(subject, Contestant.Library, isDouble, Long, threads);
                    AddLine(
                        table,
                        $"{Figure.Name(subject)} in {stepCase.Element}, n = {Figure.Count(Long)}, {Threads(threads)}: bandwidth of the "
                        + $"necessary bytes, of the triad's",
                        0.9, store.ShareOfTriad(stepCase), Figure.Percent);
                }
            }
        }

        foreach (var (length, atLeast) in ((int, double)[])[(Long, 6), (1_000_000, 3), (100, 200)])
        {
            var stepCase = new StepCase(Subject.Adam, Contestant.Library, IsDouble: false, length, Threads: 1);
            AddLine(
                table, $"Adam in float, n = {Figure.Count(length)}, one thread: faster than TorchSharp",
                atLeast, store.Ratio(stepCase.By(Contestant.TorchSharp), stepCase), Figure.Multiple);
        }

        AddAllocations(table);
        return table.ToString();
    }

    private static void AddLine(MarkdownTable table, string target, double atLeast, double? measured, Func<double?, string> format) =>
        table.Add(target, format(atLeast), format(measured), measured is null ? "not measured" : measured >= atLeast ? "reached" : "**not reached**");

    private void AddAllocations(MarkdownTable table)
    {
        double[] bytes =
        [
            .. store.Cases.Where(c => c.Contestant is Contestant.Library or Contestant.LibraryUnguarded).Select(store.Allocated).OfType<double>(),
        ];
        table.Add(
            $"no allocation in a step after the first ones ({bytes.Length} cases of this library)",
            "0 B",
            bytes.Length == 0 ? Figure.None : Figure.Count(bytes.Max()) + " B",
            bytes.Length == 0 ? "not measured" : bytes.Max() == 0 ? "reached" : "**not reached**");
    }

    private static string Threads(int threads) => threads == 1 ? "one thread" : Figure.Count(threads) + " threads";
}
