using System.Buffers;
using System.Globalization;
using System.Text;

namespace Optimizers.Diagnostics.Logs;

/// <summary>A table with a header (RFC 4180), whose columns are those of its first row.</summary>
internal sealed class CsvSink : LogSink
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",;\t\"\r\n");

    private readonly FileStream _stream;
    private readonly string _path;
    private List<string>? _columns;

    public CsvSink(string path)
    {
        (_path, _stream) = (path, OpenLines(path));
        if (_stream.Length == 0)
            return;
        _stream.Position = 0;
        using (var reader = new StreamReader(_stream, leaveOpen: true))
            _columns = CsvCells.Split(reader.ReadLine()!, ',');
        _stream.Position = _stream.Length;
        if (_columns is [Step, ..])
            return;
        _stream.Dispose();
        throw new InvalidDataException($"\"{path}\" is no table whose first column is \"{Step}\"; it was left as it is. Take another file.");
    }

    public override void Write(long step, ReadOnlySpan<(string Name, double Value)> values)
    {
        var text = new StringBuilder();
        var columns = _columns;
        if (columns is null)
        {
            columns = [Step];
            foreach (var (name, _) in values)
                columns.Add(name);
            text.AppendJoin(',', columns.Select(Quoted)).Append('\n');
        }

        var cells = new string[columns.Count];
        cells[0] = step.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in values)
        {
            var column = columns.IndexOf(name);
            if (column < 0)
            {
                throw new ArgumentException(
                    $"The table \"{_path}\" has the columns {string.Join(", ", columns)}, as its first row had them, and none for \"{name}\".",
                    nameof(values));
            }

            cells[column] = value.ToString("R", CultureInfo.InvariantCulture);
        }

        _stream.Write(Encoding.UTF8.GetBytes(text.AppendJoin(',', cells).Append('\n').ToString()));
        _columns = columns;
    }

    public override void Dispose() => _stream.Dispose();

    private static string Quoted(string name) =>
        name.AsSpan().ContainsAny(Special) ? $"\"{name.ReplaceLineEndings(" ").Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;
}
