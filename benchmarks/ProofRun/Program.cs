using System.Diagnostics;
using System.Globalization;
using Optimizers.ProofRun;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["--time", .. var sizes])
{
    foreach (var n in sizes.Select(int.Parse))
    {
        foreach (var (what, seconds) in Timing.Measure(n))
            Console.WriteLine($"n = {n}: {what}: {seconds:G3} s");
    }

    return 0;
}

if (args is not ([] or [_, _]) || !args.All(arg => int.TryParse(arg, out _)))
{
    Console.Error.WriteLine("""
        Puts every certificate to the proof and writes benchmarks/PROOFS.md:
          ProofRun                           20,000 random and 4,000 adversarial matrices, and the times
          ProofRun <random> <adversarial>    so many, to the console only
          ProofRun --time <n> ...            the times only
        """);
    return 2;
}

var (random, adversarial) = args is [var first, var second]
    ? (int.Parse(first, CultureInfo.InvariantCulture), int.Parse(second, CultureInfo.InvariantCulture))
    : (20_000, 4_000);
var watch = Stopwatch.StartNew();
var session = new ProofSession().Run(RandomCases.Draw(random, seed: 1)).Run(AdversarialCases.Build(adversarial, seed: 1_000_000));
var elapsed = watch.Elapsed;
var report = new Report(session, elapsed, args.Length == 0 ? [.. Timing.Measure(500).Select(t => (500, t.What, t.Seconds)), .. Timing.Measure(2000).Select(t => (2000, t.What, t.Seconds))] : []);
Console.WriteLine(report);
if (args.Length == 0)
    File.WriteAllText(Report.Path, report.ToString());
return session.Total is { False: 0, Missed: 0 } ? 0 : 1;
