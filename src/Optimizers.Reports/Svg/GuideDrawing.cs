using System.Xml.Linq;
using Optimizers.Reports.Charts;

namespace Optimizers.Reports.Svg;

/// <summary>Draws a <see cref="GuideChart"/>: from left to right where there is room, else downwards with indents.</summary>
internal static class GuideDrawing
{
    // Bold letters are wider than those that the room is counted in.
    private const double LineHeight = 17, BoldToRegular = 0.87;

    /// <summary>Draws it for a place.</summary>
    public static XElement Draw(GuideChart chart, Frame frame, string id) => frame.Width > 800 ? Across(chart, frame, id) : Down(chart, frame, id);

    private static XElement Across(GuideChart chart, Frame frame, string id)
    {
        const double rowHeight = 66, boxHeight = 52, gap = 46;
        var columns = chart.Boxes.Max(box => box.Depth) + 1;
        var width = (frame.Width - 4 - ((columns - 1) * gap)) / columns;
        var drawing = new Drawing(frame, ((chart.Boxes.Max(box => box.Row) + 1) * rowHeight) + 4, chart, id);
        foreach (var isTaken in (bool[])[false, true])
        {
            foreach (var box in chart.Boxes.Where(box => box.Parent >= 0 && box.IsTaken == isTaken))
            {
                var from = chart.Boxes[box.Parent];
                double x1 = Left(from) + width, x2 = Left(box), y1 = Middle(from), y2 = Middle(box), turn = x1 + 14;
                drawing.Path(isTaken ? "edge taken" : "edge", [(x1, y1), (turn, y1), (turn, y2), (x2, y2)]);
                drawing.Text(isTaken ? "answer taken start" : "answer start", turn + 5, y2 - 5, GuideChart.Answer(box.Answer));
            }
        }

        foreach (var box in chart.Boxes)
            Box(drawing, box, Left(box), Middle(box) - (boxHeight / 2), width, boxHeight);
        return drawing.Element;

        double Left(GuideBox box) => 2 + (box.Depth * (width + gap));
        double Middle(GuideBox box) => 2 + ((box.Row + 0.5) * rowHeight);
    }

    private static XElement Down(GuideChart chart, Frame frame, string id)
    {
        const double boxHeight = 46, rowHeight = 54, indent = 42;
        var drawing = new Drawing(frame, (chart.Boxes.Count * rowHeight) - (rowHeight - boxHeight) + 4, chart, id);
        foreach (var isTaken in (bool[])[false, true])
        {
            for (var i = 1; i < chart.Boxes.Count; i++)
            {
                var box = chart.Boxes[i];
                if (box.IsTaken != isTaken)
                    continue;
                double x = Left(chart.Boxes[box.Parent]) + 8, y = Top(i) + (boxHeight / 2);
                drawing.Path(isTaken ? "edge taken" : "edge", [(x, Top(box.Parent) + boxHeight), (x, y), (Left(box), y)]);
                drawing.Text(isTaken ? "answer taken start" : "answer start", x + 5, y - 5, GuideChart.Answer(box.Answer));
            }
        }

        for (var i = 0; i < chart.Boxes.Count; i++)
            Box(drawing, chart.Boxes[i], Left(chart.Boxes[i]), Top(i), frame.Width - 2 - Left(chart.Boxes[i]), boxHeight);
        return drawing.Element;

        static double Left(GuideBox box) => 2 + (box.Depth * indent);
        static double Top(int i) => 2 + (i * rowHeight);
    }

    private static void Box(Drawing drawing, GuideBox box, double x, double y, double width, double height)
    {
        drawing.Rectangle(box.IsLast ? "box last" : box.IsTaken ? "box taken" : "box", x, y, width, height, box.Node.IsEnd ? 8 : 2);
        var lines = Drawing.Wrap(box.Node.Title, BoldToRegular * (width - 16)).Select(line => (Style: "title", Text: line)).ToList();
        if (box.Node.Detail.Length > 0)
            lines.AddRange(Drawing.Wrap(box.Node.Detail, width - 12).Select(line => (Style: "detail", Text: line)));
        var first = y + (height / 2) - (lines.Count * LineHeight / 2) + 13;
        for (var i = 0; i < lines.Count; i++)
            drawing.Text($"node {lines[i].Style}{(box.IsLast ? " last" : box.IsTaken ? " taken" : "")}",
                x + 8, first + (i * LineHeight), lines[i].Text);
    }
}
