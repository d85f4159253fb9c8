using System.Diagnostics;

namespace Optimizers.Benchmarks.Measuring;

/// <summary>Times of some workloads, taken in turns: what slows the machine down for a while slows all of them.</summary>
internal sealed class PairedTimes
{
    private const int FewestTurns = 5, WarmUps = 3;
    private const double LongNanoseconds = 1e8; // What runs so long is warm after a few runs.

    private readonly double[][] _nanoseconds;

    private PairedTimes(double[][] nanoseconds) => _nanoseconds = nanoseconds;

    /// <summary>Times each workload once a turn, in turns that go forwards and backwards.</summary>
    /// <param name="workloads">What is run.</param>
    /// <param name="turns">How many turns.</param>
    /// <param name="milliseconds">How long a workload is run in a turn, at least once.</param>
    /// <param name="cancellationToken">Cancels between two workloads.</param>
    /// <param name="within">After so long no further turn is begun, but for the first five; null for as long as it takes.</param>
    public static PairedTimes Measure(
        IReadOnlyList<Action> workloads, int turns, int milliseconds, CancellationToken cancellationToken, TimeSpan? within = null)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = new int[workloads.Count];
        for (var i = 0; i < counts.Length; i++)
        {
            var once = Time(workloads[i], WarmUps);
            if (once < LongNanoseconds)
                once = Time(workloads[i], WarmUps);
            counts[i] = (int)Math.Clamp(milliseconds * 1e6 / once, 1, 1e8);
        }

        var times = Array.ConvertAll(counts, _ => new List<double>());
        for (var turn = 0; turn < turns && (turn < FewestTurns || within is null || Stopwatch.GetElapsedTime(start) < within); turn++)
        {
            for (var place = 0; place < counts.Length; place++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var i = turn % 2 == 0 ? place : counts.Length - 1 - place;
                times[i].Add(Time(workloads[i], counts[i]));
            }
        }

        return new(Array.ConvertAll(times, each => each.ToArray()));
    }

    /// <summary>The median time of a workload's run, in nanoseconds.</summary>
    public double Median(int workload) => Middle([.. _nanoseconds[workload].Order()]);

    /// <summary>How many times longer one takes than another: the median over the turns, with its interval of at least 95 %.</summary>
    public (double Median, double Low, double High) Ratio(int slower, int faster)
    {
        double[] ratios = [.. _nanoseconds[slower].Zip(_nanoseconds[faster], (one, other) => one / other).Order()];
        var outside = Outside(ratios.Length);
        return (Middle(ratios), ratios[outside], ratios[^(outside + 1)]);
    }

    /// <summary>How many of the smallest values the interval of a median may leave out: a sign test at 2.5 % on each side.</summary>
    private static int Outside(int count)
    {
        var (probability, sum, k) = (Math.Pow(0.5, count), 0.0, 0);
        while (sum + probability <= 0.025)
        {
            sum += probability;
            probability *= (double)(count - k) / (k + 1);
            k++;
        }

        return Math.Max(0, k - 1);
    }

    private static double Middle(double[] ordered) => (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;

    private static double Time(Action workload, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
            workload();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
    }
}
