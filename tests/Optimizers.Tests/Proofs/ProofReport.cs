using System.Globalization;
using System.Text;

namespace Optimizers.Tests.Proofs;

/// <summary>The figures of a proof run, as Markdown.</summary>
internal sealed class ProofReport(ProofSession session, ProbableSession probable, TimeSpan elapsed)
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
                folder?.FullName ?? throw new InvalidOperationException(
                    "Run it inside the repository: there is no Optimizers.sln above the working directory."),
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

            Printed by `dotnet run -c Release --project tests/Optimizers.Tests -- proofs` on {DateTime.UtcNow:yyyy-MM-dd}, AMD EPYC, 2 cores,
            AVX-512, .NET {Environment.Version},
            in {elapsed.TotalMinutes:F1} minutes: **{session.Random:N0} random and {session.Adversarial:N0} adversarial matrices and
            {session.Functions:N0} functions,
            {total.Tried:N0} statements tried, {total.Proven:N0} called proven, {total.False:N0} of them false;
            {total.Owed:N0} were owed, {total.Missed:N0} of them not proven.** Of the claims that are called probable, in
            {probable.Rows.Sum(row => row.Runs):N0} runs,
            {probable.Rows.Count(row => !row.IsKept)} of {probable.Rows.Count} rates were shown to be above the stated one.

            The truth is exact: every matrix is taken as the integers (times a power of two) that its doubles are, and its inertia is counted by
            elimination
            without division (Bareiss), a quadratic form as a sum of integers; a matrix too large for that is built from integers whose inertia is
            known by
            construction. *Tried* counts statements such as λmin > β, with β at zero and within a few floors of the eigenvalue, on both sides.
            *Owed* are those
            that are true by more than twice the floor; of curvature, by more than 2·max(c, (n + 2)u‖A‖_F) with an approximate eigenvector at hand;
            of inertia,
            those with no eigenvalue within two radii of the shift. An enclosure of a Rayleigh quotient counts as proven, and is false if the exact
            quotient
            is outside.

            By products alone, curvature is owed where it lies beyond the error by twice the rounding, and twice the fraction of the width to which
            the ends were
            wanted (1 %). Of a loss the truth is a function whose critical points are all known exactly, degenerate ones among them; owed is what
            is said of a
            critical point where, on the box of 64 times the distance from it (of the ball: times the condition of ∇²L too), the second derivatives
            change by less
            than 1/64 of the least of them, the condition of the coordinates taken into account.

            """);
        foreach (var subject in session.Tallies.GroupBy(each => each.Key.Subject))
        {
            Line($"## {Capital(subject.Key)}");
            Line($"");
            Line($"| {(subject.Key == LossSubject.Title ? "functions" : "matrices")} | tried | proven | false | owed | missed |");
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

        Line($"""
            ## The ends of the spectrum, by products: probable

            "No curvature below x, and none above y", but for a stated probability δ over the random start (Kuczyński and Woźniakowski; the Lanczos
            polynomials):
            how often is it wrong? Each run has another start. On the hard spectra, which are known exactly, the claim is checked after every
            product of a run, and
            the run counts as wrong if it ever was: no rule for when to stop could do worse. Of the matrices above, it is the claim at the end, in
            its own words, against the exact inertia at x and y. The interval is that of Clopper and Pearson for the true rate, at 95 %. *Beyond*
            is the median, over the runs, of how far outside
            the spectrum the final claim lies, of both ends the worse, as a part of the width: what is claimed is not much less than the truth.
            Where all
            eigenvalues but one at each end are equal, the claim is as sharp as can be, and wrong nearly as often as stated.

            | spectrum | δ | runs | wrong | rate | 95 % interval | beyond | products |
            | -------- | ----: | ---: | ----: | ---: | ---- | ----: | ----: |
            """);
        foreach (var row in probable.Rows)
        {
            var (lower, upper) = row.Interval;
            var fault = row.IsKept ? "" : " **above δ**";
            var counts = FormattableString.Invariant($"{row.Runs:N0} | {row.Wrong:N0} | {row.Rate:G3} | {lower:G3} to {upper:G3}{fault}");
            Line($"| {row.Family} | {row.Stated} | {counts} | {100 * row.Beyond:G3} % | {row.Products:N0} |");
        }

        Line($"");
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

    /// <summary>The section of times that the file has: it is measured by itself.</summary>
    public static string Times()
    {
        var text = File.Exists(Path) ? File.ReadAllText(Path) : "";
        var start = text.IndexOf("## Times", StringComparison.Ordinal);
        return start < 0 ? "" : text[start..];
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
