using System.Diagnostics;
using Optimizers.Curvature;

namespace Curvature.Benchmarks;

/// <summary>A diagonal operator that measures the time its own products take.</summary>
internal sealed class TimedDiagonal(double[] diagonal) : SymmetricOperator(diagonal.Length)
{
    private long _ticks;

    public TimeSpan Time => Stopwatch.GetElapsedTime(0, _ticks);

    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < vector.Length; i++)
            product[i] = diagonal[i] * vector[i];
        _ticks += Stopwatch.GetTimestamp() - start;
    }
}
