using MathNet.Numerics;

namespace Optimizers.Benchmarks.Peers;

/// <summary>Sets how many threads MathNet's operators may use, and puts the setting back at the end.</summary>
internal sealed class MathNetThreads : IDisposable
{
    private readonly int _before = Control.MaxDegreeOfParallelism;

    public MathNetThreads(int threads) => Control.MaxDegreeOfParallelism = threads;

    public void Dispose() => Control.MaxDegreeOfParallelism = _before;
}
