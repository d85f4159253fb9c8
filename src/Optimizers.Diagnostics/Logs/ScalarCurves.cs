using System.Globalization;

namespace Optimizers.Diagnostics.Logs;

/// <summary>
/// The curves of a log of TensorBoard, a tag each, over the steps of one run. A program that was started again, from a checkpoint or anew, replaces
/// what stood from its step on.
/// </summary>
internal sealed class ScalarCurves(LogContent content)
{
    private const string EpochTag = "epoch_";

    private readonly Dictionary<string, List<Point>> _curves = [];
    private readonly HashSet<string> _begun = [];
    private string _file = "";
    private string _part = "";

    /// <summary>True where nothing was added.</summary>
    public bool IsEmpty => _curves.Count == 0;

    /// <summary>Begins a file.</summary>
    /// <param name="file">Its name, for remarks.</param>
    /// <param name="part">Which data it is about, as its folder says: "validation"; empty where that says nothing.</param>
    public void Begin(string file, string part)
    {
        (_file, _part) = (file, part);
        _begun.Clear();
    }

    /// <summary>Drops everything from a step on: a session starts there.</summary>
    public void Resume(long step, int record)
    {
        if (step > 0)
            content.NoteRestart(step);
        Drop(name => true, step, record);
    }

    /// <summary>Adds a number. Where it stands before others of its tag, these are of a run that was taken up again.</summary>
    public void Add(string tag, long step, double value, int record)
    {
        var name = _part.Length == 0 || LogColumns.SaysWhichData(tag) ? tag : $"{_part}/{tag}";
        if (!_curves.TryGetValue(name, out var curve))
            _curves[name] = curve = [];
        // In a new file all tags that count alike go on from there; within a file only this one is known to.
        if (curve is [.., var last] && step < last.Step)
            Drop(_begun.Contains(name) ? other => other == name : other => IsEpoch(other) == IsEpoch(name) && !_begun.Contains(other), step, record);
        else if (curve is [.., var same] && step == same.Step)
            curve.RemoveAt(curve.Count - 1);
        _begun.Add(name);
        curve.Add(new(step, value, record));
    }

    /// <summary>The curves as rows, one a step.</summary>
    public (LogColumns Columns, List<LogRow> Rows) Rows()
    {
        DropSummary();
        var hasEpochs = _curves.Keys.Any(name => IsEpoch(name) && LogColumns.IsLoss(name));
        var others = _curves.Keys.Where(name => hasEpochs && !IsEpoch(name) && LogColumns.IsKnown(name)).Order(StringComparer.Ordinal).ToList();
        if (others.Count > 0)
            content.Remark($"{string.Join(", ", others)}: left out, since they count batches where the other curves count epochs");
        var count = hasEpochs ? "epoch" : "step";
        var rows = _curves.Where(curve => !others.Contains(curve.Key))
            .SelectMany(curve => curve.Value.Select(point => (point.Step, point.Record, Cell: new LogCell(curve.Key, point.Value))))
            .GroupBy(each => each.Step).OrderBy(step => step.Key)
            .Select(step => new LogRow(step.First().Record, [new(count, step.Key), .. step.Select(each => each.Cell)]));
        return (LogColumns.Of([count, .. _curves.Keys.Except(others)]), [.. rows]);
    }

    private void Drop(Predicate<string> isIncluded, long step, int record)
    {
        var dropped = 0;
        foreach (var (name, curve) in _curves)
        {
            if (isIncluded(name))
                dropped += curve.RemoveAll(point => point.Step >= step);
        }

        if (dropped > 0)
        {
            content.NoteRestart(step);
            content.Remark(string.Create(
                CultureInfo.InvariantCulture,
                $"{_file} goes back to step {step} in record {record}, as a training that was resumed does; {dropped} numbers that stood there "
                + $"before were left out"));
        }
    }

    // Hugging Face's trainer ends with means over the whole run, which are no step's.
    private void DropSummary()
    {
        if (!_curves.ContainsKey("train/train_runtime"))
            return;
        foreach (var name in _curves.Keys.Where(name => name.StartsWith("train/train_", StringComparison.Ordinal)).ToList())
            _curves.Remove(name);
        content.Remark("the summary, train/train_…, was left out: its numbers are those of the whole run");
    }

    // Keras counts epochs under these tags.
    private static bool IsEpoch(string name) => name[(name.LastIndexOf('/') + 1)..].StartsWith(EpochTag, StringComparison.Ordinal);

    private readonly record struct Point(long Step, double Value, int Record);
}
