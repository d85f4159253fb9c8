using System.Globalization;
using System.Text;
using Optimizers.Benchmarks.Reporting;

namespace Optimizers.Benchmarks.Rules;

/// <summary>The section of the report that has every rule.</summary>
/// <param name="rules">The rules, in the order of the tables.</param>
/// <param name="traffic">What each of them moves.</param>
internal sealed class RuleReport(IReadOnlyList<MeasuredRule> rules, IReadOnlyDictionary<MeasuredRule, StepTraffic> traffic)
{
    /// <summary>The heading of the section.</summary>
    public const string Heading = "## Every rule";

    // With the guard, three of the four arrays that plain SGD passes over are its formula's; TorchSharp has no guard.
    private const double Target = 0.85, PlainTarget = 0.95 * 0.75;
    private const string Plain = "Sgd";

    private const string Legend =
        """
        - **bytes**: what the formula has to move for an element, once each: θ read and written, g and what it asks for beside g read, and of the
          state what an experiment finds to be read or written. A rule marked ° looks at the whole, and passes over some of it more than once, which
          is not counted; it is measured on a matrix, the others on a vector.
        - **of bandwidth**: these bytes by the time, relative to the machine's best at that length and type, update in place or triad through the
          cache, in the same turns. **guarded**: the same with g counted once more, which the guard against non-finite gradients reads before.
        - **TorchSharp**: how many times as long TorchSharp takes for the same rule. **B/step**: bytes allocated in a step after the first ones, the
          most of all lengths and types.

        """;

    private readonly Dictionary<(MeasuredRule Rule, bool IsDouble, bool IsLong), RuleFigures> _figures = [];

    /// <summary>The bandwidths that the shares are of, GB/s.</summary>
    public IList<(int Length, string Element, double Bandwidth)> Bandwidths { get; } = [];

    /// <summary>Adds a measurement.</summary>
    public void Add(MeasuredRule rule, bool isDouble, bool isLong, RuleFigures figures) => _figures.Add((rule, isDouble, isLong), figures);

    /// <summary>The section as Markdown.</summary>
    /// <param name="matrices">The rules that are made of products; null if they were not measured.</param>
    /// <param name="loadBefore">The system's load before the first measurement.</param>
    /// <param name="elapsed">How long it took.</param>
    public string ToString(MatrixFigures? matrices, string? loadBefore, TimeSpan elapsed)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            {Heading}

            Printed by `dotnet run -c Release --project benchmarks/Optimizers.Benchmarks -- rules` on {DateTime.UtcNow:yyyy-MM-dd}
            in {elapsed.TotalMinutes:0.0} minutes: one thread, medians of turns in which rule, memory and TorchSharp follow each other.
            Load of the system (1, 5, 15 minutes): {loadBefore ?? "unknown"} before, {MachineDescription.Load() ?? "unknown"} after.


            """);
        if (rules.Count > 0)
        {
            text.Append("Bandwidth of memory: ").AppendJoin(", ", Bandwidths.Select(each => string.Create(
                CultureInfo.InvariantCulture, $"{each.Length:#,0} {each.Element}s {Figure.Digits(each.Bandwidth)}"))).Append(" GB/s.\n\n");
            text.Append(Legend);
            foreach (var isDouble in (bool[])[false, true])
                text.Append(CultureInfo.InvariantCulture, $"\n### In {(isDouble ? "double" : "float")}\n\n{Table(isDouble)}");
        }

        if (matrices is not null)
            text.Append(OfProducts(matrices));
        if (rules.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n### Targets of every rule\n\n{Targets()}");
        return text.ToString();
    }

    private MarkdownTable Table(bool isDouble)
    {
        string[] headers =
        [
            "rule", "bytes", "10,000", "GB/s", "of bandwidth", "TorchSharp",
            "10,000,000", "GB/s", "of bandwidth", "guarded", "TorchSharp", "B/step",
        ];
        var table = new MarkdownTable(headers, leftAligned: 1);
        foreach (var rule in rules)
        {
            var (near, far) = (_figures[(rule, isDouble, false)], _figures[(rule, isDouble, true)]);
            table.Add(
                rule.Name + (traffic[rule].IsElementwise ? "" : "°"),
                Figure.Count(Math.Round(traffic[rule].Bytes(isDouble ? sizeof(double) : sizeof(float), rule.StateWidth), 1)),
                Figure.Time(near.Nanoseconds),
                Figure.Digits(near.Bytes / near.Nanoseconds),
                Figure.Percent(near.Share),
                Figure.Multiple(near.TorchSharp),
                Figure.Time(far.Nanoseconds),
                Figure.Digits(far.Bytes / far.Nanoseconds),
                Figure.Percent(far.Share),
                Figure.Percent(far.GuardedShare),
                Figure.Multiple(far.TorchSharp),
                Figure.Count(Allocated(rule, isDouble)));
        }

        return table;
    }

    private static string OfProducts(MatrixFigures figures)
    {
        var table = new MarkdownTable(
            ["rule", "products a step", "a step", "one that renews the bases", "mean", "of the product's speed", "B/step"], leftAligned: 1);
        foreach (var row in figures.Rows)
        {
            table.Add(
                row.Rule.Contender.Name,
                Figure.Count(row.Products),
                Figure.Time(row.Plain),
                Figure.Time(row.Renewal),
                Figure.Time(row.Mean),
                Figure.Percent(figures.ShareOf(row)),
                Figure.Count(row.Allocated));
        }

        return string.Create(CultureInfo.InvariantCulture, $"""

            ### Rules of products

            A matrix of {figures.Side} × {figures.Side} doubles. One product of this library of that size runs at
            {Figure.Digits(figures.Speed)} GFLOP/s; the speed of a rule is that of its products, as if they were all that the mean step does:
            decompositions are in the time and not in the products. Shampoo and SOAP renew their bases in every tenth step.

            {table}
            """);
    }

    private double Allocated(MeasuredRule rule, bool isDouble) =>
        Math.Max(_figures[(rule, isDouble, false)].Allocated, _figures[(rule, isDouble, true)].Allocated);

    private string Targets()
    {
        var text = new StringBuilder();
        foreach (var isDouble in (bool[])[false, true])
        {
            var element = isDouble ? "double" : "float";
            MeasuredRule[] elementwise = [.. rules.Where(rule => traffic[rule].IsElementwise && !rule.IsCoded && rule.Name != Plain)];
            var target = $"elementwise rules in {element}, n = 10,000,000: at least {Figure.Percent(Target)} of the bandwidth";
            Add(target, elementwise, Far, Target);
            MeasuredRule[] plain = [.. rules.Where(rule => rule.Name == Plain)];
            Add($"`{Plain}` in {element}, n = 10,000,000: at least {Figure.Percent(PlainTarget)}", plain, Far, PlainTarget);
            foreach (var isLong in (bool[])[false, true])
            {
                MeasuredRule[] known = [.. rules.Where(rule => _figures[(rule, isDouble, isLong)].TorchSharp is not null)];
                var length = isLong ? "10,000,000" : "10,000";
                Add($"no slower than TorchSharp in {element}, n = {length}", [.. known.Except(plain)], TorchSharp, 1);
                MeasuredRule[] plainKnown = [.. known.Intersect(plain)];
                target = $"`{Plain}` in {element}, n = {length}: TorchSharp takes at least {Figure.Multiple(PlainTarget)} its time";
                Add(target, plainKnown, TorchSharp, PlainTarget);

                (double Value, string Text) TorchSharp(MeasuredRule rule)
                {
                    var ratio = _figures[(rule, isDouble, isLong)].TorchSharp!.Value;
                    return (ratio, Figure.Multiple(ratio));
                }
            }

            (double Value, string Text) Far(MeasuredRule rule)
            {
                var share = _figures[(rule, isDouble, true)].Share;
                return (share, Figure.Percent(share));
            }
        }

        var lavish = rules.Where(rule => Most(rule) > 0).Select(rule => (rule, Figure.Count(Most(rule)) + " B"));
        Write("no allocation in a step after the first ones", rules.Count, lavish);
        return text.ToString();

        void Add(string target, MeasuredRule[] some, Func<MeasuredRule, (double Value, string Text)> of, double atLeast)
        {
            if (some.Length == 0)
                return;
            var missing = some.Select(rule => (Rule: rule, Reached: of(rule))).Where(each => each.Reached.Value < atLeast);
            Write(target, some.Length, missing.OrderBy(each => each.Reached.Value).Select(each => (each.Rule, each.Reached.Text)));
        }

        void Write(string target, int count, IEnumerable<(MeasuredRule Rule, string Figure)> missing)
        {
            string[] names = [.. missing.Select(each => $"{each.Rule.Name} {each.Figure}")];
            text.Append(CultureInfo.InvariantCulture, $"- {target}: {count - names.Length} of {count}")
                .Append(names.Length == 0 ? "" : $"; not {string.Join("; ", names)}").Append(".\n");
        }

        double Most(MeasuredRule rule) => Math.Max(Allocated(rule, false), Allocated(rule, true));
    }
}
