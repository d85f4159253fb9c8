namespace Optimizers.Diagnostics.Logs;

/// <summary>Tells from the contents of a log who wrote it.</summary>
internal static class LogRecognition
{
    /// <summary>The format of a text.</summary>
    /// <exception cref="InvalidDataException">It is empty.</exception>
    public static TrainingLogFormat FormatOf(LogContent content)
    {
        var lines = content.Lines().Select(each => each.Line).Where(line => !string.IsNullOrWhiteSpace(line)).Take(2).ToList();
        if (lines is not [var first, ..])
            throw content.Damage("it is empty");
        // Python prints its dictionaries with single quotation marks; those are no JSON.
        if (first.TrimStart() is ['{', .. var rest] && !rest.TrimStart().StartsWith('\''))
        {
            return content.Text.Contains("\"log_history\"", StringComparison.Ordinal) ? TrainingLogFormat.TrainerState : TrainingLogFormat.JsonLines;
        }

        if (TensorBoardLog.IsExport(first))
            return TrainingLogFormat.TensorBoardCsv;
        return CsvLog.IsOne(first, lines is [_, var next] ? next : null) ? CsvLog.FormatOf(first) : TrainingLogFormat.Prints;
    }
}
