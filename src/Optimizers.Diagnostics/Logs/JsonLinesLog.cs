using System.Text.Json;

namespace Optimizers.Diagnostics.Logs;

/// <summary>A JSON object a line.</summary>
internal static class JsonLinesLog
{
    /// <summary>Reads all lines; empty ones are passed over.</summary>
    /// <exception cref="InvalidDataException">A line elsewhere than at the end is no JSON object.</exception>
    public static (LogColumns Columns, List<LogRow> Rows) Read(LogContent content)
    {
        var rows = new List<LogRow>();
        foreach (var (number, line, isOpen) in content.Lines())
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                rows.Add(new(number, CellsOf(content, number, line)));
            }
            catch (JsonException) when (isOpen)
            {
                content.Remark(FormattableString.Invariant($"line {number}, the last one, is cut off; it was dropped"));
            }
            catch (JsonException fault)
            {
                throw JsonCells.Damage(content, fault, number);
            }
        }

        LogSummary.Drop(content, rows);
        return (LogColumns.Of(rows.SelectMany(row => row.Cells).Select(cell => cell.Column)), rows);
    }

    private static List<LogCell> CellsOf(LogContent content, int number, string line)
    {
        var cells = new List<LogCell>();
        var reader = new Utf8JsonReader(JsonCells.Bytes(line));
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw content.Damage(number, "column 1", "the line is no JSON object");
        JsonCells.TryRead(ref reader, cells);
        // What stands behind the object would be damage too.
        reader.Read();
        return cells;
    }
}
