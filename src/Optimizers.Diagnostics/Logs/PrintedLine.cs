using System.Globalization;
using System.Text.RegularExpressions;

namespace Optimizers.Diagnostics.Logs;

/// <summary>What a printed line says: numbers behind names, where the training stands, and whether the line is about an evaluation.</summary>
/// <param name="Cells">The numbers by name, in small letters.</param>
/// <param name="Epoch">The epoch that is named; null if none is.</param>
/// <param name="Progress">Where in the epoch or run the line stands, and of how many; null if it does not say.</param>
/// <param name="Context">"val" or "test" if the line is about an evaluation, else empty.</param>
/// <param name="HasMean">Whether a running mean stood in parentheses behind a number.</param>
internal sealed partial record PrintedLine(List<LogCell> Cells, double? Epoch, (long Now, long Total)? Progress, string Context, bool HasMean)
{
    /// <summary>Whether the line says a loss.</summary>
    public bool HasLoss => Cells.Exists(cell => LogColumns.IsLoss(cell.Column));

    /// <summary>Reads a line.</summary>
    public static PrintedLine Of(string text)
    {
        var context = Contexts().Match(text) is { Success: true } about
            ? about.Groups[1].Value.StartsWith("test", StringComparison.OrdinalIgnoreCase) ? "test" : "val"
            : "";
        var (epoch, rest) = EpochOf(text);
        var cells = new List<LogCell>();
        var hasMean = false;
        foreach (Match pair in Pairs().Matches(rest))
        {
            if (KeyOf(pair.Groups["key"].Value) is not { } key)
                continue;
            var mean = pair.Groups["mean"];
            hasMean |= mean.Success;
            if (!LogNumber.TryRead((context.Length > 0 && mean.Success ? mean : pair.Groups["value"]).Value, out var value))
                continue;
            // "Accuracy: 9855/10000 (99%)".
            var isAccuracy = LogColumns.IsAccuracy(key);
            if (isAccuracy && LogNumber.TryRead(pair.Groups["of"].Value, out var of) && of >= value && of > 0)
                value /= of;
            var isUnsaid = LogColumns.IsPlainLoss(key) || (isAccuracy && !LogColumns.SaysWhichData(key));
            cells.Add(new(context.Length > 0 && isUnsaid ? $"{context} {key}" : key, value));
        }

        KeepOneIteration(cells);
        var place = Places().Match(rest);
        var counter = Counters().Match(text);
        return counter.Success
            ? new(cells, Number(counter.Groups[1]), (Number(counter.Groups[2]), long.MaxValue), context, hasMean)
            : new(cells, epoch, place.Success ? (Number(place.Groups[1]), Number(place.Groups[2])) : null, context, hasMean);
    }

    // One program may print "step 20" in one line and "iter 20" in another: both are the number of the step.
    private static void KeepOneIteration(List<LogCell> cells)
    {
        var iterations = cells.FindAll(cell => LogColumns.RankAsIteration(cell.Column) is not null);
        if (iterations is [])
            return;
        var best = iterations.MinBy(cell => LogColumns.RankAsIteration(cell.Column));
        cells.RemoveAll(iterations.Contains);
        cells.Add(new("step", best.Value));
    }

    // The epoch and the line without it, so that "1/10" behind it is not taken for the place in the epoch.
    private static (double? Epoch, string Remainder) EpochOf(string text)
    {
        var match = Epochs().Match(text);
        return match.Success && LogNumber.TryRead(match.Groups[1].Value, out var epoch)
            ? (epoch, string.Concat(text.AsSpan(0, match.Index), " | ", text.AsSpan(match.Index + match.Length)))
            : (null, text);
    }

    // "images/sec train loss": the longest end of the words before a number that is a known name, and a plain one rather than any.
    private static string? KeyOf(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var ends = Enumerable.Range(0, words.Length)
            .Select(start => string.Join(' ', words[start..]).ToLowerInvariant())
            .Where(LogColumns.IsKnown)
            .ToList();
        return ends.Find(end => !LogColumns.IsLoss(end) || LogColumns.IsPlain(end)) ?? ends.FirstOrDefault();
    }

    private static long Number(Group group) =>
        long.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^\W*(test|testing|val|valid|validation|eval|evaluation|dev)\b(?![_/-]?\s*(?:loss|acc))", RegexOptions.IgnoreCase)]
    private static partial Regex Contexts();

    [GeneratedRegex(@"\bepochs?\b\W{0,4}?(\d+(?:\.\d+)?)\]?(?:\s*/\s*\d+)?", RegexOptions.IgnoreCase)]
    private static partial Regex Epochs();

    [GeneratedRegex(@"(?:^|[\[|\]:]|\b(?:step|batch|iter|iteration|it)\b\W{0,2})\s*(\d{1,15})\s*/\s*(\d{1,15})(?![\d.])", RegexOptions.IgnoreCase)]
    private static partial Regex Places();

    // "[2, 4000]": epoch and batch, as PyTorch's first tutorial prints them.
    [GeneratedRegex(@"^\s*\[\s*(\d{1,9})\s*,\s*(\d{1,15})\s*\]")]
    private static partial Regex Counters();

    [GeneratedRegex(
        @"(?<key>(?!(?:nan|inf|infinity)\b)[a-z_@][\w@/.-]*(?:[ \t]+(?!(?:nan|inf|infinity)\b)[a-z_@][\w@/.-]*){0,2})['""]?\s*[:=]?\s*(?:tensor\()?"
        + @"(?<value>[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?|nan|inf(?:inity)?))(?!\w|\.\d)"
        + @"(?:\s*/\s*(?<of>\d{1,15})(?!\d))?(?:\s*\(\s*(?<mean>[-+]?(?:[\d.]+(?:e[-+]?\d+)?|nan|inf))\s*\))?",
        RegexOptions.IgnoreCase)]
    private static partial Regex Pairs();
}
