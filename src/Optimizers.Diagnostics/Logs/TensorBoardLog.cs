using System.Globalization;

namespace Optimizers.Diagnostics.Logs;

/// <summary>
/// Logs of TensorBoard: the event files of a folder with those below it, such as <c>train</c> and <c>validation</c>; a single one; or CSV exports of
/// charts, a file a curve.
/// </summary>
internal static class TensorBoardLog
{
    private const string Export = "Wall time,Step,Value";

    /// <summary>Whether a text begins as an export of a chart does.</summary>
    public static bool IsExport(string header) => header.Trim() == Export;

    /// <summary>Reads one event file.</summary>
    /// <param name="stream">Its bytes, from the beginning.</param>
    /// <param name="content">Its name and the options.</param>
    /// <exception cref="InvalidDataException">A record is damaged, other than by being cut off at the end.</exception>
    public static (LogColumns Columns, List<LogRow> Rows) ReadEvents(Stream stream, LogContent content)
    {
        var curves = new ScalarCurves(content);
        Add(curves, stream, content, "");
        return curves.Rows();
    }

    /// <summary>Reads one export.</summary>
    /// <exception cref="InvalidDataException">A line other than the last one is damaged.</exception>
    public static (LogColumns Columns, List<LogRow> Rows) ReadExport(LogContent content)
    {
        var curves = new ScalarCurves(content);
        Add(curves, content);
        return curves.Rows();
    }

    /// <summary>
    /// Reads a folder: its event files and those below it, else its exports. A folder below it whose name says training, validation or test is a part
    /// of the run; any other one is a run of its own.
    /// </summary>
    /// <param name="folder">Its path.</param>
    /// <param name="content">Its name and the options.</param>
    /// <exception cref="InvalidDataException">There is neither, a file is damaged, or there are several runs and none was chosen.</exception>
    public static (TrainingLogFormat Format, LogColumns Columns, List<LogRow> Rows) ReadFolder(string folder, LogContent content)
    {
        var curves = new ScalarCurves(content);
        var files = OfOneRun(content, Directory.EnumerateFiles(folder, "*tfevents*", SearchOption.AllDirectories)
            .Select(path => (path, NameOf(Path.GetRelativePath(folder, Path.GetDirectoryName(path)!).Replace('\\', '/'), ['/']))));
        foreach (var (path, part) in files)
        {
            using var stream = File.OpenRead(path);
            var file = new LogContent(Path.GetFileName(path), "", content.Options);
            Add(curves, stream, file, part);
            content.TakeRemarks(file);
        }

        if (files.Count > 0)
            return Read(TrainingLogFormat.TensorBoard, curves);
        var exports = Directory.EnumerateFiles(folder, "*.csv").Where(IsExportFile).Select(path => (path, ExportOf(path).Run));
        foreach (var (path, _) in OfOneRun(content, exports))
        {
            using var stream = File.OpenRead(path);
            var file = LogContent.Of(stream, Path.GetFileName(path), content.Options);
            Add(curves, file);
            content.TakeRemarks(file);
        }

        return curves.IsEmpty
            ? throw content.Damage("the folder holds no event files of TensorBoard, and no exports of its curves")
            : Read(TrainingLogFormat.TensorBoardCsv, curves);
    }

    private static (TrainingLogFormat, LogColumns, List<LogRow>) Read(TrainingLogFormat format, ScalarCurves curves)
    {
        var (columns, rows) = curves.Rows();
        return (format, columns, rows);
    }

    // The names of event files hold the time at which they were begun, so that their order is that of the run.
    private static List<(string Path, string Part)> OfOneRun(LogContent content, IEnumerable<(string Path, (string Run, string Part) Of)> found)
    {
        var files = found.OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        var runs = files.Select(file => file.Of.Run).Distinct().ToList();
        var chosen = content.Options.Run;
        var list = string.Join(", ", runs.Select(run => $"\"{run}\""));
        if (chosen is not null && files.Count > 0 && !runs.Contains(chosen))
            throw content.Damage($"there is no run \"{chosen}\"; the runs are {list}");
        if (chosen is null && runs.Count > 1)
        {
            throw content.Damage(
                $"there are {runs.Count} runs, {list}; choose one by {nameof(TrainingLogOptions)}.{nameof(TrainingLogOptions.Run)}");
        }

        return [.. files.Where(file => chosen is null || file.Of.Run == chosen).Select(file => (file.Path, file.Of.Part))];
    }

    // "lr-0.1/validation" is the part "validation" of the run "lr-0.1".
    private static (string Run, string Part) NameOf(string name, ReadOnlySpan<char> separators)
    {
        var end = name.AsSpan().LastIndexOfAny(separators);
        var last = name[(end + 1)..];
        return !LogColumns.SaysOnlyWhichData(last) ? (name, "") : (end < 0 ? "." : name[..end], last);
    }

    // TensorBoard calls an export "run-validation-tag-epoch_loss.csv".
    private static ((string Run, string Part) Run, string? Tag) ExportOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var at = name.IndexOf("-tag-", StringComparison.Ordinal);
        return at > 0 && name.StartsWith("run-", StringComparison.Ordinal)
            ? (NameOf(name["run-".Length..at], ['/', '_']), name[(at + "-tag-".Length)..])
            : ((".", ""), null);
    }

    private static bool IsExportFile(string path) => File.ReadLines(path).Take(1).Any(IsExport);

    private static void Add(ScalarCurves curves, Stream stream, LogContent file, string part)
    {
        curves.Begin(file.Name, part);
        var scalars = new List<LogCell>();
        foreach (var (number, data) in EventRecords.Read(stream, file))
        {
            scalars.Clear();
            if (EventScalars.Read(data, scalars) is not (var step, var isStart))
                throw file.Damage(FormattableString.Invariant($"record {number} is no event of TensorBoard"));
            if (isStart)
                curves.Resume(step, number);
            foreach (var scalar in scalars)
                curves.Add(scalar.Column, step, scalar.Value, number);
        }
    }

    private static void Add(ScalarCurves curves, LogContent file)
    {
        var (run, tag) = ExportOf(file.Name);
        if (tag is null)
            file.Remark("the name of the file does not tell what its values are; they were taken for the training loss");
        curves.Begin(file.Name, run.Part);
        foreach (var (number, line, isOpen) in file.Lines().Skip(1))
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var cells = line.Split(',');
            if (cells.Length == 3 && long.TryParse(cells[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var step)
                && LogNumber.TryRead(cells[2], out var value) && !isOpen)
                curves.Add(tag ?? "loss", step, value, number);
            else if (isOpen)
                file.Remark(FormattableString.Invariant($"line {number}, the last one, is cut off; it was dropped"));
            else
                throw file.Damage(number, "column 1", $"\"{line}\" is no time, step and value");
        }
    }
}
