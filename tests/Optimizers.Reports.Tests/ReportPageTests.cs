using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Optimizers.Reports.Tests;

public class ReportPageTests
{
    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml", Svg = "http://www.w3.org/2000/svg";

    private static readonly string Page = Write();

    private static readonly XDocument Document = Parse(Page);

    [Fact]
    public void The_page_is_one_file_without_scripts_and_without_any_reference_to_another()
    {
        Document.Descendants().Select(element => element.Name.LocalName)
            .Should().NotContain(["script", "link", "img", "iframe", "object", "embed", "base", "image", "use"]);
        foreach (var attribute in Document.Descendants().Attributes())
        {
            attribute.Name.LocalName.Should().NotStartWith("on").And.NotBe("src").And.NotBe("srcset");
            if (attribute.Name.LocalName == "href")
                attribute.Value.Should().StartWith("#");
        }

        Document.Descendants(Html + "style").Single().Value.Should().NotContain("url(").And.NotContain("@import");
    }

    [Fact]
    public void The_page_is_in_a_form_that_browsers_and_XML_read_alike()
    {
        Page.Should().StartWith("<!DOCTYPE html>\n<html");
        string[] withoutEnd = ["meta", "br", "hr"];
        foreach (var element in Document.Descendants().Where(element =>
            element.Name.Namespace == Html && !withoutEnd.Contains(element.Name.LocalName)))
            element.IsEmpty.Should().BeFalse("<{0}/> would be open for a browser", element.Name.LocalName);
        Document.Descendants(Html + "style").Single().Value.Should()
            .NotContainAny(["<", ">", "&"], "a browser does not decode them in a style sheet");
        Page.Should().NotContain("\r");
    }

    [Fact]
    public void Hostile_text_stays_text()
    {
        var shown = Runs.Hostile.Replace('\u0001', '\uFFFD').Replace('\uD800', '\uFFFD');
        Document.Descendants(Html + "h2").Select(heading => heading.Value).Should().Contain($"Unknown {shown}");
        Document.Descendants(Html + "li").Should().Contain(item => item.Value.Contains(shown));
        Document.Descendants(Svg + "desc").Should().Contain(description => description.Value.Contains(shown));
        Page.Should().NotContain("<script").And.NotContain("<img");
    }

    [Fact]
    public void Every_finding_is_on_the_page_with_its_confidence_evidence_and_sources_and_all_but_consequences_with_a_remedy()
    {
        var model = Runs.TooLarge().Model;
        var section = Document.Descendants(Html + "section").First();
        foreach (var finding in model.Findings.Concat(model.Suspects).Concat(model.Advice))
        {
            var card = section.Descendants(Html + "article")
                .Single(article => article.Element(Html + "h4")!.Value.Equals(finding.Cause.Title, StringComparison.OrdinalIgnoreCase));
            card.Value.Should().Contain(finding.Confidence.ToString("0 %", CultureInfo.InvariantCulture));
            foreach (var evidence in finding.Assessment.Evidence)
                card.Value.Should().Contain(evidence.Statement).And.Contain($"({evidence.Source})");
            foreach (var missing in finding.Assessment.Missing)
                card.Value.Should().Contain(missing);
            if (finding is { IsSymptom: false, Remedy: { } remedy })
                card.Value.Should().Contain(remedy.Advice);
            if (finding is { IsSymptom: false, Remedy.Action: { } action })
                card.Value.Should().Contain(action.Description);
            if (finding is { IsSymptom: true, Remedy: { } vain })
                card.Value.Should().NotContain(vain.Advice, "what helps against a consequence stands with its cause");
            foreach (var cause in finding.ExplainedBy)
                card.Value.Should().Contain(cause.Title);
        }

        section.Value.Should().Contain(model.Note.ReplaceLineEndings("\n"));
        section.Value.Should().Contain("the gradient of W2, index 1,204, is ∞").And.Contain("3 steps refused");
    }

    [Fact]
    public void Every_drawing_has_a_title_a_description_and_labels_on_its_axes()
    {
        var drawings = Document.Descendants(Svg + "svg").ToArray();
        drawings.Should().HaveCountGreaterThan(20);
        foreach (var drawing in drawings)
        {
            var title = drawing.Elements().First();
            title.Name.Should().Be(Svg + "title");
            title.Value.Should().NotBeEmpty();
            drawing.Elements().ElementAt(1).Name.Should().Be(Svg + "desc");
            drawing.Elements().ElementAt(1).Value.Should().NotBeEmpty();
            drawing.Attribute("aria-labelledby")!.Value.Split(' ').Should()
                .Equal(drawing.Elements().Take(2).Select(element => element.Attribute("id")!.Value));
            if (!title.Value.StartsWith("The guide", StringComparison.Ordinal))
                drawing.Elements(Svg + "text").Count(text => text.Attribute("class")!.Value.Contains("label")).Should().BeGreaterThan(0);
        }
    }

    [Theory]
    [InlineData("loss (nats, log scale)")]
    [InlineData("iteration (steps of the optimizer)")]
    [InlineData("root mean square of the gradient (nats per unit of the parameter, log scale)")]
    [InlineData("curvature (nats per squared unit of the parameters)")]
    [InlineData("density of eigenvalues (per unit of curvature, log scale)")]
    [InlineData("t (1 is the length of the last update)")]
    [InlineData("learning rate (log scale)")]
    public void Axes_say_their_unit_and_their_scale(string label) =>
        Document.Descendants(Html + "section").First().Descendants(Svg + "svg")
            .Select(drawing => string.Join(' ',
                drawing.Elements(Svg + "text").Where(text => text.Attribute("class")!.Value.Contains("label")).Select(text => text.Value)))
            .Should().Contain(labels => labels.Contains(label));

    [Fact]
    public void Every_chart_has_its_numbers_as_a_table() => Document.Descendants(Html + "figure").Should().OnlyContain(
        figure => figure.Elements(Html + "details").Single().Descendants(Html + "tr").Count() > 1);

    [Fact]
    public void Every_chart_has_a_drawing_for_a_phone_in_which_no_text_is_smaller_than_eleven_pixels()
    {
        // 390 pixels less the margins of page and figure, as the style sheet has them for narrow windows.
        const double room = 390 - (2 * 12) - (2 * 12) - 2;
        foreach (var figure in Document.Descendants(Html + "figure"))
        {
            var drawing = figure.Elements(Svg + "svg").Single(each => each.Attribute("class")!.Value == "chart small");
            var width = double.Parse(drawing.Attribute("viewBox")!.Value.Split(' ')[2], CultureInfo.InvariantCulture);
            (12 * room / width).Should().BeGreaterThan(11);
        }

        var style = Document.Descendants(Html + "style").Single().Value;
        Regex.Matches(style, @"\.chart[^{]*\{[^}]*font-size: (\d+)px")
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Should().OnlyContain(size => size >= 12);
    }

    [Fact]
    public void Every_drawing_stays_within_its_frame()
    {
        foreach (var drawing in Document.Descendants(Svg + "svg"))
        {
            var frame = drawing.Attribute("viewBox")!.Value.Split(' ').Select(Number).ToArray();
            foreach (var element in drawing.Elements().Skip(2))
            {
                foreach (var name in (string[])["x", "x1", "x2", "cx"])
                {
                    if (element.Attribute(name) is { } x)
                        Number(x.Value).Should().BeInRange(0, frame[2]);
                }

                foreach (var name in (string[])["y", "y1", "y2", "cy"])
                {
                    if (element.Attribute(name) is { } y)
                        Number(y.Value).Should().BeInRange(0, frame[3]);
                }

                if (element.Attribute("d") is { } path)
                    Regex.IsMatch(path.Value, @"^[ML0-9. -]+$").Should().BeTrue(path.Value);
            }
        }

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void No_name_is_given_twice()
    {
        var ids = Document.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        ids.Should().OnlyHaveUniqueItems();
        Document.Descendants(Html + "a").Select(link => link.Attribute("href")!.Value[1..]).Should().BeSubsetOf(ids).And.HaveCount(3);
    }

    [Fact]
    public void The_same_reports_give_the_same_page() => Write().Should().Be(Page);

    [Fact]
    public void Light_and_dark_have_the_same_colours_by_name()
    {
        var style = Document.Descendants(Html + "style").Single().Value;
        var palettes = Regex.Matches(style, @":root \{([^}]*)\}")
            .Select(match => Regex.Matches(match.Groups[1].Value, @"--[\w-]+(?=:)").Select(name => name.Value).ToArray()).ToArray();
        palettes.Should().HaveCount(2);
        palettes[1].Should().Equal(palettes[0]);
        Regex.Matches(style, @"var\((--[\w-]+)\)").Select(match => match.Groups[1].Value).Should().BeSubsetOf(palettes[0]);
    }

    [Fact]
    public void A_page_without_reports_is_refused()
    {
        FluentActions.Invoking(() => ReportPage.ToHtml([], "title")).Should().Throw<ArgumentException>().WithMessage("There is no report*");
        FluentActions.Invoking(() => ReportPage.ToHtml([Runs.Healthy(), null!], "title"))
            .Should().Throw<ArgumentException>().WithMessage("Report 1 is null*");
        FluentActions.Invoking(() => ReportPage.ToHtml([Runs.Healthy()], " ")).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void The_file_holds_the_page_in_UTF8()
    {
        var path = Path.GetTempFileName();
        try
        {
            ReportPage.Write(path, [Runs.Healthy()], "A title");
            File.ReadAllBytes(path).Should().Equal(System.Text.Encoding.UTF8.GetBytes(ReportPage.ToHtml([Runs.Healthy()], "A title")));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Write() => ReportPage.ToHtml([Runs.TooLarge(), Runs.Healthy(), Runs.HostileAndUnknown()], "Why it fails <b>");

    private static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }
}
