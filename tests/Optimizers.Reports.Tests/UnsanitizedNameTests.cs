using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Optimizers.Diagnostics;

namespace Optimizers.Reports.Tests;

/// <summary>A name stays a name in every form that a diagnosis takes: each is read again by a parser that others wrote.</summary>
public class UnsanitizedNameTests
{
    private static readonly MarkdownPipeline GitHub = new MarkdownPipelineBuilder().UsePipeTables().UseEmphasisExtras().UseAutoLinks().Build();

    public static TheoryData<int> Names => [.. Enumerable.Range(0, UnsanitizedNames.All.Count)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Markdown_shows_a_name_as_it_is(int index)
    {
        var name = UnsanitizedNames.All[index];

        var document = Markdown.Parse(Diagnosed(name).ToMarkdown(), GitHub);

        document.Descendants().Should().NotContain(node => node is HtmlBlock || node is HtmlInline || node is LinkInline || node is AutolinkInline
            || node is CodeBlock || node is CodeInline || node is ThematicBreakBlock || node is QuoteBlock);
        document.Descendants<EmphasisInline>().Should().OnlyContain(
            each => Text(each) == "No" || Text(each) == "Yes" || Text(each) == "Not measured");
        document.Descendants<HeadingBlock>().Select(heading => heading.Level).Should().Equal(1, 2, 2, 2, 2);
        document.Descendants<HeadingBlock>().ElementAt(1).Inline!.Should().Match<ContainerInline>(text => Text(text) == Shown($"The name is {name}"));
        document.Descendants<ListItemBlock>().Select(item => Text(item)).Should().Contain(Shown($"for: seen of {name} (by {name})"));
        document.Descendants<ParagraphBlock>().Select(item => Text(item)).Should().Contain(Shown($"What helps: mend {name}"));
        var rows = document.Descendants<Table>().First().OfType<TableRow>().ToArray();
        rows.Should().HaveCount(2).And.OnlyContain(row => row.Count == 2);
        Text((Block)rows[1][0]).Should().Be(Shown($"suspected of {name}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Json_holds_a_name_as_it_is(int index)
    {
        var name = UnsanitizedNames.All[index];

        using var document = JsonDocument.Parse(Diagnosed(name).ToJson());

        var finding = document.RootElement.GetProperty("findings")[0];
        finding.GetProperty("title").GetString().Should().Be(WithoutHalves($"the name is {name}"));
        finding.GetProperty("evidence")[0].GetProperty("statement").GetString().Should().Be(WithoutHalves($"seen of {name}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_note_shows_a_name_in_one_line(int index)
    {
        var name = UnsanitizedNames.All[index];

        var lines = Diagnosed(name).ToString().Split(Environment.NewLine);

        lines.Should().HaveCountLessThanOrEqualTo(15).And.OnlyContain(line => !line.Any(letter => char.IsControl(letter) || letter == '\u2028'));
    }

    [Fact]
    public void A_page_shows_all_names_as_they_are()
    {
        TrainingReport[] reports = [.. UnsanitizedNames.All.Select(name => new TrainingReport(name, Diagnosed(name))
        {
            Description = name,
            LossUnit = name,
        }
            .AddCurve(name, [(0, 2), (1, 1)]))];

        var page = new HtmlParser().ParseDocument(ReportPage.ToHtml(reports, "<script>alert(1)</script>"));

        page.Title.Should().Be("<script>alert(1)</script>");
        page.QuerySelectorAll("script, img, iframe, object, embed, link, base, form").Should().BeEmpty();
        page.All.SelectMany(element => element.Attributes).Should().NotContain(attribute => attribute.Name.StartsWith("on"));
        page.QuerySelectorAll("a").Should().OnlyContain(link => link.GetAttribute("href")!.StartsWith("#run-"));
        page.QuerySelectorAll("section h2").Select(heading => heading.TextContent).Should().Equal(UnsanitizedNames.All.Select(Printable));
        page.QuerySelectorAll("article h4").Select(heading => heading.TextContent)
            .Should().Contain(Printable($"The name is {UnsanitizedNames.All[3]}"));
        page.QuerySelectorAll("[id]").Select(element => element.Id).Should().OnlyHaveUniqueItems();
        page.QuerySelectorAll("p.description").Select(text => text.TextContent).Should().Equal(UnsanitizedNames.All.Select(Printable));
    }

    [Fact]
    public void A_name_of_megabytes_makes_no_page_of_megabytes()
    {
        var name = new string('n', 2_000_000);

        var page = ReportPage.ToHtml([new TrainingReport(name, Diagnosed(name)) { Description = name }.AddCurve(name, [(0, 2)])], name);

        page.Length.Should().BeLessThan(2_000_000);
        new HtmlParser().ParseDocument(page).QuerySelector("section h2")!.TextContent.Should().StartWith("nnnn").And.EndWith("…");
    }

    private static Diagnosis Diagnosed(string name)
    {
        var monitor = new TrainingMonitor();
        return Diagnosis.Of(
            new TrainingCase(monitor),
            new() { Causes = [new Named("found", $"the name is {name}", 5, name), new Named("suspected", $"suspected of {name}", -2, name)] });
    }

    // A line of text: what is not kept is its line breaks, its controls and the spaces at its ends.
    private static string Shown(string text) => string.Concat(WithoutHalves(text)
        .Select(letter => letter is '\t' or '\n' or '\r' or '\u2028' ? ' ' : char.IsControl(letter) ? '\uFFFD' : letter)).Trim();

    private static string Text(MarkdownObject node)
    {
        var line = node is LeafBlock { Inline: { } inline } ? inline : node;
        return string.Concat(line.Descendants<LeafInline>().Select(leaf => leaf switch
        {
            LiteralInline literal => literal.Content.ToString(),
            HtmlEntityInline entity => entity.Transcoded.ToString(),
            LineBreakInline => "\n",
            _ => throw new InvalidOperationException($"{leaf.GetType().Name} has no text here."),
        }));
    }

    private static string WithoutHalves(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));

    // HTML has no control characters and no halves of pairs, and reads a carriage return as a line feed.
    private static string Printable(string text) => string.Concat(WithoutHalves(text)
        .Select(letter => char.IsControl(letter) && letter is not ('\t' or '\n' or '\r') ? '\uFFFD' : letter)).Replace('\r', '\n');

    private sealed class Named(string id, string title, double weight, string name) : Cause
    {
        public override string Id => id;

        public override string Title => title;

        public override double PriorLogOdds => 0;

        public override bool IsHarmful(Examination examination) => true;

        public override Assessment Assess(Examination examination) =>
            new([new($"seen of {name}", $"by {name}", weight), new("seen", "here", 0.1)], [], new($"mend {name}"));
    }
}
