using System.Reflection;

namespace Optimizers.Tests.House;

/// <summary>
/// A part of a document that a test writes: with the environment variable <c>OPTIMIZERS_WRITE=1</c> the test writes it; else it fails where the part
/// differs.
/// </summary>
internal static class WrittenPart
{
    private static string Repository { get; } =
        typeof(WrittenPart).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "Repository").Value!;

    /// <summary>Holds a document to what its part between two markers must be.</summary>
    /// <param name="file">The document, from the root of the repository.</param>
    /// <param name="name">The name in the markers.</param>
    /// <param name="part">What must stand between them.</param>
    /// <param name="test">The class of the test.</param>
    public static void Holds(string file, string name, string part, string test)
    {
        var (begin, behind) = ($"<!-- {name}: written by {test} -->\n", $"<!-- /{name} -->");
        var path = Path.Combine(Repository, file);
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var start = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var end = text.IndexOf(behind, StringComparison.Ordinal);
        start.Should().BeInRange(begin.Length, end, "{0} has a part between the two markers {1} and {2}", file, begin.Trim(), behind);
        var written = text[..start] + part + text[end..];
        if (Environment.GetEnvironmentVariable("OPTIMIZERS_WRITE") == "1")
        {
            if (written != text)
                File.WriteAllText(path, written);
            return;
        }

        text[start..end].Should().Be(
            part, "this part of {0} is written by OPTIMIZERS_WRITE=1 dotnet test tests/Optimizers.Tests -c Release --filter {1}", file, test);
    }
}
