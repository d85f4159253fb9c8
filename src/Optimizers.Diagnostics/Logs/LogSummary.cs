namespace Optimizers.Diagnostics.Logs;

/// <summary>The entry with which Hugging Face's trainer ends a log: means over the whole run, which are no step's.</summary>
internal static class LogSummary
{
    /// <summary>Takes the summary out of the rows, and says so.</summary>
    public static void Drop(LogContent content, List<LogRow> rows)
    {
        foreach (var row in rows.FindAll(IsOne))
        {
            content.Remark(FormattableString.Invariant($"the summary in line {row.Line} was left out: its numbers are those of the whole run"));
            rows.Remove(row);
        }
    }

    private static bool IsOne(LogRow row) => row.Cells.Any(cell => cell.Column is "train_runtime" or "train/runtime" or "train/train_runtime");
}
