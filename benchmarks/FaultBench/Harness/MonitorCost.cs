using System.Diagnostics;
using System.Globalization;
using Optimizers.Benchmarks.Reporting;
using Optimizers.Diagnostics;
using WhyItFails;

namespace Optimizers.FaultBench;

/// <summary>
/// The cost of a monitor in the training of the sample: its network learns its digits in batches of 32, with a monitor and without one in turns.
/// </summary>
internal static class MonitorCost
{
    private const int Pairs = 41;
    private const int WarmUpPairs = 4;
    private const int Iterations = 1500;
    private const int BatchSize = 32;
    private const int Hidden = 32;

    /// <summary>Measures.</summary>
    /// <param name="console">The place for progress messages.</param>
    /// <param name="cancellationToken">Cancels before the next training.</param>
    /// <returns>The figures, as Markdown.</returns>
    public static string Measure(TextWriter console, CancellationToken cancellationToken)
    {
        var digits = WhyItFails.Digits.Load(seed: 1);
        var (alone, watched, costs) = (new List<double>(), new List<double>(), new List<double>());
        for (var pair = -WarmUpPairs; pair < Pairs; pair++)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // Each is first in every other pair, so that what comes later is at no disadvantage.
            var before = pair % 2 == 0 ? StepSeconds(digits, isWatched: false) : 0;
            var with = StepSeconds(digits, isWatched: true);
            var without = pair % 2 == 0 ? before : StepSeconds(digits, isWatched: false);
            if (pair < 0)
                continue;
            alone.Add(without);
            watched.Add(with);
            costs.Add((with / without) - 1);
            if (pair % 10 == 9)
                console.WriteLine(FormattableString.Invariant($"{pair + 1} of {Pairs} pairs"));
        }

        var table = new MarkdownTable(["", "lower quartile", "median", "upper quartile"], 1);
        Row("a step alone, µs", alone, 1e6, "F1");
        Row("a step watched, µs", watched, 1e6, "F1");
        Row("what watching costs, %", costs, 100, "F2");
        return $"""
            ## What the monitor costs

            Printed by `benchmarks/FaultBench --monitor` on {Provenance.Text}.
            The sample's network (2,410 parameters) on batches of {BatchSize} digits by Adam, {Iterations:N0} steps a training, {Pairs} trainings with
            the monitor and as many without, in turns.
            A step is all that the loop does in one: it deals a batch, computes loss and gradient, records the loss and takes the step.

            {table}
            """;

        void Row(string name, List<double> figures, double unit, string format)
        {
            var (lower, median, upper) = Quartiles.Of(figures.Select(figure => unit * figure));
            table.Add([name, .. new[] { lower, median, upper }.Select(figure => figure.ToString(format, CultureInfo.InvariantCulture))]);
        }
    }

    private static double StepSeconds(WhyItFails.Digits digits, bool isWatched)
    {
        var network = WhyItFails.Network.Random(WhyItFails.Digits.Pixels, Hidden, WhyItFails.Digits.Classes, seed: 1);
        var batches = new MiniBatches(digits.Train, BatchSize, seed: 1);
        var pass = new Backpropagation(network, BatchSize);
        var optimizer = new Adam(0.01);
        var monitor = isWatched ? new TrainingMonitor() : null;
        if (monitor is not null)
            optimizer.Watch(monitor);
        var clock = Stopwatch.GetTimestamp();
        for (var i = 0; i < Iterations; i++)
        {
            var loss = pass.Gradient(batches.Next());
            monitor?.RecordLoss(loss);
            optimizer.Step([(network.W1, pass.DW1), (network.B1, pass.DB1), (network.W2, pass.DW2), (network.B2, pass.DB2)]);
        }

        return Stopwatch.GetElapsedTime(clock).TotalSeconds / Iterations;
    }
}
