namespace Optimizers.Diagnostics.Logs;

/// <summary>A column of an export of Weights &amp; Biases: "run - metric", and the extremes of the points that one stands for.</summary>
/// <param name="Run">The run; null for the axis.</param>
/// <param name="Metric">What is in it.</param>
/// <param name="IsExtreme">True for "__MIN" and "__MAX".</param>
internal readonly record struct WandbColumn(string? Run, string Metric, bool IsExtreme)
{
    private const string Between = " - ";

    /// <summary>Takes a header cell apart. A run's name may hold the separator, a metric's hardly ever.</summary>
    public static WandbColumn Of(string name)
    {
        var isExtreme = name.EndsWith("__MIN", StringComparison.Ordinal) || name.EndsWith("__MAX", StringComparison.Ordinal);
        var plain = isExtreme ? name[..^"__MIN".Length] : name;
        var end = plain.LastIndexOf(Between, StringComparison.Ordinal);
        return end < 0 ? new(null, plain, isExtreme) : new(plain[..end], plain[(end + Between.Length)..], isExtreme);
    }

    /// <summary>The metrics of the chosen run and the axis; null for every other column.</summary>
    /// <exception cref="InvalidDataException">There are several runs and none was chosen, or the chosen one is not there.</exception>
    public static List<string?> NamesOf(LogContent content, List<string> header)
    {
        var columns = header.ConvertAll(Of);
        var runs = columns.Select(column => column.Run).OfType<string>().Distinct().ToList();
        var list = string.Join(", ", runs.Select(run => $"\"{run}\""));
        var chosen = content.Options.Run;
        if (chosen is not null && !runs.Contains(chosen))
            throw content.Damage($"there is no run \"{chosen}\"; the runs are {list}");
        if (chosen is null && runs.Count > 1)
            throw content.Damage($"there are {runs.Count} runs, {list}; choose one by {nameof(TrainingLogOptions)}.{nameof(TrainingLogOptions.Run)}");
        if (columns.Exists(column => column.IsExtreme))
            content.Remark("the columns __MIN and __MAX were left out: they are the extremes of the points that one of the export stands for");
        return columns.ConvertAll(column => column.IsExtreme || (column.Run is { } run && run != (chosen ?? runs[0])) ? null : column.Metric);
    }
}
