using System.Diagnostics;
using System.Globalization;

namespace Optimizers.Benchmarks.Measuring;

/// <summary>What the first steps of a new process cost: Adam on 100 floats.</summary>
/// <param name="First">The first step, in nanoseconds.</param>
/// <param name="Early">The median of steps 2 to 1,000.</param>
/// <param name="Steady">The median of the last of several million.</param>
internal readonly record struct FirstSteps(double First, double Early, double Steady)
{
    /// <summary>The argument that makes the program measure itself and print the three numbers.</summary>
    public const string Argument = "first-steps";

    private const int EarlySteps = 1000;
    private const int Warming = 3_000_000;

    /// <summary>Takes steps in this process, which has taken none.</summary>
    public static FirstSteps Here()
    {
        var optimizer = new Adam(1e-3);
        var theta = Workloads.SampleData.Parameters<float>(100);
        var gradient = Workloads.SampleData.Gradient<float>(100);
        var early = new long[EarlySteps];
        Stopwatch.GetTimestamp();
        for (var i = 0; i < early.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            optimizer.Step(theta, gradient);
            early[i] = Stopwatch.GetTimestamp() - start;
        }

        for (var i = 0; i < Warming; i++)
            optimizer.Step(theta, gradient);
        var steady = new long[EarlySteps];
        for (var i = 0; i < steady.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            optimizer.Step(theta, gradient);
            steady[i] = Stopwatch.GetTimestamp() - start;
        }

        return new(Nanoseconds(early[0]), Median(early[1..]), Median(steady));
    }

    /// <summary>Measures in a new process of this program.</summary>
    /// <exception cref="InvalidOperationException">It fails.</exception>
    public static FirstSteps InANewProcess()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(FirstSteps).Assembly.Location);
        start.ArgumentList.Add(Argument);
        using var process = Process.Start(start)!;
        var numbers = process.StandardOutput.ReadToEnd().Trim().Split(' ');
        process.WaitForExit();
        return process.ExitCode == 0 && numbers.Length == 3
            ? new(Parse(numbers[0]), Parse(numbers[1]), Parse(numbers[2]))
            : throw new InvalidOperationException($"The first steps of a new process were not measured (exit code {process.ExitCode}).");
    }

    /// <summary>The three numbers, as a new process prints them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First:R} {Early:R} {Steady:R}");

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);

    private static double Nanoseconds(double ticks) => ticks * 1e9 / Stopwatch.Frequency;

    private static double Median(long[] ticks) => Nanoseconds(ticks.Order().ElementAt(ticks.Length / 2));
}
