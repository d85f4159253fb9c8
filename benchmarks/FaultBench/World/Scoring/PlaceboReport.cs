using System.Globalization;
using Optimizers.Benchmarks.Reporting;
using Optimizers.Diagnostics;

namespace Optimizers.FaultBench.World;

/// <summary>How often the trials in blocks show a cure of a training that needs none: every cure is tried on every healthy draw.</summary>
internal static class PlaceboReport
{
    public static string Of(IReadOnlyList<Draw> draws)
    {
        var table = new MarkdownTable(["cure", "healthy draws tried", "shown", "cleared", "left open"], 1);
        var tried = draws.Where(draw => draw is { Counts: true, Fault: null }).AsParallel().SelectMany(Tried).ToList();
        foreach (var cure in tried.GroupBy(each => each.Id).OrderBy(group => group.Key))
        {
            table.Add(
                cure.Key, Text(cure.Count()), Text(cure.Count(each => each.Trial.Shows)), Text(cure.Count(each => each.Trial.Clears)),
                Text(cure.Count(each => each.Trial is { Shows: false, Clears: false })));
        }

        return table.ToString();

        static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
    }

    private static IEnumerable<(string Id, CureTrial Trial)> Tried(Draw draw)
    {
        var training = DrawMaker.Train(draw.Kind, draw.Seed, null);
        var asked = Cases.Of(training, Tier.Full, DrawMaker.TellsBounds(draw.Kind, draw.Seed, null));
        var start = asked.NewStart is { } drawn ? Remedies.Restart(drawn(draw.Seed + 500)) : null;
        var largest = training.Monitor.History.Max(step => step.LearningRate);
        // Those of the start together, and those that go on from where the training is.
        (string Id, RemedyAction? Cure)[][] together =
        [
            [Rate("a third of", 1.0 / 3), Rate("three times", 3), ("another start", start)],
            [Rate("a tenth of", 0.1), ("a momentum of 0.9", Remedies.SetMomentum(0.9)), ("no clipping", Remedies.Clip(null))],
            [Rate("ten times", 10), ("a warm-up", Remedies.WarmUp(100)), ("clipping to 1", Remedies.Clip(1))],
            [("no weight decay", Remedies.ScaleWeightDecay(0)), ("the largest rate held", Remedies.SetLearningRate(largest))],
        ];
        foreach (var cures in together)
        {
            var causes = cures.Where(each => each.Cure is not null).Select(each => new PlaceboCause(each.Id, each.Cure!));
            var diagnosis = Diagnosis.Of(asked, new DiagnosisOptions { Causes = [.. causes], Graph = new CausalGraph([]) });
            foreach (var (id, trial) in diagnosis.Examination.Blocks ?? new Dictionary<string, CureTrial>())
                yield return (id, trial);
        }

        static (string Id, RemedyAction? Cure) Rate(string times, double factor) => ($"{times} the rate", Remedies.ScaleLearningRate(factor));
    }
}
