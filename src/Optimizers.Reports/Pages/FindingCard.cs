using System.Globalization;
using System.Xml.Linq;
using Optimizers.Diagnostics;
using static Optimizers.Reports.Pages.Markup;

namespace Optimizers.Reports.Pages;

/// <summary>One finding: the cause, how sure, why, what would make it surer, what helps.</summary>
internal static class FindingCard
{
    /// <summary>The card.</summary>
    /// <param name="finding">What it tells.</param>
    /// <param name="isSuspect">True for a suspect that is no finding.</param>
    public static XElement Of(Finding finding, bool isSuspect = false)
    {
        var percent = NumberText.Percent(finding.Confidence);
        var assessment = finding.Assessment;
        var style = finding.Cause.Kind == CauseKind.Advice ? "card advice"
            : finding.IsSymptom ? "card symptom"
            : isSuspect ? "card suspect"
            : "card";
        return Tag(
            "article",
            style,
            Tag("h4", "", NumberText.Capital(finding.Cause.Title)),
            Tag(
                "div",
                "confidence",
                Tag("span", "number", percent),
                Tag(
                    "span",
                    "meter",
                    Attribute("role", "img"),
                    Attribute("aria-label", $"confidence {percent}"),
                    Tag("span", "", Attribute("style",
                        string.Create(CultureInfo.InvariantCulture, $"width:{Math.Clamp(finding.Confidence, 0, 1) * 100:0.#}%")))),
                Tag("span", "unit", "sure")),
            finding.IsSymptom
                ? Tag("p", "explained",
                    $"A symptom. It follows because {string.Join("; and because ", finding.ExplainedBy.Select(cause => cause.Title))}.")
                : null,
            finding is { IsSymptom: false, Remedy: { } remedy }
                ? Tag(
                    "p",
                    "remedy",
                    Tag("strong", "", "What helps: "),
                    remedy.Advice,
                    remedy.Action is { } action ? Tag("span", "action", $" Ready to apply: {action.Description}.") : null)
                : null,
            assessment.Evidence.Count > 0
                ? new object[]
                {
                    Tag("h5", "", "Evidence"),
                    Tag("ul", "evidence", assessment.Evidence.OrderByDescending(each => Math.Abs(each.Weight)).Select(Item)),
                }
                : null,
            assessment.Missing.Count > 0
                ? Tag("p", "missing", Tag("strong", "", "Would make it surer, in the training case: "), string.Join(", ", assessment.Missing))
                : null);
    }

    private static XElement Item(Evidence evidence)
    {
        var isFor = evidence.Weight >= 0;
        var weight = double.IsFinite(evidence.Weight) ? Math.Abs(evidence.Weight).ToString("0.0", CultureInfo.InvariantCulture) : "∞";
        return Tag(
            "li",
            isFor ? "for" : "against",
            Tag(
                "span",
                "weight",
                Attribute("title", $"speaks {(isFor ? "for" : "against")} the cause with {weight} nats"),
                $"{(isFor ? "+" : "−")}{weight}"),
            Tag("span", "statement", evidence.Statement, " ", Tag("span", "source", $"({evidence.Source})")));
    }
}
