using System.Reflection;

namespace Optimizers.Tests.Rules;

/// <summary>
/// The documents' tables are those of the records. With the environment variable <c>OPTIMIZERS_WRITE=1</c> this test writes them; else it
/// fails where they differ.
/// </summary>
public sealed class OptimizerTableTests
{
    private const string Begin = "<!-- optimizers: written by OptimizerTableTests -->\n";
    private const string End = "<!-- /optimizers -->";

    private static string Repository { get; } =
        typeof(OptimizerTableTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "Repository").Value!;

    [Fact]
    public void The_README_has_the_formulas_of_the_records() => Holds("README.md", OptimizerTables.Formulas());

    [Fact]
    public void The_page_on_choosing_has_the_facts_of_the_records() => Holds("docs/choosing.md", OptimizerTables.Choices());

    private static void Holds(string file, string table)
    {
        var path = Path.Combine(Repository, file);
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var start = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        start.Should().BeInRange(Begin.Length, end, "{0} has a table between the two markers {1} and {2}", file, Begin.Trim(), End);
        var written = text[..start] + table + text[end..];
        if (Environment.GetEnvironmentVariable("OPTIMIZERS_WRITE") == "1")
        {
            if (written != text)
                File.WriteAllText(path, written);
            return;
        }

        text[start..end].Should().Be(
            table,
            "the table of {0} is written from OptimizerFacts: OPTIMIZERS_WRITE=1 dotnet test tests/Optimizers.Tests -c Release --filter {1}",
            file,
            nameof(OptimizerTableTests));
    }
}
