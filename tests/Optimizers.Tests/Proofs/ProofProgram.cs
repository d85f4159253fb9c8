using System.Diagnostics;
using System.Globalization;

namespace Optimizers.Tests.Proofs;

/// <summary>
/// Puts every certificate to the proof, on far more cases than a test has time for: the test assembly as a program, with <c>proofs</c> first.
/// </summary>
internal static class ProofProgram
{
    /// <param name="args">What follows.</param>
    /// <returns>0 if no proof was false, none that was owed is missing, and no rate is above the stated one.</returns>
    public static int Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args is ["--time", .. var sizes])
        {
            foreach (var n in sizes.Select(int.Parse))
            {
                foreach (var (what, seconds) in ProofTiming.Measure(n))
                    Console.WriteLine($"n = {n}: {what}: {seconds:G3} s");
            }

            return 0;
        }

        if (args is not ([] or [_, _, _, _, _]) || !args.All(arg => int.TryParse(arg, out _)))
        {
            Console.Error.WriteLine("""
                Puts every certificate to the proof and writes benchmarks/PROOFS.md:
                  proofs                           20,000 random, 4,000 adversarial and 400 large matrices, 12,000 functions, and the probable claims
                  proofs <random> <adversarial> <large> <functions> <starts>    so many, to the console only; <starts> for each probable claim
                  proofs --time <n> ...            the times only, to the console; a full run leaves those in the file as they are
                """);
            return 2;
        }

        int[] counts = args.Length == 0 ? [20_000, 4_000, 400, 12_000, 4_000] : [.. args.Select(int.Parse)];
        var watch = Stopwatch.StartNew();
        var session = new ProofSession()
            .Run(RandomCases.Draw(counts[0], seed: 1))
            .Run(AdversarialCases.Build(counts[1], seed: 1_000_000))
            .RunProducts(LargeCases.Build(counts[2], seed: 2_000_000))
            .Run(LossCases.Draw(counts[3], seed: 0));
        var probable = new ProbableSession()
            .Run(counts[4])
            .Run("the random matrices above", [.. RandomCases.Draw(counts[0], seed: 1)])
            .Run("the adversarial matrices above, of up to 21 dimensions",
                [.. AdversarialCases.Build(counts[1], seed: 1_000_000).Where(matrix => matrix.Known is null)]);
        var report = new ProofReport(session, probable, watch.Elapsed);
        Console.WriteLine(report);
        if (args.Length == 0)
            File.WriteAllText(ProofReport.Path, report + ProofReport.Times());
        return session.Total is { False: 0, Missed: 0 } && probable.Rows.TrueForAll(row => row.IsKept) ? 0 : 1;
    }
}
