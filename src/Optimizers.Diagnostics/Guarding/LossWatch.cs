namespace Optimizers.Diagnostics;

/// <summary>
/// Follows the losses of batches, and says when a training breaks. The smoothed loss is a moving average, corrected for its start; the
/// noise σ of the batches comes from the differences of successive losses, which a trend does not touch (von Neumann 1941); medians keep
/// single batches from deciding.
/// </summary>
internal sealed class LossWatch(TrainingGuardOptions options)
{
    /// <summary>The number of losses that are needed before the watch says anything.</summary>
    public const int Settling = 10;

    private const int Judged = 5;

    /// <summary>Up to this number of losses an explosion must last, where the guard has a horizon.</summary>
    private const int Young = 20;

    /// <summary>σ of normal noise from the median |difference| of two: 1/(0.6745·√2).</summary>
    private const double FromMedian = 1.0484;

    /// <summary>σ of normal noise from the mean |difference| of two: √π/2.</summary>
    private const double FromMean = 0.8862;

    private readonly double[] _last = new double[Settling];
    private double _sum;
    private double _weight;
    private double _differences;
    private double _differenceWeight;
    private double _first;
    private double _start;
    private double _best;
    private double _noise;
    private double _reference;
    private long _lost;
    private int _exploded;

    /// <summary>How many losses it has seen.</summary>
    public long Count { get; private set; }

    /// <summary>NaN before the first loss.</summary>
    public double Smoothed => _weight > 0 ? _sum / _weight : double.NaN;

    /// <summary>The loss of the start without the luck of its batch. It is fixed once the start has settled.</summary>
    public double FirstLoss { get; private set; }

    /// <summary>How many steps ago the smoothed loss was last better than before by 1 % of itself and 0.1 % of all that it has fallen.</summary>
    public long StepsWithoutProgress { get; private set; }

    /// <summary>The median of the last losses above which there is an explosion. It is fixed once the start has settled.</summary>
    public double Threshold => Math.Max(_start, _best + ((options.ExplosionFactor - 1) * Math.Abs(_best))) + (4 * _noise);

    /// <summary>True if more than half of the progress is lost at the moment.</summary>
    public bool IsLost => Count >= Settling && _start - _best > 4 * _noise && Smoothed > _best + (0.5 * (_start - _best));

    /// <summary>Adds a finite loss.</summary>
    /// <returns>The break that it shows, if any.</returns>
    public BreakKind? Add(double loss)
    {
        var share = 1.0 / options.SmoothingWindow;
        if (Count > 0)
        {
            _differences += share * (Math.Abs(loss - _last[(Count - 1) % Settling]) - _differences);
            _differenceWeight += share * (1 - _differenceWeight);
        }
        else
        {
            _first = loss;
        }

        _sum += share * (loss - _sum);
        _weight += share * (1 - _weight);
        _last[Count % Settling] = loss;
        Count++;
        if (Count < Settling)
            return null;
        if (Count == Settling)
            Settle();
        if (Smoothed < _best)
        {
            _best = Smoothed;
            _noise = FromMean * _differences / _differenceWeight;
        }

        StepsWithoutProgress++;
        if (Smoothed < _reference - Math.Max(0.01 * Math.Abs(_reference), 0.001 * (_start - _best)))
            Progress();
        var isExploded = !(MedianOfLast() <= Threshold) && !(Smoothed <= Threshold - (4 * _noise));
        _exploded = isExploded ? _exploded + 1 : 0;

        // Large rates and a young velocity make losses that rise and come back by themselves. With a horizon there is time to wait.
        if (isExploded && (_exploded >= Judged || Count >= Young || options.Horizon is null))
            return BreakKind.Exploded;
        _lost = IsLost ? _lost + 1 : 0;
        return _lost > 2 * options.SmoothingWindow ? BreakKind.Relapsed : null;
    }

    /// <summary>Resets the count of steps without progress.</summary>
    public void Progress()
    {
        StepsWithoutProgress = 0;
        _reference = Smoothed;
    }

    /// <summary>Forgets all losses.</summary>
    public void Reset() => CopyFrom(new LossWatch(options));

    public void CopyFrom(LossWatch other)
    {
        other._last.CopyTo(_last, 0);
        (_sum, _weight, _differences, _differenceWeight) = (other._sum, other._weight, other._differences, other._differenceWeight);
        (_first, _start, _best, _noise, _reference, _lost, _exploded) =
            (other._first, other._start, other._best, other._noise, other._reference, other._lost, other._exploded);
        (Count, FirstLoss, StepsWithoutProgress) = (other.Count, other.FirstLoss, other.StepsWithoutProgress);
    }

    /// <summary>
    /// Estimates the loss of the start. One batch may flatter the start: if the losses after it scatter up and down, and the first lies within four
    /// deviations of them, the start is as good as they are. Otherwise the first loss stands, and later losses are the training's own doing.
    /// </summary>
    private void Settle()
    {
        Span<double> differences = stackalloc double[Settling - 1];
        Span<double> later = stackalloc double[Settling - 1];
        var (turns, isPositive) = (0, _first > 0);
        for (var i = 0; i < later.Length; i++)
        {
            later[i] = _last[i + 1];
            isPositive &= later[i] > 0;
            differences[i] = _last[i + 1] - _last[i];
            if (i > 0 && differences[i] * differences[i - 1] < 0)
                turns++;
        }

        foreach (ref var difference in differences)
            difference = Math.Abs(difference);
        var median = Median(later);
        _noise = 0;
        _start = FirstLoss = _first;

        // Ten losses of pure noise turn 5.3 times, and less than three times in one case of a hundred.
        if (turns >= 3 && _first >= LowEnd(later, median, isPositive))
        {
            _noise = FromMedian * Median(differences);
            _start = FirstLoss = Math.Max(_first, median);
        }

        _best = Math.Min(FirstLoss, Smoothed);
        Progress();
    }

    /// <summary>
    /// Four standard deviations, from the median absolute one, below the median: of the logarithms where all are positive, as
    /// losses scatter by factors.
    /// </summary>
    private static double LowEnd(Span<double> losses, double median, bool isPositive)
    {
        var center = isPositive ? Math.Log(median) : median;
        foreach (ref var loss in losses)
            loss = Math.Abs((isPositive ? Math.Log(loss) : loss) - center);
        var end = center - (4 * 1.4826 * Median(losses));
        return isPositive ? Math.Exp(end) : end;
    }

    private double MedianOfLast()
    {
        Span<double> losses = stackalloc double[Judged];
        for (var i = 0; i < Judged; i++)
            losses[i] = _last[(Count - 1 - i) % Settling];
        return Median(losses);
    }

    private static double Median(Span<double> values)
    {
        values.Sort();
        return values[values.Length / 2];
    }
}
