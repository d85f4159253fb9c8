using System.Globalization;
using Optimizers.Benchmarks.Reporting;
using Optimizers.Diagnostics;

namespace Optimizers.FaultBench.World;

/// <summary>What the diagnosis says of the log file of a run: losses, rates and gradient norms a step, or mean losses an epoch.</summary>
internal static class LogReport
{
    private const int Epochs = 40;
    private const string None = "no finding";

    public static string Of(IReadOnlyList<Draw> draws)
    {
        var table = new MarkdownTable(["log", "run", "first finding", "on grounds of", "runs"], 4);
        var found = draws.Where(draw => draw.Counts).AsParallel().SelectMany(draw =>
        {
            var monitor = DrawMaker.Train(draw.Kind, draw.Seed, draw.Fault).Monitor;
            return new[] { (Log: "steps", Of: BySteps(monitor)), (Log: "epochs", Of: ByEpochs(monitor)) }
                .Select(each => (each.Log, Run: draw.Fault is null ? "healthy" : "failing", Said: Said(Diagnosis.Of(each.Of))));
        });
        foreach (var group in found.ToList().GroupBy(each => each).OrderBy(group => group.Key.Log).ThenBy(group => group.Key.Run)
            .ThenByDescending(group => group.Count()))
        {
            table.Add(
                group.Key.Log, group.Key.Run, group.Key.Said.Cause, group.Key.Said.Grounds, group.Count().ToString(CultureInfo.InvariantCulture));
        }

        return table.ToString();
    }

    private static (string Cause, string Grounds) Said(Diagnosis diagnosis) => diagnosis.Findings is [var first, ..]
        ? (first.Cause.Id, first.Grounds.ToString())
        : (None, diagnosis.Verdict.ToString());

    private static TrainingMonitor BySteps(TrainingMonitor watched)
    {
        var log = new TrainingMonitor();
        foreach (var step in watched.History)
            log.RecordStep(step.Loss, step.LearningRate, step.GradientNorm, step.Iteration);
        return log;
    }

    private static TrainingMonitor ByEpochs(TrainingMonitor watched)
    {
        var (log, steps) = (new TrainingMonitor(), watched.History);
        foreach (var epoch in steps.Chunk(Math.Max(1, steps.Count / Epochs)))
        {
            var loss = epoch.Average(step => step.Loss);
            log.RecordStep(loss, epoch[^1].LearningRate);
            log.RecordEvaluation(training: loss);
        }

        return log;
    }
}
