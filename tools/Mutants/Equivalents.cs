namespace Optimizers.Mutants;

/// <summary>
/// Mutants that no test can notice, with the reason: a line "file TAB before =&gt; after TAB why" each, without the line number, so that it holds
/// when lines move. Where the file has more of the same, a piece of the line's text stands before the reason, in a column of its own.
/// </summary>
/// <param name="path">The file.</param>
internal sealed class Equivalents(string path)
{
    private readonly (string Name, string Piece, string Why)[] _all =
    [
        .. File.ReadAllLines(path).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))
            .Select(cells => ($"{cells[0]} {cells[1]}", cells.Length > 3 ? cells[2] : "", cells[^1])),
    ];

    /// <summary>Why no test can notice a mutant; null if one could.</summary>
    public string? ReasonOf(Mutant mutant) =>
        Array.Find(_all, each => each.Name == mutant.Name && mutant.Text.Contains(each.Piece, StringComparison.Ordinal)).Why;
}
