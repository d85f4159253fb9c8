using System.Numerics;
using System.Runtime.CompilerServices;
using Optimizers.Benchmarks.Measuring;
using Optimizers.Benchmarks.Peers;
using Optimizers.Benchmarks.Workloads;

namespace Optimizers.Benchmarks.Rules;

/// <summary>Measures rules on one parameter of a length and type, beside the machine's memory.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class RuleBench<T> : IDisposable where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int SweptArrays = 3; // An update in place and the triad read two arrays and write one.
    private const int FewestForSteady = 1_000_000;

    private readonly T[] _start, _values, _gradient, _other;
    private readonly (int Rows, int Columns) _shape;
    private readonly MemorySweep<T> _update, _triad;
    private readonly List<double> _bandwidths = [];

    /// <param name="rows">The rows of the matrix that a rule which looks at the whole is given; the others take a vector as long.</param>
    /// <param name="columns">Its columns.</param>
    public RuleBench(int rows, int columns)
    {
        _shape = (rows, columns);
        Length = rows * columns;
        (_start, _gradient) = (SampleData.Parameters<T>(Length), SampleData.Gradient<T>(Length));
        (_values, _other) = (new T[Length], Array.ConvertAll(_gradient, g => -g));
        _update = new MemorySweep<T>(MemorySweepKind.Update, Length, threads: 1);
        _triad = new MemorySweep<T>(MemorySweepKind.Triad, Length, threads: 1);
    }

    /// <summary>The elements of the parameter.</summary>
    public int Length { get; }

    /// <summary>The best bandwidth of memory, GB/s: the median over the rules so far.</summary>
    public double Bandwidth => _bandwidths.Order().ElementAt(_bandwidths.Count / 2);

    public void Dispose()
    {
        _update.Dispose();
        _triad.Dispose();
    }

    /// <summary>Steps a rule some times, so that the runtime compiles it in its final form.</summary>
    public void WarmUp(MeasuredRule rule, StepTraffic traffic, TorchSharpRule? theirs)
    {
        using var ours = Step(rule, traffic);
        for (var i = 0; i < 40; i++)
            ours.Run();
        if (theirs is null)
            return;
        using var peer = Step(theirs);
        for (var i = 0; i < 5; i++)
            peer.Run();
    }

    /// <summary>Measures a rule, in turns with the memory and TorchSharp.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="traffic">What its formula has to move.</param>
    /// <param name="theirs">TorchSharp's; null where it has none.</param>
    /// <param name="turns">At most so many turns.</param>
    /// <param name="milliseconds">How long a workload is run in a turn, at least once.</param>
    /// <param name="within">After so long no further turn is begun, but for the first few.</param>
    /// <param name="cancellationToken">Cancels between two workloads.</param>
    public RuleFigures Measure(
        MeasuredRule rule, StepTraffic traffic, TorchSharpRule? theirs, int turns, int milliseconds, TimeSpan within,
        CancellationToken cancellationToken)
    {
        using var ours = Step(rule, traffic);
        using var peer = theirs is null ? null : Step(theirs);
        List<Action> workloads = [ours.Run, _update.Run, _triad.Run];
        if (peer is not null)
            workloads.Add(peer.Run);
        var times = PairedTimes.Measure(workloads, turns, milliseconds, cancellationToken, within);
        var array = (double)Length * Unsafe.SizeOf<T>();
        var (swept, bytes) = (SweptArrays * array, Length * traffic.Bytes(Unsafe.SizeOf<T>(), rule.StateWidth));
        var share = bytes / swept * Math.Min(times.Ratio(1, 0).Median, times.Ratio(2, 0).Median);
        _bandwidths.Add(swept / Math.Min(times.Median(1), times.Median(2)));
        return new(
            times.Median(0), bytes, share, share * (bytes + array) / bytes, peer is null ? null : times.Ratio(3, 0).Median,
            AllocationMeter.Measure(ours));
    }

    private RuleStep Step(MeasuredRule rule, StepTraffic traffic)
    {
        _start.CopyTo(_values, 0);
        // TorchSharp and the sweeps have no second gradient: on a long parameter, whose steps are few, the rules have none, too.
        return new(rule.Make(), _values, _gradient, _other, traffic.IsElementwise ? null : _shape, isSteady: Length > FewestForSteady);
    }

    private TorchSharpStep Step(TorchSharpRule rule) => new(rule.Theirs, typeof(T) == typeof(double), Length, threads: 1);
}
