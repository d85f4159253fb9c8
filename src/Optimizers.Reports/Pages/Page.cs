using System.Globalization;
using System.Xml.Linq;
using Optimizers.Diagnostics;
using static Optimizers.Reports.Pages.Markup;

namespace Optimizers.Reports.Pages;

/// <summary>The whole page: a heading, an overview where there are several runs, and a section a run.</summary>
internal static class Page
{
    /// <summary>The page of some reports.</summary>
    public static XElement Of(IReadOnlyList<TrainingReport> reports, string title) => Tag(
        "html",
        "",
        Attribute("lang", "en"),
        Tag(
            "head",
            "",
            Tag("meta", "", Attribute("charset", "utf-8")),
            Tag("meta", "", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")),
            Tag("meta", "", Attribute("name", "color-scheme"), Attribute("content", "light dark")),
            Tag("title", "", title),
            Tag("style", "", Style())),
        Tag(
            "body",
            "",
            Tag("header", "page", Tag("h1", "", title), Tag("p", "lead", Lead(reports))),
            Tag("main", "", reports.Count > 1 ? Overview(reports) : null, reports.Select(RunSection.Of))));

    private static string Lead(IReadOnlyList<TrainingReport> reports)
    {
        var counts = new[]
        {
            (Count: reports.Count(report => report.Model.Verdict == Verdict.Fault), Text: "with a fault found"),
            (Count: reports.Count(report => report.Model.Verdict == Verdict.Improvable), Text: "improvable"),
            (Count: reports.Count(report => report.Model.Verdict == Verdict.Healthy), Text: "healthy"),
            (Count: reports.Count(report => report.Model.Verdict == Verdict.NotEnoughEvidence), Text: "with not enough evidence"),
        };
        var evaluations = reports.Aggregate(default(Curvature.EvaluationCounts), (sum, report) => sum + report.Model.Cost);
        return $"{NumberText.Count(reports.Count, "training")}: "
            + $"{string.Join(", ", counts.Where(each => each.Count > 0).Select(each => $"{each.Count} {each.Text}"))}. "
            + $"What the diagnosis cost: {evaluations}; {NumberText.Seconds(reports.Sum(report => report.Model.Seconds))}\u00A0s.";
    }

    private static XElement Overview(IReadOnlyList<TrainingReport> reports) => Tag(
        "nav",
        "overview",
        Attribute("aria-label", "The trainings"),
        Tag(
            "ol",
            "",
            reports.Select((report, i) => Tag(
                "li",
                "",
                Tag(
                    "a",
                    "",
                    Attribute("href", string.Create(CultureInfo.InvariantCulture, $"#run-{i + 1}")),
                    Tag("span", "name", report.Name),
                    " ",
                    RunSection.Badge(report.Model.Verdict),
                    " ",
                    Tag("span", "cause", RunSection.Headline(report.Model)),
                    Cured(report))))));

    private static object[]? Cured(TrainingReport report) => report.Curves.Count < 2
        ? null
        : [" ", Tag("span", "cured", $"loss {string.Join(" → ", report.Curves.Select(curve => NumberText.Short(curve.Last)))}")];

    private static string Style()
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream);
        return "\n" + reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
