using System.Globalization;
using System.Text;
using Optimizers.Benchmarks.Reporting;
using Optimizers.Diagnostics;

namespace Optimizers.FaultBench.World;

/// <summary>Hand-set weights beside fitted ones, on kinds that the fit has not seen.</summary>
internal static class FitReport
{
    private const int Folds = 8;

    /// <summary>
    /// Fits without an eighth of the kinds in turn and scores on them, then fits on all and scores on the others. What it prints of that fit is what
    /// the diagnosis takes.
    /// </summary>
    /// <param name="learned">What is fitted to.</param>
    /// <param name="scored">Kinds that take no part.</param>
    public static string Of(IReadOnlyList<JudgedRun> learned, IReadOnlyList<JudgedRun> scored)
    {
        var text = new StringBuilder();
        foreach (var (name, bySources, penalty) in ((string, bool, double)[])[("fitted", false, 1), ("fitted by sources too", true, 1)])
        {
            var kinds = learned.Select(run => run.Kind).Distinct().ToList();
            var left = learned.GroupBy(run => kinds.IndexOf(run.Kind) % Folds).AsParallel().SelectMany(fold =>
            {
                var fit = WeightFit.Of([.. learned.Except(fold)], bySources, penalty);
                return fold.Select(run => (Run: run, Answer: Answered.By(fit, run))).ToArray();
            }).ToArray();
            var whole = WeightFit.Of(learned, bySources, penalty);
            text.AppendLine(Table($"{name}, without an eighth of the kinds in turn", left));
            text.AppendLine(Table($"{name}, kinds that took no part", [.. scored.Select(run => (run, Answered.By(whole, run)))]));
            foreach (var (what, value) in bySources ? [] : whole.Fitted)
                text.AppendLine(CultureInfo.InvariantCulture, $"{what}: {value:F2}");
        }

        text.AppendLine(Table("by hand: the kinds of the fit", [.. learned.Select(run => (run, Answered.ByHand(run)))]));
        text.AppendLine(Table("by hand: kinds that took no part", [.. scored.Select(run => (run, Answered.ByHand(run)))]));
        return text.ToString();
    }

    private static string Table(string title, IReadOnlyList<(JudgedRun Run, Answered Answer)> answered)
    {
        var table = new MarkdownTable([title, .. Enum.GetNames<Tier>()], 1);
        Add("failing: right first", (run, answer) => run.IsFailing ? answer.IsRight(run) : null);
        Add("failing: among three", (run, answer) => run.IsFailing ? answer.Three.Any(run.Right.Contains) : null);
        Add("failing: silent", (run, answer) => run.IsFailing ? answer.First is null : null);
        Add("healthy: named", (run, answer) => run.IsFailing ? null : answer.First is not null);
        Add("sure in failing", (run, answer) => run.IsFailing ? answer.IsSure : null);
        Add("sure: right", (run, answer) => answer.IsSure ? answer.IsRight(run) : null);
        foreach (var (from, to) in ((double, double)[])[(0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.97), (0.97, 1)])
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"said {from:F2} to {to:F2}: right"), (run, answer) =>
                answer.First is not null && answer.Confidence >= from && (answer.Confidence < to || to == 1) ? answer.IsRight(run) : null);
        }

        table.Add(["Brier score of the first answer", .. Enum.GetValues<Tier>().Select(tier => answered.Where(pair => pair.Run.Tier == tier)
            .Select(pair => Math.Pow(pair.Answer.Confidence - (pair.Answer.IsRight(pair.Run) ? 1 : 0), 2)).DefaultIfEmpty(double.NaN).Average()
            .ToString("F3", CultureInfo.InvariantCulture))]);
        return table.ToString();

        void Add(string name, Func<JudgedRun, Answered, bool?> isHit) => table.Add([name, .. Enum.GetValues<Tier>().Select(tier =>
        {
            bool[] hits = [.. answered.Where(pair => pair.Run.Tier == tier).Select(pair => isHit(pair.Run, pair.Answer)).OfType<bool>()];
            return new WilsonInterval(hits.Count(hit => hit), hits.Length).ToString();
        })]);
    }

    /// <summary>What a way of weighing answers: the first cause, or nothing, with its probability.</summary>
    private sealed record Answered(string? First, double Confidence, IReadOnlyList<string> Three)
    {
        public bool IsSure => First is not null && Confidence >= Answer.Sure;

        public bool IsRight(JudgedRun run) => run.IsFailing ? First is { } first && run.Right.Contains(first) : First is null;

        /// <summary>Each cause by itself, by the weights alone: a logistic curve under a ceiling of its grounds, which hold no rival.</summary>
        public static Answered ByHand(JudgedRun run)
        {
            (string Cause, double Confidence)[] named =
            [
                .. run.Suspects.OrderBy(suspect => suspect.Explained)
                    .Select(suspect => (suspect.Id, Alone(suspect))).Where(pair => pair.Item2 >= 0.5).OrderByDescending(pair => pair.Item2),
            ];
            return named is [var (first, confidence), ..] ? new(first, confidence, [.. named.Take(3).Select(pair => pair.Cause)])
                : new(null, 0.5, []);
        }

        private static double Alone(WeighedCause suspect) => suspect.Explained ? 0
            : suspect.Grounds switch { Grounds.Fact => 0.985, Grounds.Shown => 0.95, _ => 0.85 } / (1 + Math.Exp(-1.5 * suspect.LogOdds));

        public static Answered By(WeightFit fit, JudgedRun run)
        {
            var probabilities = fit.Probabilities(run);
            int[] order = [.. Enumerable.Range(0, probabilities.Length).OrderByDescending(c => probabilities[c])];
            var (best, nothing) = (order[0], 1 - probabilities.Sum());
            return nothing > probabilities[best] ? new(null, nothing, [])
                : new(run.Suspects[best].Id, probabilities[best], [.. order.Take(3).Select(c => run.Suspects[c].Id)]);
        }
    }
}
