using Optimizers.Reports.Charts;
using ScottPlot;

namespace Optimizers.Reports.Pictures;

/// <summary>A <see cref="GuideChart"/> as a plot, from left to right.</summary>
internal static class GuidePicture
{
    private const double BoxWidth = 0.82, HalfHeight = 0.38;

    /// <summary>The plot: a column a depth, a row an end.</summary>
    public static Plot Plot(GuideChart chart, string title)
    {
        var plot = new Plot();
        foreach (var isTaken in (bool[])[false, true])
        {
            foreach (var box in chart.Boxes.Where(box => box.Parent >= 0 && box.IsTaken == isTaken))
            {
                var from = chart.Boxes[box.Parent];
                double x1 = from.Depth + BoxWidth, x2 = box.Depth, turn = x1 + 0.05;
                var edge = plot.Add.ScatterLine(
                    (Coordinates[])[new(x1, -from.Row), new(turn, -from.Row), new(turn, -box.Row), new(x2, -box.Row)],
                    isTaken ? Palette.Accent : Palette.Line);
                edge.LineWidth = isTaken ? 6 : 3;
                var answer = plot.Add.Text(GuideChart.Answer(box.Answer), turn, -box.Row);
                (answer.LabelFontColor, answer.LabelFontSize, answer.LabelBold) = (isTaken ? Palette.Accent : Palette.Muted, 22, isTaken);
                (answer.LabelAlignment, answer.OffsetX, answer.OffsetY, answer.LabelFontName) = (Alignment.LowerLeft, 6, -4, ReportFont.Name);
            }
        }

        foreach (var box in chart.Boxes)
        {
            var frame = plot.Add.Rectangle(box.Depth, box.Depth + BoxWidth, -box.Row - HalfHeight, -box.Row + HalfHeight);
            frame.FillColor = box.IsLast ? Palette.Accent : box.IsTaken ? Palette.Soft : Colors.White;
            (frame.LineColor, frame.LineWidth) = (box.IsTaken ? Palette.Accent : Palette.Line, 3);
            var lines = Svg.Drawing.Wrap(box.Node.Title, 25 * Svg.Drawing.LetterWidth)
                .Concat(Svg.Drawing.Wrap(box.Node.Detail, 26 * Svg.Drawing.LetterWidth));
            var text = plot.Add.Text(string.Join('\n', lines), box.Depth + 0.04, -box.Row);
            (text.LabelFontColor, text.LabelFontSize, text.LabelBold) =
                (box.IsLast ? Colors.White : box.IsTaken ? Palette.Ink : Palette.Muted, 22, box.IsTaken);
            (text.LabelAlignment, text.LabelFontName) = (Alignment.MiddleLeft, ReportFont.Name);
        }

        Picture.Style(plot, title, null, null);
        plot.HideGrid();
        plot.Layout.Frameless();
        plot.Axes.Title.IsVisible = true;
        plot.Axes.SetLimits(-0.05, chart.Boxes.Max(box => box.Depth) + BoxWidth + 0.05, -chart.Boxes.Max(box => box.Row) - 0.6, 0.6);
        return plot;
    }
}
