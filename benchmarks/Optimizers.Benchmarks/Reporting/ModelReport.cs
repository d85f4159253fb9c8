using System.Globalization;
using Optimizers.Benchmarks.Measuring;
using Optimizers.Benchmarks.Peers;
using Optimizers.Benchmarks.Workloads;

namespace Optimizers.Benchmarks.Reporting;

/// <summary>A step on all parameters of a model, and the first steps of a process, as Markdown.</summary>
/// <param name="turns">How many times everything is measured.</param>
/// <param name="progress">The place for progress messages.</param>
internal sealed class ModelReport(int turns, TextWriter progress)
{
    private const int Milliseconds = 60;

    /// <summary>Measures, and returns the report.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public string Measure(CancellationToken cancellationToken)
    {
        var load = MachineDescription.Load();
        LibTorchSharpPatch.Apply(AppContext.BaseDirectory);
        var models = new MarkdownTable(
            ["rule", "threads", "this library", "TorchSharp", "TorchSharp takes", "95 %", "of the triad's bandwidth", "95 % "], leftAligned: 1);
        foreach (var subject in Enum.GetValues<ModelSubject>())
        {
            foreach (var threads in (int[])[1, Environment.ProcessorCount])
            {
                progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{subject}, {threads} thread(s) ..."));
                AddModel(models, subject, threads, cancellationToken);
            }
        }

        var starts = new List<FirstSteps>();
        for (var i = 0; i < turns; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            starts.Add(FirstSteps.InANewProcess());
        }

        var ratios = starts.Select(each => each.Early / each.Steady).Order().ToArray();
        var first = new MarkdownTable(["in a new process", "median", "of all, smallest", "largest"], leftAligned: 1);
        AddStart(first, "step 1", starts.Select(each => each.First));
        AddStart(first, "steps 2 to 1,000, their median", starts.Select(each => each.Early));
        AddStart(first, "after 3,000,000", starts.Select(each => each.Steady));
        first.Add("steps 2 to 1,000 take", Figure.Multiple(ratios[ratios.Length / 2]), Figure.Multiple(ratios[0]), Figure.Multiple(ratios[^1]));

        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Speed on a model, and at the start

            Printed by `dotnet run -c Release --project benchmarks/Optimizers.Benchmarks -- model`, in {turns} turns: in each, everything that is
            compared is run for {Milliseconds} ms, one after the other. Ratios are medians over the turns, with intervals of a sign test.

            {MachineDescription.Describe(new MeasurementStore(new Dictionary<StepCase, double>()), load)}
            ## All parameters of ResNet-18 but its last layer

            {ModelShapes.Lengths.Count} parameters of 64 to 2,359,296 floats, {ModelShapes.Lengths.Sum(each => (long)each):#,0} together, in one step.
            The triad a ← b + 3c runs over as many floats; the bandwidth counts what a formula must read and write.

            {models}
            ## The first steps of a process

            Adam on 100 floats, in {turns} new processes.

            {first}
            """);
    }

    private static void AddStart(MarkdownTable table, string what, IEnumerable<double> nanoseconds)
    {
        var ordered = nanoseconds.Order().ToArray();
        table.Add(what, Figure.Time(ordered[ordered.Length / 2]), Figure.Time(ordered[0]), Figure.Time(ordered[^1]));
    }

    private void AddModel(MarkdownTable table, ModelSubject subject, int threads, CancellationToken cancellationToken)
    {
        using var ours = new LibraryModelStep(subject, ModelShapes.Lengths, threads);
        using var theirs = new TorchSharpModelStep(subject, ModelShapes.Lengths, threads);
        using var triad = new MemorySweep<float>(MemorySweepKind.Triad, ModelShapes.Lengths.Sum(), threads);
        ours.Run();
        theirs.Run();
        if (!ours.Values().Zip(theirs.Values()).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-6))
            throw new InvalidOperationException($"TorchSharp's first step of {subject} is another one.");
        var times = PairedTimes.Measure([ours.Run, theirs.Run, triad.Run], turns, Milliseconds, cancellationToken);
        var arrays = subject switch { ModelSubject.Adam => 7, ModelSubject.Momentum => 5, _ => 3 };
        var slower = times.Ratio(1, 0);
        var (median, low, high) = times.Ratio(2, 0);
        var share = arrays / 3.0; // The triad reads two arrays and writes one.
        table.Add(
            subject.ToString(), Figure.Count(threads), Figure.Time(times.Median(0)), Figure.Time(times.Median(1)), Figure.Multiple(slower.Median),
            $"{Figure.Digits(slower.Low)}–{Figure.Digits(slower.High)}", Figure.Percent(share * median),
            $"{Figure.Percent(share * low)}–{Figure.Percent(share * high)}");
    }
}
