using System.Diagnostics;
using System.Globalization;
using MathNet.Numerics.Providers.LinearAlgebra;
using Optimizers;
using Optimizers.Benchmarks.Algebra;
using Optimizers.Benchmarks.Reporting;

// Arguments: a substring of the products to measure, all if left out.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var filter = args is [var only] ? only : "";
List<Contestant> contestants =
[
    new Contestant.Provider("this library", new SimdLinearAlgebraProvider()),
    new Contestant.Provider("MathNet managed", ManagedLinearAlgebraProvider.Instance),
];
try
{
    LibTorchSharpPatch.Apply(AppContext.BaseDirectory);
    var torch = new Contestant.Torch();
    torch.Prepare<double>(new(2, 2, 2))();
    contestants.Add(torch);
}
catch (Exception failure) when (failure is TypeInitializationException or DllNotFoundException or NotSupportedException)
{
    Console.Error.WriteLine($"TorchSharp cannot be loaded here and is left out: {failure.GetBaseException().Message.Split('\n')[0]}");
}

Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}; {Environment.ProcessorCount} processors; {new SimdLinearAlgebraProvider()}; load {Load()}");
Console.WriteLine();
Measure<double>();
Measure<float>();
Console.WriteLine($"Load at the end: {Load()}");

void Measure<E>() where E : unmanaged, IEquatable<E>, IFormattable
{
    foreach (var threads in (int[])[1, 2])
    {
        string[] headers = [$"{typeof(E).Name}, threads: {threads}; GFLOP/s", .. contestants.Select(c => c.Name), "MathNet ×", "LibTorch ×"];
        var table = new MarkdownTable(headers, 1);
        foreach (var product in Product.All.Where(product => product.ToString().Contains(filter, StringComparison.Ordinal)))
        {
            var seconds = Seconds<E>(product, threads);
            table.Add([
                product.ToString(), .. seconds.Select(time => $"{product.Work / time / 1e9:G3}"), $"{seconds[1] / seconds[0]:G3}",
                seconds.Length > 2 ? $"{seconds[2] / seconds[0]:G3}" : "–"]);
            Console.Error.WriteLine($"{typeof(E).Name} {threads} {product}");
        }

        Console.WriteLine(table);
    }
}

// Medians of repetitions that take turns: what else the machine does meets all alike.
double[] Seconds<E>(Product product, int threads) where E : unmanaged, IEquatable<E>, IFormattable
{
    const double TotalSeconds = 0.15;
    const int MostTurns = 9;
    var actions = new Action[contestants.Count];
    var repetitions = new int[contestants.Count];
    var times = contestants.Select(_ => new List<double>()).ToArray();
    for (var i = 0; i < actions.Length; i++)
    {
        contestants[i].Use(threads);
        actions[i] = contestants[i].Prepare<E>(product);
        for (var warm = 0; warm < 40 && product.Work * warm < 2e7; warm++)
            actions[i]();
        repetitions[i] = (int)Math.Clamp(0.01 / Time(actions[i], 1), 1, 50_000);
    }

    var start = Stopwatch.GetTimestamp();
    var rests = 0.0;
    for (var turn = 0; turn < MostTurns && (turn < 2 || Stopwatch.GetElapsedTime(start).TotalSeconds - rests < TotalSeconds * actions.Length); turn++)
    {
        // LibTorch's helpers keep spinning for a fifth of a second after a product, on the cores that the others then want.
        if (threads > 1)
        {
            var rest = Stopwatch.GetTimestamp();
            Thread.Sleep(300);
            rests += Stopwatch.GetElapsedTime(rest).TotalSeconds;
        }

        for (var i = 0; i < actions.Length; i++)
        {
            if (turn > 0 && times[i].Sum() >= 4 * TotalSeconds)
                continue;
            contestants[i].Use(threads);
            Time(actions[i], repetitions[i]); // Its own threads and caches, as in a loop of its own.
            times[i].Add(Time(actions[i], repetitions[i]));
        }
    }

    return [.. times.Select(list => list.Order().ElementAt(list.Count / 2))];
}

static double Time(Action action, int repetitions)
{
    var start = Stopwatch.GetTimestamp();
    for (var i = 0; i < repetitions; i++)
        action();
    return Stopwatch.GetElapsedTime(start).TotalSeconds / repetitions;
}

static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";
