using System.Text;

namespace Optimizers.Diagnostics.Logs;

/// <summary>The text of a log with its name, and what is said where it is damaged.</summary>
internal sealed class LogContent(string name, string text, TrainingLogOptions options)
{
    private readonly List<string> _remarks = [];
    private readonly List<long> _restarts = [];

    /// <summary>The name of the file, as errors say it.</summary>
    public string Name { get; } = name;

    /// <summary>Everything, decoded.</summary>
    public string Text { get; } = text;

    /// <summary>How it is read.</summary>
    public TrainingLogOptions Options { get; } = options;

    /// <summary>What the reader did beside reading.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>The iterations at which the training was taken up again.</summary>
    public IReadOnlyList<long> Restarts => _restarts;

    /// <summary>Decodes a stream: UTF-8 unless a byte-order mark says otherwise.</summary>
    public static LogContent Of(Stream stream, string name, TrainingLogOptions options)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        // A disk that was full leaves zero bytes behind the last line.
        return new(name, reader.ReadToEnd().TrimEnd('\0'), options);
    }

    /// <summary>The lines without their ends, numbered from 1. Only the last one can be open: it has no end.</summary>
    public IEnumerable<(int Number, string Line, bool IsOpen)> Lines()
    {
        var number = 0;
        for (var start = 0; start < Text.Length;)
        {
            var end = Text.IndexOf('\n', start);
            var isOpen = end < 0;
            end = isOpen ? Text.Length : end;
            yield return (++number, Text[start..end].TrimEnd('\r'), isOpen);
            start = end + 1;
        }
    }

    /// <summary>Notes something that the reader did.</summary>
    public void Remark(string remark) => _remarks.Add(remark);

    /// <summary>Notes that the training was taken up again at an iteration.</summary>
    public void NoteRestart(long iteration) => _restarts.Add(iteration);

    /// <summary>Takes over the remarks on a file that is a part of this log.</summary>
    public void TakeRemarks(LogContent file) => _remarks.AddRange(file._remarks.Select(remark => $"{file.Name}: {remark}"));

    /// <summary>The error for a place that cannot be read.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, in words: "column 7", "column 3 (loss)".</param>
    /// <param name="what">What is wrong there, without a full stop.</param>
    public InvalidDataException Damage(int line, string column, string what) =>
        new(FormattableString.Invariant($"{Name}, line {line}, {column}: {what}."));

    /// <summary>The error for a file as a whole.</summary>
    public InvalidDataException Damage(string what) => new($"{Name}: {what}.");
}
