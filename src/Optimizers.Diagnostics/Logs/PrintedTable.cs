using System.Text.RegularExpressions;

namespace Optimizers.Diagnostics.Logs;

/// <summary>A table that a program printed: a line of names, then lines of as many cells.</summary>
internal sealed partial class PrintedTable
{
    private readonly List<string> _names;

    private PrintedTable(List<string> names) => _names = names;

    /// <summary>The table that a line begins; null if it is no header.</summary>
    public static PrintedTable? Begin(string line)
    {
        if (line.Any(char.IsDigit) || line.Contains(':', StringComparison.Ordinal) || line.Contains('=', StringComparison.Ordinal))
            return null;
        foreach (var cells in Splits(line))
        {
            if (cells.Count >= 2 && cells.Exists(LogColumns.IsLoss))
                return new(cells.ConvertAll(cell => cell.ToLowerInvariant()));
        }

        return null;
    }

    /// <summary>The numbers of a row; null if the line is none.</summary>
    public List<LogCell>? Row(string line)
    {
        foreach (var cells in Splits(line))
        {
            if (cells.Count != _names.Count || 2 * cells.Count(cell => LogNumber.TryRead(cell, out _) || LogNumber.IsMissing(cell)) < cells.Count)
                continue;
            var row = new List<LogCell>();
            for (var i = 0; i < cells.Count; i++)
            {
                if (LogColumns.IsKnown(_names[i]) && LogNumber.TryRead(cells[i], out var value))
                    row.Add(new(_names[i], value));
            }

            return row.Exists(cell => LogColumns.IsLoss(cell.Column)) ? row : null;
        }

        return null;
    }

    /// <summary>Whether a line only rules a table: dashes, bars, crosses.</summary>
    public static bool IsRule(string line) => !line.Any(char.IsLetterOrDigit);

    // By bars; by wide gaps, so that a name may have two words; by any gap.
    private static IEnumerable<List<string>> Splits(string line)
    {
        if (line.AsSpan().ContainsAny('|', '│'))
        {
            yield return [.. line.Trim().Trim('|', '│').Split(['|', '│']).Select(Plain)];
            yield break;
        }

        yield return [.. Gaps().Split(line.Trim()).Select(Plain)];
        yield return [.. line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Plain)];
    }

    // Some programs mark the best row by a star.
    private static string Plain(string cell) => cell.Trim().TrimEnd('*');

    [GeneratedRegex(@"\t|\s{2,}")]
    private static partial Regex Gaps();
}
