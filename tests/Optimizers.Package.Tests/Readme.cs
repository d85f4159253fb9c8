using System.Text.RegularExpressions;

namespace Optimizers.Package.Tests;

/// <summary>The C# programs in the README and the docs.</summary>
internal static partial class Readme
{
    /// <summary>The README's text.</summary>
    public static string Text { get; } = File.ReadAllText(Path.Combine(Repository.Folder, "README.md"));

    /// <summary>The text of each block fenced by ```csharp, in order.</summary>
    public static IReadOnlyList<string> Programs { get; } = Blocks(Text);

    /// <summary>What the README shows of what is printed: the second answer of the first hour.</summary>
    public static string Shown { get; } = TextBlock().Matches(Text).Single().Groups["text"].Value;

    /// <summary>The code of docs/writing-a-rule.md.</summary>
    public static IReadOnlyList<string> Rules { get; } = Blocks(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "writing-a-rule.md")));

    /// <summary>The first rule of that page.</summary>
    public static string Rule => Rules[0];

    /// <summary>The programs of docs/curvature.md.</summary>
    public static IReadOnlyList<string> Curvature { get; } = Blocks(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "curvature.md")));

    /// <summary>The program of docs/optimizers.md.</summary>
    public static string Optimizers { get; } = Blocks(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "optimizers.md"))).Single();

    /// <summary>The program of docs/minimizers.md.</summary>
    public static string Minimizers { get; } = Blocks(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "minimizers.md"))).Single();

    /// <summary>docs/first-hour.md: its programs, and what they print.</summary>
    public static (IReadOnlyList<string> Programs, IReadOnlyList<string> Shown) FirstHour { get; } = Page("first-hour.md");

    /// <summary>docs/schedules.md: its programs, and what they print.</summary>
    public static (IReadOnlyList<string> Programs, IReadOnlyList<string> Shown) Schedules { get; } = Page("schedules.md");

    /// <summary>docs/training-loop.md: its programs, and what the first prints.</summary>
    public static (IReadOnlyList<string> Programs, IReadOnlyList<string> Shown) TrainingLoop { get; } = Page("training-loop.md");

    /// <summary>docs/coming-from.md: its program, and what it prints.</summary>
    public static (IReadOnlyList<string> Programs, IReadOnlyList<string> Shown) ComingFrom { get; } = Page("coming-from.md");

    /// <summary>docs/fsharp.md: its program, and what it prints.</summary>
    public static (IReadOnlyList<string> Programs, IReadOnlyList<string> Shown) FSharp { get; } = Page("fsharp.md");

    /// <summary>The programs of docs/files.md.</summary>
    public static IReadOnlyList<string> Files { get; } = Blocks(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "files.md")));

    /// <summary>The text of docs/causes.md.</summary>
    public static string CausesText { get; } = File.ReadAllText(Path.Combine(Repository.Folder, "docs", "causes.md"));

    /// <summary>The programs of docs/diagnosis.md, its cause of a user's own, and its guard.</summary>
    public static IReadOnlyList<string> Diagnosis { get; } = Blocks(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "diagnosis.md")));

    /// <summary>The program of the diagnostics' own README.</summary>
    public static string DiagnosticsPackage { get; } = OwnProgram("Optimizers.Diagnostics");

    /// <summary>The program of the reports' own README.</summary>
    public static string Reports { get; } = OwnProgram("Optimizers.Reports");

    /// <summary>The programs of docs/torchsharp.md, and that of the package's own README.</summary>
    public static IReadOnlyList<string> TorchSharp { get; } =
        [.. Blocks(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "torchsharp.md"))), OwnProgram("Optimizers.TorchSharp")];

    /// <summary>The programs of docs/several-machines.md, and that of the package's own README, with what each prints alone.</summary>
    public static IReadOnlyList<(string Program, string Output)> Mpi { get; } =
    [
        .. Blocks(File.ReadAllText(Path.Combine(Repository.Folder, "docs", "several-machines.md")))
            .Zip(["1 rank(s): 3.00 x + -1.00", "1 step, 1 2", "Saddle"]),
        (OwnProgram("Optimizers.Mpi"), "1 rank(s): 0.000, 1.000"),
    ];

    /// <summary>The program of the own README of what is for the host's metrics and logs.</summary>
    public static string Extensions { get; } = OwnProgram("Optimizers.Extensions");

    private static (IReadOnlyList<string> Programs, IReadOnlyList<string> Shown) Page(string name)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Folder, "docs", name));
        return (Blocks(text), [.. TextBlock().Matches(text).Select(match => match.Groups["text"].Value)]);
    }

    private static string OwnProgram(string package) =>
        Blocks(File.ReadAllText(Path.Combine(Repository.Folder, "src", package, "README.md"))).Single();

    private static IReadOnlyList<string> Blocks(string text) => [.. CodeBlock().Matches(text).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex(@"^```(csharp|fsharp)[ \t]*\r?\n(?<code>.*?)^```[ \t]*\r?$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^```text[ \t]*\r?\n(?<text>.*?)^```[ \t]*\r?$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex TextBlock();
}
