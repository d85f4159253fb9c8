using Optimizers.Reports.Charts;
using ScottPlot;

namespace Optimizers.Reports.Pictures;

/// <summary>A <see cref="LineChart"/> as a plot.</summary>
internal static class LinePicture
{
    // In shares of the plot: at its sides and above it, for the numbers of the places.
    private const double Margin = 0.012, Top = 1.08, RowHeight = 0.075;

    /// <summary>The plot, of positions on the axes.</summary>
    public static Plot Plot(LineChart chart, string title)
    {
        var plot = new Plot();
        foreach (var band in chart.Bands)
        {
            double from = chart.X.Position(band.From), to = chart.X.Position(band.To), half = Math.Max(0.0015, (to - from) / 2);
            var span = plot.Add.HorizontalSpan(((from + to) / 2) - half, ((from + to) / 2) + half);
            (span.FillColor, span.LineStyle.Width, span.LegendText) = (Palette.Of(band.Color).WithAlpha(0.45), 0, band.Name);
        }

        foreach (var series in chart.Series.Where(_ => chart.Y is not null))
        {
            var isFirst = true;
            foreach (var stretch in Stretches(series))
            {
                var line = plot.Add.Scatter(
                    stretch.Select(point => new Coordinates(chart.X.Position(point.X), chart.Y!.Position(point.Y))).ToArray(),
                    series.Style == SeriesStyle.Faint ? Palette.Of(series.Color).WithAlpha(0.35) : Palette.Of(series.Color));
                line.LineWidth = series.Style == SeriesStyle.Faint ? 1.5f : 4;
                line.LinePattern = series.Style == SeriesStyle.Dashed ? LinePattern.Dashed : LinePattern.Solid;
                line.MarkerSize = series.Style == SeriesStyle.Dotted && series.Points.Count <= 60 ? 11 : stretch.Count == 1 ? 7 : 0;
                if (isFirst)
                    line.LegendText = series.Name;
                isFirst = false;
            }
        }

        foreach (var level in chart.Levels.Where(_ => chart.Y is not null))
        {
            var line = plot.Add.HorizontalLine(chart.Y!.Position(level.Y), 2, Palette.Muted, LinePattern.Dotted);
            line.LegendText = level.Name;
        }

        for (var i = 0; i < chart.Markers.Count; i++)
        {
            var marker = chart.Markers[i];
            var color = marker.IsFault ? Palette.Fault : Palette.Ink;
            plot.Add.VerticalLine(chart.X.Position(marker.X), 2, color, LinePattern.Dashed);
            var label = plot.Add.Text(NumberText.Whole(i + 1), chart.X.Position(marker.X), Top - 0.01 + (RowHeight * Level(chart, i)));
            (label.LabelFontColor, label.LabelBackgroundColor, label.LabelFontSize, label.LabelBold) = (Colors.White, color, 20, true);
            (label.LabelAlignment, label.LabelPadding, label.LabelBorderRadius, label.LabelFontName) = (Alignment.UpperCenter, 5, 6, ReportFont.Name);
        }

        Picture.Style(plot, title, chart.X.Label, chart.Y?.Label);
        plot.Axes.SetLimits(-Margin, 1 + Margin, 0,
            Top + (chart.Markers.Count == 0 ? 0 : RowHeight * Enumerable.Range(0, chart.Markers.Count).Max(i => Level(chart, i))));
        plot.Axes.Bottom.TickGenerator = Picture.Ticks(chart.X, 9);
        if (chart.Y is null)
            plot.HideGrid();
        plot.Axes.Left.TickGenerator = chart.Y is null ? new ScottPlot.TickGenerators.EmptyTickGenerator() : Picture.Ticks(chart.Y, 7);
        if (chart.Series.Count + chart.Bands.Count + chart.Levels.Count > 0)
            plot.ShowLegend(Edge.Bottom);
        return plot;
    }

    // Labels that would cover each other go one above the other.
    private static int Level(LineChart chart, int marker)
    {
        var level = 0;
        for (var i = marker - 1; i >= 0 && Math.Abs(chart.X.Position(chart.Markers[i].X) - chart.X.Position(chart.Markers[i + 1].X)) < 0.025; i--)
            level++;
        return level;
    }

    private static IEnumerable<IReadOnlyList<(double X, double Y)>> Stretches(Series series)
    {
        var stretch = new List<(double X, double Y)>();
        foreach (var point in series.Points)
        {
            if (double.IsFinite(point.Y))
            {
                stretch.Add(point);
            }
            else if (stretch.Count > 0)
            {
                yield return stretch;
                stretch = [];
            }
        }

        if (stretch.Count > 0)
            yield return stretch;
    }
}
