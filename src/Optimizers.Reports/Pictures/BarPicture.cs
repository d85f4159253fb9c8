using Optimizers.Reports.Charts;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Optimizers.Reports.Pictures;

/// <summary>A <see cref="BarChart"/> as a plot.</summary>
internal static class BarPicture
{
    /// <summary>The plot, of positions on the axis; the first row is on top.</summary>
    public static Plot Plot(BarChart chart, string title)
    {
        var plot = new Plot();
        var rows = chart.Drawn;
        var series = chart.SeriesNames.Count;
        var size = 0.8 / series;
        for (var i = 0; i < series; i++)
        {
            var color = Palette.Of(chart.Color(i));
            var bars = new List<ScottPlot.Bar>();
            for (var row = 0; row < rows.Count; row++)
            {
                var value = rows[row].Values[i];
                var y = -row + 0.4 - ((i + 0.5) * size);
                if (double.IsFinite(value) && value != 0)
                {
                    bars.Add(new()
                    {
                        Position = y,
                        Value = Math.Max(0.002, chart.Axis.Position(value)),
                        Size = size * 0.9,
                        FillColor = color,
                        LineWidth = 0,
                        Orientation = Orientation.Horizontal,
                    });
                }
                else
                {
                    var text = plot.Add.Text(double.IsNaN(value) ? "–" : NumberText.Short(value), 0, y);
                    (text.LabelFontColor, text.LabelFontSize, text.LabelAlignment, text.OffsetX, text.LabelFontName) =
                        (color, 20, Alignment.MiddleLeft, 8, ReportFont.Name);
                }
            }

            var drawn = plot.Add.Bars(bars);
            drawn.Horizontal = true;
            drawn.LegendText = chart.SeriesNames[i];
        }

        Picture.Style(plot, title, chart.Axis.Label, null);
        var names = new NumericManual();
        for (var row = 0; row < rows.Count; row++)
            names.AddMajor(-row, rows[row].Name.Length <= 28 ? rows[row].Name : string.Concat(rows[row].Name.AsSpan(0, 27), "…"));
        plot.Axes.Left.TickGenerator = names;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.TickGenerator = Picture.Ticks(chart.Axis, 8);
        plot.Axes.SetLimits(0, 1, -rows.Count + 0.4, 0.6);
        if (series > 1)
            plot.ShowLegend(Edge.Bottom);
        return plot;
    }
}
