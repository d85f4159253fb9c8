using System.Globalization;
using System.Text;

namespace Optimizers.ProofRun;

/// <summary>The figures of a proof run, as Markdown.</summary>
internal sealed class Report(ProofSession session, TimeSpan elapsed, IReadOnlyList<(int N, string What, double Seconds)> times)
{
    /// <summary>benchmarks/PROOFS.md of the repository that holds the working directory.</summary>
    public static string Path
    {
        get
        {
            var folder = new DirectoryInfo(Directory.GetCurrentDirectory());
            while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Optimizers.sln")))
                folder = folder.Parent;
            return System.IO.Path.Combine(
                folder?.FullName ?? throw new InvalidOperationException("Run it inside the repository: there is no Optimizers.sln above the working directory."),
                "benchmarks",
                "PROOFS.md");
        }
    }

    public override string ToString()
    {
        var total = session.Total;
        var text = new StringBuilder();
        Line($"""
            # Proofs

            Printed by `dotnet run -c Release --project benchmarks/ProofRun` on {DateTime.UtcNow:yyyy-MM-dd}, AMD EPYC, 2 cores, AVX-512, .NET {Environment.Version},
            in {elapsed.TotalMinutes:F1} minutes: **{session.Random:N0} random and {session.Adversarial:N0} adversarial matrices,
            {total.Tried:N0} statements tried, {total.Proven:N0} called proven, {total.False:N0} of them false;
            {total.Owed:N0} lay above twice the floor, {total.Missed:N0} of them not proven.**

            The truth is exact: every matrix is taken as the integers (times a power of two) that its doubles are, and its inertia is counted by elimination
            without division (Bareiss), a quadratic form as a sum of integers; a matrix too large for that is built from integers whose inertia is known by
            construction. *Tried* counts statements such as λmin > β, with β at zero and within a few floors of the eigenvalue, on both sides. *Owed* are those
            that are true by more than twice the floor; of curvature, by more than 2·max(c, (n + 2)u‖A‖_F) with an approximate eigenvector at hand; of inertia,
            those with no eigenvalue within two radii of the shift. An enclosure of a Rayleigh quotient counts as proven, and is false if the exact quotient
            is outside.

            """);
        foreach (var subject in session.Tallies.GroupBy(each => each.Key.Subject))
        {
            Line($"## {Capital(subject.Key)}");
            Line($"");
            Line($"| matrices | tried | proven | false | owed | missed |");
            Line($"| -------- | ----: | -----: | ----: | ---: | -----: |");
            var sum = new Tally();
            foreach (var ((_, isAdversarial, family), tally) in subject)
            {
                sum.Add(tally);
                Row((isAdversarial ? "adversarial: " : "random: ") + family, tally);
            }

            Row("**all**", sum);
            Line($"");
        }

        if (times.Count > 0)
        {
            Line($"## Times");
            Line($"");
            Line($"Processor time of one thread, best of up to five runs; a symmetric matrix of normal entries, its diagonal raised where it has to be definite.");
            Line($"");
            Line($"| n | what | seconds |");
            Line($"| ---: | ---- | ------: |");
            foreach (var (n, what, seconds) in times)
                Line($"| {n:N0} | {what} | {seconds:G3} |");
        }

        if (session.Failures.Count > 0)
        {
            Line($"## Failures");
            Line($"");
            foreach (var failure in session.Failures)
                Line($"- {failure}");
        }

        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));

        void Row(string name, Tally tally) =>
            Line($"| {name} | {tally.Tried:N0} | {tally.Proven:N0} | {tally.False:N0} | {tally.Owed:N0} | {tally.Missed:N0} |");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
