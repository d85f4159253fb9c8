using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Optimizers.Mutants;

/// <summary>A copy of the repository with mutants in its libraries, built once.</summary>
/// <param name="root">The repository.</param>
/// <param name="folder">Where the copy lies.</param>
internal sealed partial class MutatedTree(string root, string folder)
{
    private readonly string _source = Path.Combine(root, "src");
    private readonly Dictionary<string, SyntaxTree> _trees = [];
    private readonly Dictionary<Mutant, (SyntaxNode Node, SyntaxNode Other)> _places = [];

    /// <summary>The built tests.</summary>
    public string Tests => Path.Combine(folder, "tests", "Optimizers.Tests", "bin", "Release", "net10.0", "Optimizers.Tests.dll");

    // Is there while what was built is what was written.
    private string Built => Path.Combine(folder, "built");

    /// <summary>All mutants of the rooms, in the order of their places.</summary>
    public IReadOnlyList<Mutant> Find(IReadOnlyCollection<Room> rooms)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None);
        var paths = Room.Projects.SelectMany(project =>
            Directory.EnumerateFiles(Path.Combine(_source, project), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        foreach (var path in paths)
        {
            var file = Path.GetRelativePath(_source, path).Replace('\\', '/');
            if (file.Split('/') is not [_, "obj" or "bin", ..])
                _trees[file] = CSharpSyntaxTree.ParseText(File.ReadAllText(path), options, path);
        }

        var usings = CSharpSyntaxTree.ParseText(
            string.Concat(((string[])
                ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"])
                .Select(name => $"global using {name};")),
            options);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != "Optimizers.dll").Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Optimizers", [.. _trees.Values, usings], references, new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

        foreach (var (file, tree) in _trees)
        {
            if (rooms.FirstOrDefault(room => room.Has(file)) is not { } room)
                continue;
            var lines = tree.GetText().Lines;
            var candidates = new Candidates(compilation.GetSemanticModel(tree));
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                foreach (var other in candidates.Of(node))
                {
                    var at = node.GetLocation().GetLineSpan().StartLinePosition;
                    var text = lines[at.Line].ToString();
                    var mutant = new Mutant(room.Folder, file, at.Line + 1, at.Character + 1, text, OneLine(node), OneLine(other));
                    _places.Add(mutant, (node, other));
                }
            }
        }

        return [.. _places.Keys];
    }

    /// <summary>Builds the tests with these mutants; those that do not compile are noted, and left out.</summary>
    /// <returns>The mutants that are in the build, numbered.</returns>
    public IReadOnlyList<Mutant> Build(IEnumerable<Mutant> mutants, Results results)
    {
        Copy();
        var left = mutants.Where(mutant => results.Of(mutant) != Results.NoProgram).ToList();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            for (var i = 0; i < left.Count; i++)
                left[i].Number = i + 1;
            var written = Write(left);
            if (File.Exists(Built) && File.Exists(Tests))
                return left;
            var output = Run("dotnet", $"build {Path.Combine(folder, "tests", "Optimizers.Tests")} -c Release -nodeReuse:false "
                + "-p:UseSharedCompilation=false -p:TreatWarningsAsErrors=false -p:GenerateDocumentationFile=false -p:RunAnalyzers=false -v:quiet");
            var wrong = Errors().Matches(output).Select(match => (
                File: Path.GetRelativePath(Path.Combine(folder, "src"), match.Groups["file"].Value).Replace('\\', '/'),
                Line: int.Parse(match.Groups["line"].Value, System.Globalization.CultureInfo.InvariantCulture))).Distinct().ToArray();
            if (wrong.Length == 0)
            {
                if (!File.Exists(Tests))
                    throw new InvalidOperationException($"The tests were not built: {output}");
                File.Create(Built).Dispose();
                return left;
            }

            Mutant[] faulty = [.. left.Where(mutant => wrong.Any(each =>
                each.File == mutant.File && Regex.IsMatch(written[each.File][each.Line - 1], $@"\bIs\({mutant.Number}\)")))];
            // An error at a line without a mutant is made by one elsewhere in the file.
            if (faulty.Length == 0)
                faulty = [.. left.Where(mutant => wrong.Any(each => each.File == mutant.File))];
            if (faulty.Length == 0)
                throw new InvalidOperationException(output);
            Console.WriteLine($"{faulty.Length} mutants do not compile; building again.");
            foreach (var mutant in faulty)
                results.Add(mutant, new(Results.NoProgram, 0), asked: 0);
            left = [.. left.Except(faulty)];
        }

        throw new InvalidOperationException("The mutants do not compile.");
    }

    // The lines of the rewritten files.
    private Dictionary<string, string[]> Write(IReadOnlyList<Mutant> mutants)
    {
        var target = Path.Combine(folder, "src");
        var lines = new Dictionary<string, string[]>();
        foreach (var (file, tree) in _trees)
        {
            var changes = mutants.Where(mutant => mutant.File == file)
                .GroupBy(mutant => _places[mutant].Node)
                .ToDictionary(group => group.Key, group => group.Select(mutant => (mutant.Number, _places[mutant].Other)).ToList());
            var text = changes.Count == 0 ? tree.ToString() : new Instrumented(changes).Visit(tree.GetRoot())!.ToFullString();
            Put(Path.Combine(target, file), Encoding.UTF8.GetBytes(text));
            lines[file] = text.Split('\n');
        }

        return lines;
    }

    private void Copy()
    {
        foreach (var file in Run("git", $"-C {root} ls-files -co --exclude-standard").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var isMutated = file.StartsWith("src/", StringComparison.Ordinal) && _trees.ContainsKey(file[4..]);
            if (!IsOther(file) && !isMutated && File.Exists(Path.Combine(root, file)))
                Put(Path.Combine(folder, file), File.ReadAllBytes(Path.Combine(root, file)));
        }

        foreach (var (file, place) in ((string, string)[])
            [
                ("MutantChoice.cs", "src/Optimizers"),
                ("MutantTests.cs", "tests/Optimizers.Tests"),
                ("Directory.Build.targets", "tests/Optimizers.Tests"),
            ])
        {
            Put(Path.Combine(folder, place, file), File.ReadAllBytes(Path.Combine(root, "tools", "Mutants", "Built", file)));
        }
    }

    private void Put(string path, byte[] bytes)
    {
        if (File.Exists(path) && bytes.AsSpan().SequenceEqual(File.ReadAllBytes(path)))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        File.Delete(Built);
    }

    // Other tests and this program take no part; the benchmarks and samples do, for the tests compile files of theirs.
    private static bool IsOther(string file) =>
        file.Split('/') is ["tools", not ("HouseMap" or "Shell"), ..] or ["tests", not "Optimizers.Tests", _, ..];

    private static string Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static string OneLine(SyntaxNode node) => string.Join(' ', node.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^\s*(?<file>[^\r\n(]+\.cs)\((?<line>\d+),\d+\): error", RegexOptions.Multiline)]
    private static partial Regex Errors();
}
