using System.Text.RegularExpressions;

namespace Optimizers.Diagnostics.Logs;

/// <summary>What a terminal shows of a line: a progress bar goes back by a carriage return and writes over what stood there.</summary>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Text">What is shown, without colours.</param>
internal sealed partial record PrintedFrame(int Line, string Text)
{
    /// <summary>The frames of a text, all of them, line by line.</summary>
    public static IEnumerable<IReadOnlyList<PrintedFrame>> ByLine(LogContent content)
    {
        var lines = content.Lines().ToList();
        // What has no end may be cut within a number; a frame of a progress bar never has one.
        if (lines is [.., { IsOpen: true } last] && lines.Count > 1 && !last.Line.Contains('\r', StringComparison.Ordinal))
        {
            lines.RemoveAt(lines.Count - 1);
            content.Remark(FormattableString.Invariant($"line {last.Number}, the last one, has no end and may be cut off; it was dropped"));
        }

        foreach (var (number, line, _) in lines)
        {
            yield return
            [
                .. Colours().Replace(line, "").Replace("\b", "", StringComparison.Ordinal).Split('\r')
                    .Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => new PrintedFrame(number, text)),
            ];
        }
    }

    [GeneratedRegex(@"\x1B\[[0-9;?]*[ -/]*[@-~]")]
    private static partial Regex Colours();
}
