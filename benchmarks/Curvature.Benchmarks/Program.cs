// Times whole runs of the solvers on diagonal operators: a run takes seconds and its result is part of what is compared, so there is nothing to
// repeat thousands of times. Of three short runs the one of the least processor time counts.
// `dotnet run -c Release --project benchmarks/Curvature.Benchmarks [name…]` prints the rows whose names begin so, or all; the same tasks for ARPACK
// are in eigsh.py beside this file.
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using Curvature.Benchmarks;
using Optimizers.Curvature;

const int Million = 1_000_000;
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} processors, 512-bit lanes: {Vector512.IsHardwareAccelerated}, "
    + $"load {Load()}\n\n{Row.Header}"));

Run("ends", () => Locate("both ends to 1 % of the width, δ = 10⁻⁶, n = 10⁶", Even(Million, -1, 10), new()));
Run("sign", () => Locate("sign of λmin = −0.1 % of the width, n = 10⁶", Even(Million, -0.001, 0.999), new() { StopAtSign = true, Fraction = 1e-9 }));
Run("sign", () => Locate("sign of λmin = +0.1 % of the width, n = 10⁶", Even(Million, 0.001, 1.001), new() { StopAtSign = true, Fraction = 1e-9 }));
Run("large", () => Locate("both ends to 1 % of the width, δ = 10⁻⁶, n = 10⁷", Even(10 * Million, -1, 10), new()), repetitions: 1);
foreach (var form in new[] { LanczosForm.ThickRestart, LanczosForm.FullReorthogonalization, LanczosForm.WithoutReorthogonalization })
    Run("pairs", () => Pairs(form), repetitions: 1);

Console.WriteLine($"\nload {Load()} at the end");

void Run(string name, Func<Row> task, int repetitions = 3)
{
    if (args.Length > 0 && !args.Any(name.StartsWith))
        return;
    Console.WriteLine(Enumerable.Range(0, repetitions).Select(_ => task()).MinBy(row => row.Processor));
}

static Row Locate(string what, double[] spectrum, ExtremeEigenvalueOptions options)
{
    var a = new TimedDiagonal(spectrum);
    var allocated = GC.GetTotalAllocatedBytes(precise: true);
    var start = Stopwatch.GetTimestamp();
    var processor = Process.GetCurrentProcess().TotalProcessorTime;
    var ends = ExtremeEigenvalues.Locate(a, options);
    var time = Stopwatch.GetElapsedTime(start);
    processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
    var vectors = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (8.0 * spectrum.Length);
    var isRight = ends.Smallest.Contains(spectrum[0]) && ends.Largest.Contains(spectrum[^1]);
    return new(
        what, "`ExtremeEigenvalues.Locate`", a.Products, time.TotalSeconds, a.Time.TotalSeconds, processor.TotalSeconds, vectors, string.Create(
            CultureInfo.InvariantCulture,
            $"λmin in {ends.Smallest}, λmax in {ends.Largest}, sign {ends.Sign}; off by {ends.Fraction:P2} at most{(isRight ? "" : "; WRONG")}"));
}

static Row Pairs(LanczosForm form)
{
    // Ten values 1 apart, below 999,990 that fill [−1, 10]: each is away from its neighbour by 5 % of the width.
    var spectrum = Even(Million, -1, 10);
    for (var i = 0; i < 10; i++)
        spectrum[i] = -11 + i;
    var a = new TimedDiagonal(spectrum);
    var allocated = GC.GetTotalAllocatedBytes(precise: true);
    var start = Stopwatch.GetTimestamp();
    var processor = Process.GetCurrentProcess().TotalProcessorTime;
    var result = new Lanczos(form) { Tolerance = 3e-10 }.Solve(a, 10);
    var time = Stopwatch.GetElapsedTime(start);
    processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
    var vectors = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (8.0 * spectrum.Length);
    var error = result.Pairs.Select((pair, i) => Math.Abs(pair.Value - spectrum[i])).Max();
    return new(
        "10 smallest pairs, separated by 5 % of the width, n = 10⁶", $"`Lanczos`, {form}",
        a.Products, time.TotalSeconds, a.Time.TotalSeconds, processor.TotalSeconds, vectors,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(result.HasConverged ? "converged" : "NOT converged")}; largest residual "
            + $"{result.Pairs.Max(pair => pair.Residual):G2}, largest error {error:G2}"));
}

static double[] Even(int n, double from, double to) => [.. Enumerable.Range(0, n).Select(i => from + ((to - from) * i / (n - 1)))];

static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";
