using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Optimizers.Reports.Pages;

/// <summary>
/// HTML made of elements, never of joined texts, so that a caller's text stays text whatever it holds. The page is HTML that is well-formed XML too,
/// so that its structure can be tested.
/// </summary>
internal static class Markup
{
    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";

    private const int LongestText = 8000;

    // The elements of the page that HTML writes without an end.
    private static readonly HashSet<string> Void = ["meta", "br", "hr"];

    /// <summary>An element.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="style">Its classes; "" for none.</param>
    /// <param name="content">Attributes, elements, texts, sequences of them; null is nothing.</param>
    public static XElement Tag(string name, string style = "", params object?[] content) =>
        new(Html + name, style.Length > 0 ? new XAttribute("class", style) : null, content);

    /// <summary>An attribute.</summary>
    public static XAttribute Attribute(string name, string value) => new(name, value);

    /// <summary>The text of a page.</summary>
    public static string Serialize(XElement page)
    {
        foreach (var element in page.DescendantsAndSelf())
        {
            foreach (var attribute in element.Attributes())
                attribute.Value = Printable(attribute.Name == "d" ? attribute.Value : Shortened(attribute.Value));
            foreach (var text in element.Nodes().OfType<XText>())
                text.Value = Printable(element.Name == Html + "style" ? text.Value : Shortened(text.Value));
            // <div/> would be read as <div> by a browser.
            if (element.IsEmpty && element.Name.Namespace == Html && !Void.Contains(element.Name.LocalName))
                element.Value = "";
        }

        var html = new StringBuilder("<!DOCTYPE html>\n");
        var settings = new XmlWriterSettings { OmitXmlDeclaration = true, NewLineChars = "\n", ConformanceLevel = ConformanceLevel.Fragment };
        using (var writer = XmlWriter.Create(html, settings))
            page.WriteTo(writer);
        return html.Append('\n').ToString();
    }

    // A name of megabytes would be on the page a hundred times.
    private static string Shortened(string text) =>
        text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText - 1), "…");

    // Control characters and halves of surrogate pairs have no place in a document.
    private static string Printable(string text)
    {
        var valid = true;
        for (var i = 0; i < text.Length && valid; i++)
            valid = XmlConvert.IsXmlChar(text[i]);
        if (valid)
            return text;
        var printable = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
                printable.Append(text[i]);
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                printable.Append(text, i++, 2);
            else
                printable.Append('\uFFFD');
        }

        return printable.ToString();
    }
}
