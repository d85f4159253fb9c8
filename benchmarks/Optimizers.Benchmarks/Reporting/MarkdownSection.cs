namespace Optimizers.Benchmarks.Reporting;

/// <summary>A section of a Markdown file, which another run than the rest has written.</summary>
/// <param name="heading">Its heading, of the second level: "## …".</param>
internal sealed class MarkdownSection(string heading)
{
    /// <summary>The section in a file, with its heading; null where there is none.</summary>
    public string? In(string text) => Find(text) is var (start, end) ? text[start..end] : null;

    /// <summary>A file with the section in the place of the one that it has, or at its end.</summary>
    public string Put(string section, string into) => Find(into) is var (start, end)
        ? into[..start] + Ended(section) + (end < into.Length ? "\n" : "") + into[end..]
        : (into.Length == 0 ? "" : Ended(into) + "\n") + Ended(section);

    private static string Ended(string text) => text.TrimEnd('\n') + "\n";

    private (int Start, int End)? Find(string text)
    {
        var start = ("\n" + text).IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        if (start < 0)
            return null;
        var next = text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return (start, next < 0 ? text.Length : next + 1);
    }
}
