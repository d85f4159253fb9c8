using System.Xml.Linq;
using Optimizers.Reports.Charts;

namespace Optimizers.Reports.Svg;

/// <summary>A chart as SVG.</summary>
internal static class ChartDrawing
{
    /// <summary>Draws it once for each size of place.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="id">A name that the page has once.</param>
    public static IEnumerable<XElement> Draw(Chart chart, string id) => Frame.All(chart.IsWide).Select(frame => chart switch
    {
        LineChart lines => LineDrawing.Draw(lines, frame, $"{id}-{frame.Name}"),
        BarChart bars => BarDrawing.Draw(bars, frame, $"{id}-{frame.Name}"),
        GuideChart guide => GuideDrawing.Draw(guide, frame, $"{id}-{frame.Name}"),
        _ => throw new ArgumentException($"A {chart.GetType().Name} has no drawing.", nameof(chart)),
    });
}
