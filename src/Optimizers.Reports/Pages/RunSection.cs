using System.Globalization;
using System.Xml.Linq;
using Optimizers.Diagnostics;
using Optimizers.Reports.Charts;
using static Optimizers.Reports.Pages.Markup;

namespace Optimizers.Reports.Pages;

/// <summary>What the page says of one run.</summary>
internal static class RunSection
{
    private const int SuspectsShown = 5;

    /// <summary>The section.</summary>
    /// <param name="report">The run.</param>
    /// <param name="index">Its place on the page, from 0.</param>
    public static XElement Of(TrainingReport report, int index)
    {
        var model = report.Model;
        var id = string.Create(CultureInfo.InvariantCulture, $"run-{index + 1}");
        var charts = RunCharts.Of(report);
        return Tag(
            "section",
            "run",
            Attribute("id", id),
            Attribute("aria-labelledby", $"{id}-name"),
            Tag("h2", "", Attribute("id", $"{id}-name"), report.Name),
            report.Description is { } description ? Tag("p", "description", description) : null,
            Tag(
                "div",
                $"verdict {Style(model.Verdict)}",
                Tag("p", "headline", Badge(model.Verdict), " ", Tag("strong", "", Headline(model))),
                Tag("p", "note", model.Note.ReplaceLineEndings("\n"))),
            model.NextMeasurement is { } next ? Tag("p", "next", Tag("strong", "", "What to measure next: "), next) : null,
            Tag("div", "charts", charts.Where(chart => chart.Id is "loss" or "comparison").Select(Figure)),
            Cards("What was found", model.Findings.Select(finding => FindingCard.Of(finding))),
            Cards("Advice", model.Advice.Select(advice => FindingCard.Of(advice))),
            Suspects(model),
            charts.Any(chart => chart.Id is not ("loss" or "comparison"))
                ? new object[]
                {
                    Tag("h3", "", "The evidence, drawn"),
                    Tag("div", "charts", charts.Where(chart => chart.Id is not ("loss" or "comparison")).Select(Figure)),
                }
                : null,
            Receipts(model));

        XElement Figure(Chart chart) => ChartFigure.Of(chart, $"{id}-{chart.Id}");
    }

    /// <summary>The verdict in a word.</summary>
    public static XElement Badge(Verdict verdict) => Tag("span", $"badge {Style(verdict)}", verdict switch
    {
        Verdict.Fault => "Fault",
        Verdict.Improvable => "Improvable",
        Verdict.Healthy => "Healthy",
        _ => "Not enough evidence",
    });

    /// <summary>The verdict in a sentence.</summary>
    public static string Headline(ReportModel model) => model switch
    {
        { Verdict: Verdict.Improvable, Findings: [var better, ..] } =>
            $"Could get lower: {better.Cause.Title} ({NumberText.Percent(better.Confidence)})",
        { Findings: [var first, ..] } => $"{NumberText.Capital(first.Cause.Title)} ({NumberText.Percent(first.Confidence)})",
        { Verdict: Verdict.Healthy } => "Nothing is wrong, as far as was measured",
        { Suspects: [var first, ..] } => $"First suspect: {first.Cause.Title} ({NumberText.Percent(first.Confidence)})",
        _ => "The measurements do not decide",
    };

    private static string Style(Verdict verdict) => verdict switch { Verdict.Fault => "fault", Verdict.Healthy => "healthy", _ => "open" };

    private static object[]? Cards(string heading, IEnumerable<XElement> cards) =>
        cards.ToArray() is { Length: > 0 } all ? [Tag("h3", "", heading), Tag("div", "cards", (object)all)] : null;

    private static XElement? Suspects(ReportModel model)
    {
        var found = model.Findings.Select(finding => finding.Cause.Id).ToHashSet();
        var others = model.Suspects.Where(suspect => !found.Contains(suspect.Cause.Id)).ToArray();
        if (others.Length == 0)
            return null;
        var more = others.Length - SuspectsShown;
        return Tag(
            "details",
            "suspects",
            model.Findings.Count == 0 ? Attribute("open", "open") : null,
            Tag("summary", "", $"{NumberText.Count(others.Length, "other suspect")}, each less likely than that nothing is wrong"),
            Tag("div", "cards", others.Take(SuspectsShown).Select(suspect => FindingCard.Of(suspect, isSuspect: true))),
            more > 0 ? Tag("p", "", $"And {NumberText.Count(more, "suspect")} less likely still.") : null);
    }

    private static XElement? Receipts(ReportModel model)
    {
        if (model.Receipts.Count == 0)
            return null;
        var paid = model.Receipts.Where(receipt => receipt.Cost != default || receipt.Price != default).ToArray();
        var free = model.Receipts.Count - paid.Length;
        return Tag(
            "details",
            "receipts",
            Attribute("open", "open"),
            Tag("summary", "", $"What it cost: {model.Cost}; {NumberText.Seconds(model.Seconds)}\u00A0s"),
            paid.Length > 0
                ? ChartFigure.Table(new(
                    "Evaluations of the objectives: said before, at most; and taken",
                    ["probe", "said before", "taken", "seconds"],
                    [.. paid.Select(Row)]))
                : null,
            free > 0 ? Tag("p", "", $"{NumberText.Count(free, "more reading")} of what was seen, without an evaluation.") : null);
    }

    private static IReadOnlyList<string> Row(ProbeReceipt receipt) =>
        [Words(receipt.Probe), receipt.Price.ToString(), receipt.Cost.ToString(), NumberText.Seconds(receipt.Seconds)];

    // "along update" for AlongUpdate.
    private static string Words(string probe) => string.Concat(probe.Select((letter, i) =>
        i > 0 && char.IsUpper(letter) && char.IsLower(probe[i - 1]) ? $" {char.ToLowerInvariant(letter)}"
            : $"{(i == 0 ? char.ToLowerInvariant(letter) : letter)}"));
}
