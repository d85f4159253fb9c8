namespace Optimizers.Mutants;

/// <summary>
/// Mutants that no test can notice, with the reason: a line "file TAB before =&gt; after TAB why" each, without the line number, so that it holds
/// when lines move.
/// </summary>
internal static class Equivalents
{
    /// <summary>The reasons by what the mutants are.</summary>
    public static IReadOnlyDictionary<string, string> Read(string path) => File.Exists(path)
        ? File.ReadAllLines(path).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')).Where(cells => cells.Length == 3)
            .ToDictionary(cells => $"{cells[0]} {cells[1]}", cells => cells[2])
        : new Dictionary<string, string>();

    /// <summary>The name of a mutant in that file.</summary>
    public static string NameOf(Mutant mutant) => $"{mutant.File} {mutant.Before} => {mutant.After}";
}
