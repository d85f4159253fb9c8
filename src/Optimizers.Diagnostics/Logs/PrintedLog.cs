namespace Optimizers.Diagnostics.Logs;

/// <summary>What a program printed. Lines that say no loss are passed over: a printed log is not damaged by other text.</summary>
internal static class PrintedLog
{
    /// <summary>Reads all lines.</summary>
    public static (LogColumns Columns, List<LogRow> Rows) Read(LogContent content)
    {
        var frames = FramesOf(content);
        var rows = new List<LogRow>();
        var epoch = double.NaN;
        (long Now, long Total)? evaluated = null;
        var (isPlaceOpen, hasMean) = (false, false);
        PrintedTable? table = null;
        foreach (var frame in frames)
        {
            if (PrintedTable.IsRule(frame.Text))
                continue;
            if (PrintedTable.Begin(frame.Text) is { } begun)
            {
                table = begun;
                continue;
            }

            if (table?.Row(frame.Text) is { } cells)
            {
                rows.Add(new(frame.Line, cells));
                continue;
            }

            var line = PrintedLine.Of(frame.Text);
            epoch = line.Epoch ?? epoch;
            if (!line.HasLoss && line.Cells.Count < 2)
                continue;
            hasMean |= line.HasMean;
            if (!double.IsNaN(epoch))
                line.Cells.Add(new("epoch", epoch));
            if (line.Context.Length > 0)
            {
                // An evaluation that tells how far it is: its last line stands for all.
                if (line.Progress is { } at && evaluated is { } before && at.Now > before.Now && at.Total == before.Total)
                    rows.RemoveAt(rows.Count - 1);
                evaluated = line.Progress;
            }
            else
            {
                evaluated = null;
                if (line.Progress is { } at)
                {
                    isPlaceOpen |= at.Now != at.Total;
                    line.Cells.Add(new(LogColumns.Progress, at.Now));
                }
            }

            rows.Add(new(frame.Line, line.Cells));
        }

        if (hasMean)
            content.Remark("of two numbers like 1.9 (2.0) the first one, the step's, was read, and in an evaluation the mean in parentheses");
        LogSummary.Drop(content, rows);
        // Where every line stands at the end of its epoch, the epoch is all that counts.
        rows = isPlaceOpen ? rows : rows.ConvertAll(row => new LogRow(row.Line, [.. row.Cells.Where(cell => cell.Column != LogColumns.Progress)]));
        return (LogColumns.Of(rows.SelectMany(row => row.Cells).Select(cell => cell.Column)), rows);
    }

    // Of a progress bar the last frame, which stays on the screen. Where the whole log is one bar, all its frames.
    private static IEnumerable<PrintedFrame> FramesOf(LogContent content)
    {
        var lines = PrintedFrame.ByLine(content).Where(frames => frames.Count > 0).ToList();
        if (lines.Count(frames => frames.Any(frame => PrintedLine.Of(frame.Text).HasLoss)) < 2)
            return lines.SelectMany(frames => frames);
        var overwritten = lines.Sum(frames => frames.Count - 1);
        if (overwritten > 0)
        {
            content.Remark(FormattableString.Invariant(
                $"{overwritten} states of progress bars were passed over: of each line the last one was read, as it stays on a screen"));
        }

        return lines.Select(frames => frames[^1]);
    }
}
