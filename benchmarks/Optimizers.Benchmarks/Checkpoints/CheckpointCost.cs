using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Environments;

namespace Optimizers.Benchmarks.Checkpoints;

/// <summary>
/// What a checkpoint a minute costs a training whose only work are the steps of Adam, on all cores: the hardest case, since nothing else takes time.
/// </summary>
internal static class CheckpointCost
{
    private const int Count = 10_000_000;
    private const int Rounds = 9;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Measures pairs of windows of equally many steps, one of which begins with a checkpoint and ends when it is written.</summary>
    /// <param name="directory">Where the checkpoints go: a folder of its own, on the disk that is meant.</param>
    /// <returns>The figures, as Markdown list items.</returns>
    public static async Task<string> MeasureAsync(string directory)
    {
        var (theta, gradient) = (new double[Count], new double[Count]);
        var random = new Random(1);
        for (var i = 0; i < Count; i++)
            (theta[i], gradient[i]) = (random.NextDouble(), random.NextDouble() - 0.5);
        Parameter[] parameters = [(theta, gradient)];
        var optimizer = new Adam(1e-6);
        var checkpoint = new TrainingCheckpoint(optimizer, directory) { KeepLast = 1 };
        await using var disposal = checkpoint.ConfigureAwait(false);

        // The first one takes the memory for the copy.
        optimizer.Step(parameters);
        checkpoint.SaveIfDue(parameters);
        await checkpoint.FlushAsync().ConfigureAwait(false);
        var length = new DirectoryInfo(directory).EnumerateFiles().Max(file => file.Length);

        var steps = Math.Max(1, (int)(Window / (await StepsAsync(20, checkpoint: null).ConfigureAwait(false) / 20)));
        var (plain, extra) = (new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            // Alternating, so that neither has the warmer machine.
            var first = round % 2 == 0 ? null : checkpoint;
            var one = await StepsAsync(steps, first).ConfigureAwait(false);
            var other = await StepsAsync(steps, first is null ? checkpoint : null).ConfigureAwait(false);
            var (without, with) = first is null ? (one, other) : (other, one);
            (plain[round], extra[round]) = (without.TotalSeconds / steps, (with - without).TotalSeconds);
        }

        var processor = HostEnvironmentInfo.GetCurrent().Cpu.Value?.ProcessorName ?? "unknown";
        return string.Join(
            '\n',
            string.Create(
                CultureInfo.InvariantCulture, $"- {Count:N0} doubles, `Adam`, {Environment.ProcessorCount} threads, {length / 1e6:F0} MB a file"),
            $"- A step: {Text(plain, 1e3, "F1")} ms",
            $"- A checkpoint: {Text(extra, 1, "F2")} s of the training's time",
            $"- Of the time of a training with one a minute: {Text(extra, 100 / Interval.TotalSeconds, "F2")} %",
            string.Create(CultureInfo.InvariantCulture, $"- {processor}, {RuntimeInformation.OSDescription}, {DateTime.UtcNow:yyyy-MM-dd}"),
            "");

        async Task<TimeSpan> StepsAsync(int count, TrainingCheckpoint? checkpoint)
        {
            var begin = Stopwatch.GetTimestamp();
            for (var step = 0; step < count; step++)
            {
                optimizer.Step(parameters);
                if (step == 0)
                    checkpoint?.SaveIfDue(parameters);
            }

            // What is still being written counts as time of the training.
            if (checkpoint is not null)
                await checkpoint.FlushAsync().ConfigureAwait(false);
            return Stopwatch.GetElapsedTime(begin);
        }
    }

    private static string Text(double[] values, double scale, string format)
    {
        var sorted = values.Select(value => value * scale).Order().Select(value => value.ToString(format, CultureInfo.InvariantCulture)).ToArray();
        return $"{sorted[sorted.Length / 2]} ({sorted[0]} to {sorted[^1]}, {sorted.Length} measurements)";
    }
}
