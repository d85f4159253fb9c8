using System.Text.RegularExpressions;

namespace Optimizers.Package.Tests;

/// <summary>The README and the C# programs in it.</summary>
internal static partial class Readme
{
    /// <summary>The README's text.</summary>
    public static string Text { get; } = File.ReadAllText(Path.Combine(Repository.Folder, "README.md"));

    /// <summary>The text of each block fenced by ```csharp, in order.</summary>
    public static IReadOnlyList<string> Programs { get; } = [.. CSharpBlock().Matches(Text).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex(@"^```csharp[ \t]*\r?\n(?<code>.*?)^```[ \t]*\r?$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
