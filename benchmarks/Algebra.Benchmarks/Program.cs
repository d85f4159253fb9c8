using System.Globalization;
using MathNet.Numerics.Providers.LinearAlgebra;
using Optimizers;
using Optimizers.Benchmarks.Algebra;
using Optimizers.Benchmarks.Reporting;

// Arguments: a substring of the products to measure, all if left out; or --factorizations and the numbers of rows, or --classification and those.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
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
if (args is ["--factorizations", .. var sizes])
{
    foreach (var threads in (int[])[1, 2])
        MeasureFactorizations(Sizes(sizes, 4, 16, 64, 200, 500, 1000), threads);
}
else if (args is ["--classification", .. var dimensions])
{
    Classifications.Measure(Sizes(dimensions, 200, 1000, 2000));
}
else
{
    var filter = args is [var only] ? only : "";
    MeasureProducts<double>(filter);
    MeasureProducts<float>(filter);
}

Console.WriteLine($"Load at the end: {Load()}");

void MeasureProducts<E>(string filter) where E : unmanaged, IEquatable<E>, IFormattable
{
    foreach (var threads in (int[])[1, 2])
    {
        string[] headers = [$"{typeof(E).Name}, threads: {threads}; GFLOP/s", .. contestants.Select(c => c.Name), "MathNet ×", "LibTorch ×"];
        var table = new MarkdownTable(headers, 1);
        foreach (var product in Product.All.Where(product => product.ToString().Contains(filter, StringComparison.Ordinal)))
        {
            var seconds = Turns.Seconds(contestants, threads, contestant => contestant.Prepare<E>(product));
            table.Add([product.ToString(), .. seconds.Select(time => $"{product.Work / time / 1e9:G3}"), .. Multiples(seconds)]);
            Console.Error.WriteLine($"{typeof(E).Name} {threads} {product}");
        }

        Console.WriteLine(table);
    }
}

void MeasureFactorizations(int[] sizes, int threads)
{
    foreach (var factorization in Enum.GetValues<Factorization>())
    {
        string[] headers = [$"{factorization}, threads: {threads}; ms", .. contestants.Select(c => c.Name), "MathNet ×", "LibTorch ×"];
        var table = new MarkdownTable(headers, 1);
        foreach (var n in sizes)
        {
            var seconds = Turns.Seconds(contestants, threads, contestant => contestant.Prepare(factorization, n));
            table.Add([$"{n}", .. seconds.Select(time => $"{1e3 * time:G3}"), .. Multiples(seconds)]);
            Console.Error.WriteLine($"{factorization} {threads} {n}");
        }

        Console.WriteLine(table);
    }
}

static string[] Multiples(double[] seconds) =>
    [$"{seconds[1] / seconds[0]:G3}", seconds.Length > 2 ? $"{seconds[2] / seconds[0]:G3}" : "–"];

static int[] Sizes(string[] given, params int[] usual) =>
    given.Length == 0 ? usual : Array.ConvertAll(given, size => int.Parse(size, CultureInfo.InvariantCulture));

static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";
