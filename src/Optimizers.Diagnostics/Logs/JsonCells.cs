using System.Text;
using System.Text.Json;

namespace Optimizers.Diagnostics.Logs;

/// <summary>The numbers of a JSON object; those of an object in it have a name with a slash.</summary>
internal static class JsonCells
{
    private static readonly (string Token, string Text, double Value)[] NotFinite =
    [
        ("NaN", "\"N\"", double.NaN),
        ("-Infinity", "\"-INFINI\"", double.NegativeInfinity),
        ("Infinity", "\"INFINI\"", double.PositiveInfinity),
    ];

    /// <summary>
    /// The bytes of a text in which the bare tokens NaN and Infinity, which Python writes and JSON does not know, are strings of the same length, so
    /// that places stay what they are.
    /// </summary>
    public static byte[] Bytes(string text)
    {
        var quoted = new StringBuilder(text.Length);
        var isString = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (isString && text[i] == '\\' && i + 1 < text.Length)
            {
                quoted.Append(text[i++]);
            }
            else if (text[i] == '"')
            {
                isString = !isString;
            }
            else if (!isString && Array.Find(NotFinite, each => text.AsSpan(i).StartsWith(each.Token)) is { Text: { } name })
            {
                quoted.Append(name);
                i += name.Length - 1;
                continue;
            }

            quoted.Append(text[i]);
        }

        return Encoding.UTF8.GetBytes(quoted.ToString());
    }

    /// <summary>Reads the object at whose beginning the reader stands, to its end; false if the text ends before.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="cells">Where the numbers go.</param>
    /// <param name="prefix">What their names begin with.</param>
    public static bool TryRead(ref Utf8JsonReader reader, List<LogCell> cells, string prefix = "")
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = prefix + reader.GetString();
            if (!reader.Read())
                return false;
            if (reader.TokenType == JsonTokenType.StartObject ? !TryRead(ref reader, cells, name + "/") : !reader.TrySkip())
                return false;
            if (reader.TokenType == JsonTokenType.Number)
                cells.Add(new(name, reader.GetDouble()));
            else if (reader.TokenType == JsonTokenType.String && TryValue(reader.GetString()!, out var value))
                cells.Add(new(name, value));
        }

        return reader.TokenType == JsonTokenType.EndObject;
    }

    /// <summary>The error for a place where a text is no JSON.</summary>
    public static InvalidDataException Damage(LogContent content, JsonException fault, int line = 0)
    {
        var what = fault.Message;
        var end = what.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return content.Damage(
            line > 0 ? line : (int)(fault.LineNumber ?? 0) + 1,
            FormattableString.Invariant($"column {(fault.BytePositionInLine ?? 0) + 1}"),
            (end < 0 ? what : what[..end]).TrimEnd('.'));
    }

    private static bool TryValue(string text, out double value)
    {
        var name = Array.Find(NotFinite, each => each.Text.AsSpan(1, each.Text.Length - 2).SequenceEqual(text));
        value = name.Value;
        return name.Text is not null || LogNumber.TryRead(text, out value);
    }
}
