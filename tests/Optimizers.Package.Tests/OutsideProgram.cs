using System.Globalization;

namespace Optimizers.Package.Tests;

/// <summary>
/// An assembly that is no friend of the library and has only its package: the rules of docs/writing-a-rule.md, and those in the folder Outside. It is
/// built once and run once; what it printed stands by what it is about.
/// </summary>
public sealed class OutsideProgram
{
    private readonly Lazy<ILookup<string, string>> _lines;
    private readonly Lazy<ILookup<string, string>> _mistakes;

    /// <summary>Lays the project; it is built when it is first asked.</summary>
    /// <param name="library">The library.</param>
    public OutsideProgram(PackedLibrary library)
    {
        var project = new Lazy<ConsumerProject>(() => Built(library));
        _lines = new(() => Read(project.Value.Run("net10.0")));
        _mistakes = new(() => Read(project.Value.Run("net10.0", "misuse")));
    }

    /// <summary>The mistakes that it tries, in its order.</summary>
    public IEnumerable<string> Mistakes => _mistakes.Value.Select(each => each.Key);

    /// <summary>The numbers of a measurement.</summary>
    public double[] Numbers(string what) =>
        [.. _lines.Value[what].Single().Split(' ').Select(each => double.Parse(each, CultureInfo.InvariantCulture))];

    /// <summary>The sentences about something.</summary>
    public IReadOnlyList<string> Sentences(string about) => [.. _lines.Value[about]];

    /// <summary>What the first step and the second said of a mistake.</summary>
    public IReadOnlyList<string> Answers(string mistake) => [.. _mistakes.Value[mistake]];

    private static ConsumerProject Built(PackedLibrary library)
    {
        var folder = Path.Combine(Repository.Folder, "tests", "Optimizers.Package.Tests", "Outside");
        var project = new ConsumerProject(
            library,
            "net10.0",
            "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
            [
                .. Readme.Rules.Select((text, number) => ($"Block{number}.cs", text)),
                .. Directory.GetFiles(folder, "*.cs").Select(file => (Path.GetFileName(file), File.ReadAllText(file))),
            ]);
        project.Build().Succeeded();
        return project;
    }

    private static ILookup<string, string> Read(string output) => output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(": ", 2)).ToLookup(parts => parts[0], parts => parts[1]);
}
