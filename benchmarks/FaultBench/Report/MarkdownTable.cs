using System.Text;

namespace Optimizers.FaultBench;

/// <summary>A table in Markdown whose columns also line up as plain text.</summary>
/// <param name="headers">The columns' names; those after the first <paramref name="leftAligned"/> are figures, and stand to the right.</param>
/// <param name="leftAligned">How many columns are words.</param>
internal sealed class MarkdownTable(string[] headers, int leftAligned)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells)
    {
        if (cells.Length != headers.Length)
            throw new ArgumentException($"A row has {cells.Length} cells, but the table has {headers.Length} columns.", nameof(cells));
        _rows.Add(cells);
    }

    public override string ToString()
    {
        var widths = headers.Select((h, i) => _rows.Select(r => r[i].Length).Prepend(Math.Max(h.Length, 3)).Max()).ToArray();
        var text = new StringBuilder();
        AppendLine(headers.Select(Pad));
        AppendLine(widths.Select((w, i) => i < leftAligned ? new string('-', w) : new string('-', w - 1) + ":"));
        foreach (var row in _rows)
            AppendLine(row.Select(Pad));
        return text.ToString();

        string Pad(string cell, int column) => column < leftAligned ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]);
        void AppendLine(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
