using System.Globalization;

namespace Optimizers.Diagnostics.Logs;

/// <summary>
/// Puts the rows of a log into the order of one training: rows of one step become one point; a counter that begins anew with each epoch, or with
/// a program that was started again, is counted on; what a resumed training did again replaces what it did before.
/// </summary>
internal sealed class LogAssembly
{
    // A larger number counts nothing.
    private const double LargestCount = 1e15;

    private readonly LogContent _content;
    private readonly LogColumns _columns;
    private readonly List<LogPoint> _points = [];
    private readonly Dictionary<long, LogPoint> _byIteration = [];
    private readonly bool _isCounted;
    private readonly bool _hasTrainingLoss;
    private double _epoch = double.NaN;
    private double _rawEpoch = double.NaN;
    private double _epochOffset;
    private long _offset;
    private long? _first;
    private long _raw;

    private LogAssembly(LogContent content, LogColumns columns, List<LogRow> rows)
    {
        (_content, _columns) = (content, columns);
        _hasTrainingLoss = columns.Of(LogRole.TrainingLoss) is not null;
        AreRowsEpochs = columns.Of(LogRole.Iteration) is null && EpochsDiffer(rows);
        _isCounted = columns.Of(LogRole.Iteration) is null && !AreRowsEpochs;
        foreach (var row in rows)
            Add(row);
        if (!_points.Exists(point => point.Loss is not null || point.IsEvaluation))
            throw content.Damage("no loss was found in it");
        ReplaceZeros();
        ScaleAccuracies();
    }

    /// <summary>The points, by their iteration.</summary>
    public IReadOnlyList<LogPoint> Points => _points;

    /// <summary>True if a row is an epoch: the iterations are epochs then.</summary>
    public bool AreRowsEpochs { get; }

    /// <summary>Assembles rows.</summary>
    /// <exception cref="InvalidDataException">There is no loss in them.</exception>
    public static LogAssembly Of(LogContent content, LogColumns columns, List<LogRow> rows) => new(content, columns, rows);

    private bool EpochsDiffer(List<LogRow> rows)
    {
        var role = _hasTrainingLoss ? LogRole.TrainingLoss : LogRole.ValidationLoss;
        double[] epochs = [.. rows.Where(row => Find(row, role) is not null).Select(row => Find(row, LogRole.Epoch) ?? double.NaN)];
        return epochs.All(epoch => double.IsInteger(epoch)) && epochs.Zip(epochs.Skip(1)).All(pair => pair.First != pair.Second);
    }

    private double? Find(LogRow row, LogRole role)
    {
        foreach (var cell in row.Cells)
        {
            if (_columns[cell.Column] == role)
                return cell.Value;
        }

        return null;
    }

    private void Add(LogRow row)
    {
        // What only reports the training's own loss moves on; a validation that is written late belongs where it was made.
        var moves = Find(row, LogRole.TrainingLoss) is not null || !_hasTrainingLoss;
        var rawEpoch = Find(row, LogRole.Epoch) ?? _rawEpoch;
        var isNextEpoch = rawEpoch > _rawEpoch;
        var number = Find(row, AreRowsEpochs ? LogRole.Epoch : LogRole.Iteration);
        var raw = number is >= 0 and < LargestCount ? (long?)Math.Round(number.Value) : null;
        if (raw is { } at)
            TurnBack(row, at, moves, isNextEpoch && !AreRowsEpochs, rawEpoch);
        else if (moves && rawEpoch < _rawEpoch)
            Restart(row, rawEpoch, _points is [.., var last] ? last.Iteration + 1 : 0);
        _rawEpoch = rawEpoch;
        _epoch = rawEpoch + _epochOffset;
        var point = PointOf(row, raw, moves);
        if (!double.IsNaN(_epoch))
            point.Epoch = _epoch;
        foreach (var cell in row.Cells)
            point.Take(_columns[cell.Column], cell.Value);
    }

    // The counter of the log, where it stands below that of the rows before.
    private void TurnBack(LogRow row, long raw, bool moves, bool isNextEpoch, double rawEpoch)
    {
        _first ??= raw;
        if (!moves)
            return;
        if (raw < _raw || (raw == _raw && isNextEpoch))
        {
            if (isNextEpoch)
            {
                _offset += _raw + (raw == 0 ? 1 : 0);
            }
            else if (raw <= _first)
            {
                _offset += _raw + (raw == 0 ? 1 : 0);
                Restart(row, rawEpoch, raw + _offset);
            }
            else
            {
                _content.NoteRestart(raw + _offset);
                _content.Remark(string.Create(CultureInfo.InvariantCulture,
                    $"in line {row.Line} the log goes back from {Unit} {_raw} to {raw}, as a training that was resumed does; "
                    + $"what stood there before was left out"));
                _points.RemoveAll(point => point.Iteration >= raw + _offset);
                foreach (var later in _byIteration.Keys.Where(key => key >= raw + _offset).ToList())
                    _byIteration.Remove(later);
            }
        }

        _raw = raw;
    }

    private void Restart(LogRow row, double rawEpoch, long iteration)
    {
        _content.NoteRestart(iteration);
        if (rawEpoch < _rawEpoch)
            _epochOffset += _rawEpoch + (rawEpoch < 1 ? 1 : 0);
        _content.Remark(string.Create(CultureInfo.InvariantCulture,
            $"in line {row.Line} the {(AreRowsEpochs || _isCounted ? "epochs" : "steps")} begin anew, as a program that was started again "
            + $"writes them; they were counted on"));
    }

    private string Unit => AreRowsEpochs ? "epoch" : "step";

    private LogPoint PointOf(LogRow row, long? raw, bool moves)
    {
        if (raw is { } at && _byIteration.TryGetValue(at + _offset, out var known))
            return known;
        var last = _points is [.., var end] ? end : null;
        // A row without a number of its own belongs to the last one, unless it says again what is known there.
        if (raw is null && last is not null && !row.Cells.Any(cell => IsTaken(last, _columns[cell.Column])) && !(moves && _hasTrainingLoss))
            return last;
        var iteration = raw is { } own ? own + _offset : last is null ? 0 : last.Iteration + 1;
        var point = new LogPoint(iteration, _epoch);
        var place = _points.Count;
        while (place > 0 && _points[place - 1].Iteration > iteration)
            place--;
        _points.Insert(place, point);
        _byIteration[iteration] = point;
        return point;
    }

    private static bool IsTaken(LogPoint point, LogRole role) => role switch
    {
        LogRole.TrainingLoss => point.Loss is not null,
        LogRole.EpochLoss => point.EpochLoss is not null,
        LogRole.ValidationLoss => point.Validation is not null,
        LogRole.TestLoss => point.Test is not null,
        LogRole.TrainingAccuracy => point.TrainingAccuracy is not null,
        LogRole.ValidationAccuracy => point.ValidationAccuracy is not null,
        LogRole.TestAccuracy => point.TestAccuracy is not null,
        _ => false,
    };

    // Hugging Face's trainer logs a loss that is not finite as 0; the norm of its gradient tells.
    private void ReplaceZeros()
    {
        var replaced = _points.FindAll(point => point is { Loss: 0, GradientNorm: double.NaN });
        if (replaced is [var first, ..])
        {
            _content.Remark(string.Create(CultureInfo.InvariantCulture,
                $"{replaced.Count} losses of 0 with a gradient norm of NaN, first in {Unit} {first.Iteration}, were read as NaN: "
                + $"the trainer had replaced them"));
        }

        foreach (var point in replaced)
            point.Loss = double.NaN;
    }

    // Accuracies are shares, or per cents where one of them is above 1; what is neither is left out.
    private void ScaleAccuracies()
    {
        double[] all =
        [
            .. _points.SelectMany(point => new[] { point.TrainingAccuracy, point.ValidationAccuracy, point.TestAccuracy }).OfType<double>()
                .Where(double.IsFinite),
        ];
        if (all.Length == 0)
            return;
        var largest = all.Max();
        if (all.Min() < 0 || largest > 100)
        {
            _content.Remark(string.Create(CultureInfo.InvariantCulture,
                $"accuracies from {all.Min()} to {largest} are neither shares nor per cents, and were left out"));
            foreach (var point in _points)
                (point.TrainingAccuracy, point.ValidationAccuracy, point.TestAccuracy) = (null, null, null);
            return;
        }

        if (largest <= 1)
            return;
        _content.Remark("the accuracies were read as per cents");
        foreach (var point in _points)
        {
            (point.TrainingAccuracy, point.ValidationAccuracy, point.TestAccuracy) =
                (point.TrainingAccuracy / 100, point.ValidationAccuracy / 100, point.TestAccuracy / 100);
        }
    }
}
