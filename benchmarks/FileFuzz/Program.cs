using System.Diagnostics;
using System.Globalization;
using Optimizers.FileFuzz;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not ([] or [_] or [_, _]) || !args.All(arg => int.TryParse(arg, out _)))
{
    Console.Error.WriteLine("""
        Reads mutated files of optimizers; none may crash, hang or make the reader take memory that the file does not warrant:
          FileFuzz                     1,000,000 files
          FileFuzz <count>             so many
          FileFuzz <count> <first>     so many from that index on; 1 and the index of a finding replay it
        """);
    return 2;
}

int[] numbers = [.. args.Select(int.Parse)];
var (count, first) = (numbers.ElementAtOrDefault(0) is var given and > 0 ? given : 1_000_000, numbers.ElementAtOrDefault(1));
var watch = Stopwatch.StartNew();
var session = new FuzzSession();
session.Run(first, count);
Console.WriteLine($"{session} in {watch.Elapsed.TotalSeconds:F0} s");
foreach (var finding in session.Findings)
    Console.WriteLine(finding);
return session.Findings.Count == 0 ? 0 : 1;
