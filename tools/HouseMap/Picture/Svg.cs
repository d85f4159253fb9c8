using System.Globalization;
using System.Security;
using System.Text;

namespace Optimizers.HouseMap.Picture;

/// <summary>Writes shapes and text as SVG.</summary>
internal sealed class Svg(int width, int height)
{
    private readonly StringBuilder _shapes = new();

    public void Box(double x, double y, double boxWidth, double boxHeight, string fill, string stroke, double corner = 6) =>
        Add($"<rect x=\"{x}\" y=\"{y}\" width=\"{boxWidth}\" height=\"{boxHeight}\" rx=\"{corner}\" fill=\"{fill}\" stroke=\"{stroke}\"/>");

    public void Circle(double x, double y, double radius, string fill) =>
        Add($"<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius:0.#}\" fill=\"{fill}\"/>");

    public void Line(double x1, double y1, double x2, double y2, string stroke) =>
        Add($"<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{stroke}\"/>");

    public void Arrow(double x1, double y, double x2, string stroke)
    {
        Add($"<line x1=\"{x1}\" y1=\"{y}\" x2=\"{x2 - 7}\" y2=\"{y}\" stroke=\"{stroke}\" stroke-width=\"2\"/>");
        Add($"<path d=\"M {x2} {y} l -9 -5 v 10 z\" fill=\"{stroke}\"/>");
    }

    /// <param name="x">Where it begins, or its middle.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">What is written.</param>
    /// <param name="size">Of the letters.</param>
    /// <param name="fill">Their colour.</param>
    /// <param name="isBold">Whether they are bold.</param>
    /// <param name="isCentred">Whether x is the middle.</param>
    /// <param name="turn">Degrees by which it is turned about (x, y).</param>
    public void Text(double x, double y, string text, int size, string fill, bool isBold = false, bool isCentred = false, int turn = 0)
    {
        var anchor = isCentred ? " text-anchor=\"middle\"" : "";
        var weight = isBold ? " font-weight=\"600\"" : "";
        var rotation = turn == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" transform=\"rotate({turn} {x} {y})\"");
        Add($"<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{fill}\"{weight}{anchor}{rotation}>{SecurityElement.Escape(text)}</text>");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="Inter, Helvetica,
        Arial, sans-serif">
        <rect width="{width}" height="{height}" fill="#ffffff"/>
        {_shapes}</svg>

        """);

    private void Add(FormattableString shape) => _shapes.Append(shape.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
