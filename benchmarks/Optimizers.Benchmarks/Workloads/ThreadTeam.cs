namespace Optimizers.Benchmarks.Workloads;

/// <summary>
/// Threads that stay awake between two runs, so that a sweep over memory on all of them is timed without the time to wake them.
/// </summary>
internal sealed class ThreadTeam : IDisposable
{
    private readonly Thread[] _helpers;
    private Action<int>? _work;
    private volatile int _run;
    private int _unfinished;

    /// <param name="size">How many threads work, the caller's among them; 2 or more.</param>
    public ThreadTeam(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        Size = size;
        _helpers = new Thread[size - 1];
        for (var i = 0; i < _helpers.Length; i++)
        {
            var index = i + 1;
            _helpers[i] = new Thread(() => Work(index)) { IsBackground = true, Name = $"memory sweep {index}" };
            _helpers[i].Start();
        }
    }

    public int Size { get; }

    /// <summary>Runs <paramref name="work"/> once for each index from 0 to Size − 1, each on a thread of its own, and waits for all.</summary>
    public void Run(Action<int> work)
    {
        _work = work;
        Volatile.Write(ref _unfinished, _helpers.Length);
        _run++;
        work(0);
        var spin = new SpinWait();
        while (Volatile.Read(ref _unfinished) > 0)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    public void Dispose()
    {
        _work = null;
        _run++;
        foreach (var helper in _helpers)
            helper.Join();
    }

    private void Work(int index)
    {
        for (var seen = 0; ; seen++)
        {
            var spin = new SpinWait();
            while (_run == seen)
                spin.SpinOnce(sleep1Threshold: -1);
            if (_work is not { } work)
                return;
            work(index);
            Interlocked.Decrement(ref _unfinished);
        }
    }
}
