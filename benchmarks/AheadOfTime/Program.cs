// Measures one case of this library in a program that was compiled ahead of time, and prints it as one line that a program can read:
//   AheadOfTime Adam float 10000 1 60 5   prints   Adam float 10000 1 4405.7
// The arguments: rule, element type, elements, threads, milliseconds an iteration, iterations. The result: nanoseconds a step, the median.
using System.Diagnostics;
using System.Globalization;
using Optimizers;
using Optimizers.Benchmarks.Measuring;
using Optimizers.Benchmarks.Workloads;

if (args is not [var rule, "float" or "double", var lengthText, var threadsText, var millisecondsText, var iterationsText]
    || !Enum.TryParse<Subject>(rule, out var subject)
    || !int.TryParse(lengthText, CultureInfo.InvariantCulture, out var length)
    || !int.TryParse(threadsText, CultureInfo.InvariantCulture, out var threads)
    || !int.TryParse(millisecondsText, CultureInfo.InvariantCulture, out var milliseconds)
    || !int.TryParse(iterationsText, CultureInfo.InvariantCulture, out var iterations))
{
    Console.Error.WriteLine("Usage: AheadOfTime (Adam|Momentum|RmsProp) (float|double) ELEMENTS THREADS MILLISECONDS ITERATIONS");
    return 2;
}

var element = args[1];
using var workload = new LibraryStep(subject, element == "double", length, threads, NonFiniteGradients.Throw);
Time(3); // The first steps allocate the state and touch code and memory for the first time.
var runs = 1L;
while (ShorterTime(runs) is var time && time.TotalMilliseconds < milliseconds / 2.0)
    runs = Math.Max(runs + 1, (long)(runs * Math.Clamp(milliseconds / time.TotalMilliseconds, 1, 10)));

var nanoseconds = new double[iterations];
for (var i = 0; i < nanoseconds.Length; i++)
    nanoseconds[i] = Time(runs).TotalNanoseconds / runs;
Array.Sort(nanoseconds);
var median = (nanoseconds[(iterations - 1) / 2] + nanoseconds[iterations / 2]) / 2;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{subject} {element} {length} {threads} {median:f1}"));
return 0;

TimeSpan Time(long count)
{
    var start = Stopwatch.GetTimestamp();
    for (var i = 0L; i < count; i++)
        workload.Run();
    return Stopwatch.GetElapsedTime(start);
}

// Of two, so that one interruption does not pass for a long iteration.
TimeSpan ShorterTime(long count)
{
    var first = Time(count);
    var second = Time(count);
    return first < second ? first : second;
}
