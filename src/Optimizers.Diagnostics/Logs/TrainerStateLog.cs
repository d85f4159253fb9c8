using System.Text.Json;

namespace Optimizers.Diagnostics.Logs;

/// <summary>Hugging Face's <c>trainer_state.json</c>: an object with the entries of the log in <c>log_history</c>.</summary>
internal static class TrainerStateLog
{
    /// <summary>Reads all entries that are whole.</summary>
    /// <exception cref="InvalidDataException">It is no JSON, or has no history.</exception>
    public static (LogColumns Columns, List<LogRow> Rows) Read(LogContent content)
    {
        var bytes = JsonCells.Bytes(content.Text);
        var rows = new List<LogRow>();
        var hasHistory = false;
        var isCut = true;
        try
        {
            // As if more could follow: a text that is cut off then ends without an error.
            var reader = new Utf8JsonReader(bytes, isFinalBlock: false, default);
            while (reader.Read())
            {
                isCut = reader.CurrentDepth > 0;
                if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("log_history"))
                    continue;
                hasHistory = true;
                isCut = !ReadHistory(ref reader, bytes, rows);
            }
        }
        catch (JsonException fault)
        {
            throw JsonCells.Damage(content, fault);
        }

        if (!hasHistory)
            throw content.Damage("it has no log_history, as a trainer_state.json does");
        if (isCut)
            content.Remark("the file is cut off; the entry at its end was dropped");
        LogSummary.Drop(content, rows);
        return (LogColumns.Of(rows.SelectMany(row => row.Cells).Select(cell => cell.Column)), rows);
    }

    private static bool ReadHistory(ref Utf8JsonReader reader, byte[] bytes, List<LogRow> rows)
    {
        var (line, counted) = (1, 0);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            line += bytes.AsSpan(counted..(int)reader.TokenStartIndex).Count((byte)'\n');
            counted = (int)reader.TokenStartIndex;
            var cells = new List<LogCell>();
            if (!JsonCells.TryRead(ref reader, cells))
                return false;
            rows.Add(new(line, cells));
        }

        return reader.TokenType == JsonTokenType.EndArray;
    }
}
