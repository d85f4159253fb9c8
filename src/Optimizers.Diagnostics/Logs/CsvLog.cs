using System.Globalization;

namespace Optimizers.Diagnostics.Logs;

/// <summary>Tables with a header, and whose they are.</summary>
internal static class CsvLog
{
    /// <summary>Whether a text begins with the header of a table: the next line has as many cells, and a name says a loss.</summary>
    public static bool IsOne(string header, string? next)
    {
        var separator = CsvCells.SeparatorOf(header);
        return CsvCells.Split(header, separator) is { } names
            && names.Exists(name => LogColumns.IsLoss(WandbColumn.Of(name).Metric))
            && !names.Exists(SaysANumber)
            && (names.Count > 1 || (next is not null && LogNumber.TryRead(next, out _)))
            && (next is null || CsvCells.Split(next, separator)?.Count == names.Count);
    }

    // "Loss: 2.3", "Epoch 1" and "{'loss': 2.3" stand between the commas of a printed line, not in a header.
    private static bool SaysANumber(string name) => WandbColumn.Of(name) is { Run: null }
        && (name.AsSpan().ContainsAny(":={[|") || LogNumber.TryRead(name.AsSpan(name.LastIndexOf(' ') + 1), out _));

    /// <summary>Whose table has such a header.</summary>
    public static TrainingLogFormat FormatOf(string header)
    {
        var names = CsvCells.Split(header, CsvCells.SeparatorOf(header)) ?? [];
        return names.Exists(name => WandbColumn.Of(name) is { IsExtreme: true } or { Run: not null }) ? TrainingLogFormat.WandbCsv
            : !names.Contains("epoch") ? TrainingLogFormat.Csv
            : names.Contains("step") ? TrainingLogFormat.LightningCsv
            : names[0] == "epoch" ? TrainingLogFormat.KerasCsv
            : TrainingLogFormat.Csv;
    }

    /// <summary>Reads all rows.</summary>
    /// <exception cref="InvalidDataException">A line elsewhere than at the end is damaged, or there are several runs and none was chosen.</exception>
    public static (LogColumns Columns, List<LogRow> Rows) Read(LogContent content, TrainingLogFormat format)
    {
        var lines = content.Lines().Where(each => !string.IsNullOrWhiteSpace(each.Line)).ToList();
        if (lines is not [var first, ..])
            throw content.Damage("it is empty");
        var separator = CsvCells.SeparatorOf(first.Line);
        var header = CsvCells.Split(first.Line, separator) ?? throw content.Damage(first.Number, "column 1", "a quotation mark is not closed");
        var names = format == TrainingLogFormat.WandbCsv ? WandbColumn.NamesOf(content, header) : header.ConvertAll<string?>(name => name);
        var columns = LogColumns.Of(names.OfType<string>());
        var rows = new List<LogRow>();
        foreach (var (number, line, isOpen) in lines.Skip(1))
        {
            if (line == first.Line)
                continue; // Written again by a program that was started again.
            var cells = CsvCells.Split(line, separator);
            var row = new List<LogCell>();
            var fault = cells is null ? ("column 1", "a quotation mark is not closed")
                : cells.Count != names.Count
                ? (Column(cells.Count), FormattableString.Invariant($"the line has {cells.Count} cells, and the header {names.Count}"))
                : Fill(row, cells, names, columns);
            // Programs end every line: what has no end was cut, perhaps within a number.
            if (isOpen && (fault is not null || format is TrainingLogFormat.KerasCsv or TrainingLogFormat.LightningCsv))
                content.Remark(FormattableString.Invariant($"line {number}, the last one, is cut off; it was dropped"));
            else if (fault is var (where, what))
                throw content.Damage(number, where, what);
            else
                rows.Add(new(number, row));
        }

        return (columns, rows);
    }

    private static (string Where, string What)? Fill(List<LogCell> row, List<string> cells, List<string?> names, LogColumns columns)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (names[i] is not { } name || columns[name] == LogRole.None || LogNumber.IsMissing(cells[i]))
                continue;
            if (!LogNumber.TryRead(cells[i], out var value))
                return ($"{Column(i + 1)} ({name})", $"\"{cells[i]}\" is no number");
            row.Add(new(name, value));
        }

        return null;
    }

    private static string Column(int number) => string.Create(CultureInfo.InvariantCulture, $"column {number}");
}
