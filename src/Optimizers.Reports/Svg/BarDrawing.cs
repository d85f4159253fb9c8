using System.Xml.Linq;
using Optimizers.Reports.Charts;

namespace Optimizers.Reports.Svg;

/// <summary>Draws a <see cref="BarChart"/>.</summary>
internal static class BarDrawing
{
    private const double LineHeight = 16, BarHeight = 9;

    /// <summary>Draws it for a place: the names left of the bars where there is room, else above them.</summary>
    public static XElement Draw(BarChart chart, Frame frame, string id)
    {
        var rows = chart.Drawn;
        var beside = frame.Width >= 480;
        var series = chart.SeriesNames.Count;
        var rowHeight = (series * (BarHeight + 2)) + (beside ? 10 : 10 + LineHeight);
        var label = Drawing.Wrap(chart.Axis.Label, frame.Width - 8);
        double top = 6, bottom = top + (rows.Count * rowHeight), height = bottom + 28 + (label.Count * LineHeight);
        var left = beside ? Math.Clamp(14 + (rows.Max(row => row.Name.Length) * Drawing.LetterWidth), 40, 160) : 8;
        var right = frame.Width - 20;
        var drawing = new Drawing(frame, height, chart, id);
        double X(double value) => left + (chart.Axis.Position(value) * (right - left));

        foreach (var tick in chart.Axis.TicksWithin(right - left, Drawing.LetterWidth))
        {
            drawing.Line("grid", X(tick.Value), top, X(tick.Value), bottom + 4);
            var half = (tick.Text.Length * Drawing.LetterWidth / 2) + 4;
            drawing.Text("tick middle", Math.Clamp(X(tick.Value), half, frame.Width - half), bottom + 17, tick.Text);
        }

        for (var i = 0; i < label.Count; i++)
            drawing.Text("label middle", frame.Width / 2, height - 6 - ((label.Count - 1 - i) * LineHeight), label[i]);
        for (var row = 0; row < rows.Count; row++)
        {
            var y = top + (row * rowHeight);
            if (beside)
                drawing.Text("tick end", left - 8, y + (rowHeight / 2) + 2, Drawing.Fit(rows[row].Name, left - 10));
            else
                drawing.Text("tick start", left, y + LineHeight - 2, Drawing.Fit(rows[row].Name, right - left));
            y += beside ? 5 : LineHeight + 2;
            for (var i = 0; i < series; i++, y += BarHeight + 2)
            {
                var value = rows[row].Values[i];
                var color = chart.Color(i);
                if (!double.IsFinite(value) || value == 0)
                    drawing.Text($"tick start fill s{color}", left + 4, y + BarHeight, double.IsNaN(value) ? "–" : NumberText.Short(value));
                else
                    drawing.Rectangle($"bar s{color}", left, y, Math.Max(2, X(value) - left), BarHeight, 1.5);
            }
        }

        drawing.Line("axis", left, top, left, bottom);
        return drawing.Element;
    }
}
