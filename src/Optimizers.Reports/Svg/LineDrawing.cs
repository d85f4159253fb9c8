using System.Xml.Linq;
using Optimizers.Reports.Charts;

namespace Optimizers.Reports.Svg;

/// <summary>Draws a <see cref="LineChart"/>.</summary>
internal static class LineDrawing
{
    private const double LineHeight = 16, BadgeRadius = 9;

    /// <summary>Draws it for a place.</summary>
    public static XElement Draw(LineChart chart, Frame frame, string id)
    {
        var height = chart.Y is null ? 150 : frame.Height;
        var drawing = new Drawing(frame, height, chart, id);
        var yTicks = chart.Y?.Ticks(6) ?? [];
        var xLabel = Drawing.Wrap(chart.X.Label, frame.Width - 8);
        var yLabel = chart.Y is null ? [] : Drawing.Wrap(chart.Y.Label, frame.Width - 8);
        var levels = Stack(chart, frame.Width);
        double left = chart.Y is null ? 18 : 12 + (yTicks.Max(tick => tick.Text.Length) * Drawing.LetterWidth), right = frame.Width - 18;
        double top = 8 + (yLabel.Count * LineHeight) + (levels.Count == 0 ? 4 : 4 + ((levels.Max(level => level.Level) + 1) * 2 * (BadgeRadius + 1)));
        double bottom = height - 30 - (xLabel.Count * LineHeight);
        double X(double value) => left + (chart.X.Position(value) * (right - left));
        double Y(double value) => bottom - (chart.Y!.Position(value) * (bottom - top));

        for (var i = 0; i < yLabel.Count; i++)
            drawing.Text("label start", 2, 14 + (i * LineHeight), yLabel[i]);
        for (var i = 0; i < xLabel.Count; i++)
            drawing.Text("label middle", frame.Width / 2, height - 6 - ((xLabel.Count - 1 - i) * LineHeight), xLabel[i]);

        foreach (var tick in yTicks)
        {
            drawing.Line("grid", left, Y(tick.Value), right, Y(tick.Value));
            drawing.Text("tick end", left - 6, Y(tick.Value) + 4.5, tick.Text);
        }

        var xTicks = chart.X.TicksWithin(right - left, Drawing.LetterWidth);
        foreach (var tick in xTicks)
        {
            drawing.Line(chart.Y is null ? "grid" : "axis", X(tick.Value), chart.Y is null ? top : bottom, X(tick.Value), bottom + 5);
            var half = (tick.Text.Length * Drawing.LetterWidth / 2) + 4;
            drawing.Text("tick middle", Math.Clamp(X(tick.Value), half, frame.Width - half), bottom + 18, tick.Text);
        }

        foreach (var band in chart.Bands)
        {
            // At least three pixels: an interval narrower than that would not be seen.
            var (from, to) = (X(band.From), X(band.To));
            var width = Math.Max(3, to - from);
            drawing.Rectangle($"band s{band.Color}", ((from + to) / 2) - (width / 2), top, width, bottom - top);
        }

        drawing.Line("axis", left, bottom, right, bottom);
        foreach (var level in chart.Levels.Where(_ => chart.Y is not null))
            drawing.Line("level", left, Y(level.Y), right, Y(level.Y));

        for (var i = 0; i < chart.Markers.Count; i++)
        {
            var style = chart.Markers[i].IsFault ? "marker fault" : "marker";
            drawing.Line(style, X(chart.Markers[i].X), BadgeY(levels[i], top), X(chart.Markers[i].X), bottom);
        }

        foreach (var series in chart.Series.Where(_ => chart.Y is not null))
        {
            var points = series.Thinned((int)((right - left) / 4));
            drawing.Path(
                $"curve {Name(series.Style)} s{series.Color}",
                points.Select(point => double.IsFinite(point.Y) ? (X(point.X), Y(point.Y)) : (double.NaN, double.NaN)));
            var hasDots = series.Style == SeriesStyle.Dotted && points.Count <= 40;
            for (var i = 0; i < points.Count; i++)
            {
                // A point without neighbours has no line.
                var isAlone = (i == 0 || !double.IsFinite(points[i - 1].Y)) && (i == points.Count - 1 || !double.IsFinite(points[i + 1].Y));
                if (double.IsFinite(points[i].Y) && (hasDots || isAlone))
                    drawing.Disc($"dot s{series.Color}", X(points[i].X), Y(points[i].Y), 3.5);
            }

            // A cross at the upper edge where a curve leaves the numbers.
            for (var i = 0; i < points.Count; i++)
            {
                if (double.IsFinite(points[i].Y) || (i > 0 && !double.IsFinite(points[i - 1].Y)))
                    continue;
                var (x, y) = (X(points[i].X), top + 6);
                drawing.Path("cross", [(x - 5, y - 5), (x + 5, y + 5), (double.NaN, 0), (x - 5, y + 5), (x + 5, y - 5)]);
            }
        }

        for (var i = 0; i < chart.Markers.Count; i++)
        {
            var (x, y) = (X(chart.Markers[i].X), BadgeY(levels[i], top));
            drawing.Disc(chart.Markers[i].IsFault ? "badge fault" : "badge", x, y, BadgeRadius);
            drawing.Text("badge-text middle", x, y + 4.5, NumberText.Whole(i + 1));
        }

        return drawing.Element;
    }

    /// <summary>The class of a style.</summary>
    public static string Name(SeriesStyle style) => style switch
    {
        SeriesStyle.Dashed => "dashed",
        SeriesStyle.Faint => "faint",
        SeriesStyle.Dotted => "dotted",
        _ => "solid",
    };

    private static double BadgeY((double X, int Level) place, double top) => top - 2 - BadgeRadius - (place.Level * 2 * (BadgeRadius + 1));

    // Badges that would cover each other go one above the other.
    private static List<(double X, int Level)> Stack(LineChart chart, double width)
    {
        var placed = new List<(double X, int Level)>();
        foreach (var marker in chart.Markers)
        {
            var x = chart.X.Position(marker.X) * (width - 70);
            var level = 0;
            while (placed.Exists(other => other.Level == level && Math.Abs(other.X - x) < 2 * (BadgeRadius + 1)))
                level++;
            placed.Add((x, level));
        }

        return placed;
    }
}
