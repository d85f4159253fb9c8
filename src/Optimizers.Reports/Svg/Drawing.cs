using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Optimizers.Reports.Charts;

namespace Optimizers.Reports.Svg;

/// <summary>An SVG drawing in the making. Colours are classes of the page's style sheet, so that they follow light and dark.</summary>
internal sealed class Drawing
{
    /// <summary>About how wide a letter of text is, in pixels; of figures and small letters of a sans serif of 13 pixels.</summary>
    public const double LetterWidth = 7;

    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    private readonly XElement _root;

    /// <summary>An empty drawing.</summary>
    /// <param name="frame">The size of its place.</param>
    /// <param name="height">Its height in pixels.</param>
    /// <param name="chart">Title and description.</param>
    /// <param name="id">A name that the page has once.</param>
    public Drawing(Frame frame, double height, Chart chart, string id)
    {
        (Width, Height) = (frame.Width, height);
        _root = new(
            Namespace + "svg",
            new XAttribute("class", $"chart {frame.Name}"),
            new XAttribute("viewBox", $"0 0 {Number(Width)} {Number(Height)}"),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{id}-title {id}-desc"),
            new XElement(Namespace + "title", new XAttribute("id", $"{id}-title"), chart.Title),
            new XElement(Namespace + "desc", new XAttribute("id", $"{id}-desc"), chart.Description));
    }

    /// <summary>Its width.</summary>
    public double Width { get; }

    /// <summary>Its height.</summary>
    public double Height { get; }

    /// <summary>The element.</summary>
    public XElement Element => _root;

    /// <summary>A straight line.</summary>
    public void Line(string style, double x1, double y1, double x2, double y2) => Add("line", style, ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2));

    /// <summary>A rectangle with rounded corners.</summary>
    public void Rectangle(string style, double x, double y, double width, double height, double radius = 0) =>
        Add("rect", style, ("x", x), ("y", y), ("width", width), ("height", height), ("rx", radius));

    /// <summary>A disc.</summary>
    public void Disc(string style, double x, double y, double radius) => Add("circle", style, ("cx", x), ("cy", y), ("r", radius));

    /// <summary>A line through points; a point that is not a number begins another one.</summary>
    public void Path(string style, IEnumerable<(double X, double Y)> points)
    {
        var data = new StringBuilder();
        var pen = 'M';
        foreach (var (x, y) in points)
        {
            if (double.IsNaN(x) || double.IsNaN(y))
            {
                pen = 'M';
                continue;
            }

            data.Append(pen).Append(Number(x)).Append(' ').Append(Number(y));
            pen = 'L';
        }

        if (data.Length > 0)
            _root.Add(new XElement(Namespace + "path", new XAttribute("class", style), new XAttribute("d", data.ToString())));
    }

    /// <summary>A text; its anchor is at its base line.</summary>
    /// <param name="style">Classes; "start", "middle" or "end" among them says which part of it is at x.</param>
    /// <param name="x">Where.</param>
    /// <param name="y">Where.</param>
    /// <param name="text">The text.</param>
    public void Text(string style, double x, double y, string text) => _root.Add(new XElement(
        Namespace + "text", new XAttribute("class", style), new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), text));

    /// <summary>A coordinate as it is written: a tenth of a pixel is enough.</summary>
    public static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Breaks a text into lines.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">The room, in pixels.</param>
    public static IReadOnlyList<string> Wrap(string text, double width)
    {
        var letters = Math.Max(4, (int)(width / LetterWidth));
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > letters)
            {
                lines.Add(line);
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        if (line.Length > 0)
            lines.Add(line);
        return lines;
    }

    /// <summary>Shortens a text that has no room.</summary>
    public static string Fit(string text, double width)
    {
        var letters = Math.Max(2, (int)(width / LetterWidth));
        return text.Length <= letters ? text : string.Concat(text.AsSpan(0, letters - 1), "…");
    }

    private void Add(string name, string style, params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        var element = new XElement(Namespace + name, new XAttribute("class", style));
        foreach (var (attribute, value) in numbers)
        {
            if (attribute != "rx" || value > 0)
                element.Add(new XAttribute(attribute, Number(value)));
        }

        _root.Add(element);
    }
}
