using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Optimizers.Benchmarks.Workloads;

/// <summary>
/// The bandwidth of the machine's memory, by the sweeps of the STREAM benchmark (McCalpin 1995), with which an optimizer's step is compared.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class MemorySweep<T> : IWorkload where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Below this many elements a sweep is done before a second thread has woken up.</summary>
    private const int ShortestOnAllThreads = 100_000;

    private readonly T[] _a;
    private readonly T[] _b;
    private readonly T[] _c;
    private readonly MemorySweepKind _kind;
    private readonly ThreadTeam? _team;
    private readonly Action<int> _part;

    public MemorySweep(MemorySweepKind kind, int length, int threads)
    {
        _kind = kind;
        _a = new T[length];
        _b = SampleData.Parameters<T>(length);
        _c = kind is MemorySweepKind.Triad or MemorySweepKind.StreamingTriad ? SampleData.Gradient<T>(length) : [];
        _team = threads > 1 && length >= ShortestOnAllThreads ? new ThreadTeam(threads) : null;
        _part = Part;
    }

    public void Run()
    {
        if (_team is null)
            Sweep(0, _a.Length);
        else
            _team.Run(_part);
    }

    public double[] Values() => Array.ConvertAll(_a, double.CreateTruncating);

    public void Dispose() => _team?.Dispose();

    private void Part(int index)
    {
        var length = (int)((long)_a.Length * (index + 1) / _team!.Size);
        var start = (int)((long)_a.Length * index / _team.Size);
        Sweep(start, length - start);
    }

    private void Sweep(int start, int length)
    {
        switch (_kind)
        {
            case MemorySweepKind.Copy:
                _b.AsSpan(start, length).CopyTo(_a.AsSpan(start, length));
                break;
            case MemorySweepKind.Triad:
                Triad(_b.AsSpan(start, length), _c.AsSpan(start, length), _a.AsSpan(start, length));
                break;
            case MemorySweepKind.StreamingTriad:
                TensorPrimitives.MultiplyAdd<T>(_b.AsSpan(start, length), T.CreateTruncating(3), _c.AsSpan(start, length), _a.AsSpan(start, length));
                break;
            default:
                Update(_b.AsSpan(start, length), _a.AsSpan(start, length));
                break;
        }
    }

    /// <summary>a ← b + 3c, through the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Triad(ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> a)
    {
        var scale = T.CreateTruncating(3);
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var b0 = ref MemoryMarshal.GetReference(b);
        ref var c0 = ref MemoryMarshal.GetReference(c);
        nuint i = 0;
        for (; i + (nuint)Vector<T>.Count <= (nuint)a.Length; i += (nuint)Vector<T>.Count)
            (Vector.LoadUnsafe(ref b0, i) + scale * Vector.LoadUnsafe(ref c0, i)).StoreUnsafe(ref a0, i);
        for (; i < (nuint)a.Length; i++)
            Unsafe.Add(ref a0, i) = Unsafe.Add(ref b0, i) + scale * Unsafe.Add(ref c0, i);
    }

    /// <summary>a ← a + sb, in place as an optimizer works: each line written has been read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Update(ReadOnlySpan<T> b, Span<T> a)
    {
        var scale = T.CreateTruncating(1e-3);
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var b0 = ref MemoryMarshal.GetReference(b);
        nuint i = 0;
        for (; i + (nuint)Vector<T>.Count <= (nuint)a.Length; i += (nuint)Vector<T>.Count)
            (Vector.LoadUnsafe(ref a0, i) + scale * Vector.LoadUnsafe(ref b0, i)).StoreUnsafe(ref a0, i);
        for (; i < (nuint)a.Length; i++)
            Unsafe.Add(ref a0, i) += scale * Unsafe.Add(ref b0, i);
    }
}
