using System.Globalization;
using System.Xml.Linq;
using Optimizers.Reports.Charts;
using Optimizers.Reports.Svg;
using static Optimizers.Reports.Pages.Markup;

namespace Optimizers.Reports.Pages;

/// <summary>
/// A chart on the page: heading, legend, drawings, what its numbered places mean, and its numbers as tables. All words but those of the axes are
/// HTML, so that they wrap.
/// </summary>
internal static class ChartFigure
{
    /// <summary>The figure.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="id">A name that the page has once.</param>
    public static XElement Of(Chart chart, string id) => Tag(
        "figure",
        chart.IsWide ? "wide" : "",
        Tag("figcaption", "", chart.Title),
        Legend(chart),
        ChartDrawing.Draw(chart, id),
        chart switch
        {
            LineChart { Markers.Count: > 0 } lines => Tag(
                "ol",
                "markers",
                lines.Markers.Select(marker => Tag("li", marker.IsFault ? "fault" : "", marker.Text))),
            GuideChart guide => Tag(
                "ol",
                "path",
                guide.Path.Select(step => Tag(
                    "li",
                    "",
                    Tag("span", "question", step.Question),
                    " ",
                    Tag("strong", "", NumberText.Capital(GuideChart.Answer(step.Answer))),
                    step.Because.Length > 0 ? $": {step.Because}" : null))),
            _ => null,
        },
        chart.Notes.Select(note => Tag("p", "chart-note", note)),
        Tag("details", "", Tag("summary", "", "The numbers, as a table"), chart.Tables.Select(Table)));

    /// <summary>A table that scrolls by itself where it is too wide.</summary>
    public static XElement Table(ChartTable table) => Tag(
        "div",
        "table",
        Attribute("tabindex", "0"),
        Attribute("role", "region"),
        Attribute("aria-label", table.Caption),
        Tag(
            "table",
            "",
            Tag("caption", "", table.Caption),
            Tag("thead", "", Tag("tr", "", table.Headers.Select(header => Tag("th", "", Attribute("scope", "col"), header)))),
            Tag("tbody", "", table.Rows.Select(row => Tag("tr", "", row.Select(cell => Tag("td", "", cell)))))));

    private static XElement? Legend(Chart chart)
    {
        var items = chart switch
        {
            LineChart lines =>
            [
                .. lines.Series.Select(series => ($"line {LineDrawing.Name(series.Style)} s{series.Color}", series.Name)),
                .. lines.Bands.Select(band => ($"area s{band.Color}", band.Name)),
                .. lines.Levels.Select(level => ("line level", level.Name)),
            ],
            BarChart { SeriesNames.Count: > 1 } bars =>
                bars.SeriesNames.Select((name, i) => (string.Create(CultureInfo.InvariantCulture, $"box s{bars.Color(i)}"), name)).ToArray(),
            _ => Array.Empty<(string, string)>(),
        };
        return items.Length == 0
            ? null
            : Tag("ul", "legend", items.Select(item =>
                Tag("li", "", Tag("span", $"key {item.Item1}", Attribute("aria-hidden", "true")), item.Item2)));
    }
}
