using System.Numerics;
using System.Runtime.InteropServices;

namespace Optimizers.Mpi;

/// <summary>
/// Means over the ranks, in buckets: every rank gets its part of a bucket from all others, adds them in the order of the ranks, and gives the mean
/// to all. The bytes are those of a ring, and the bits depend on the number of ranks alone.
/// </summary>
/// <typeparam name="E">Double or float.</typeparam>
internal sealed unsafe class GradientMean<E>(MpiWorld world) where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private const int BucketLength = 1 << 22;

    private readonly int[] _counts = new int[world.Size];
    private readonly int[] _starts = new int[world.Size];
    private readonly int[] _mineCounts = new int[world.Size];
    private readonly int[] _mineStarts = new int[world.Size];
    private readonly List<(E[] Into, int Start, int Length)> _pieces = [];
    private E[] _bucket = [];
    private E[] _received = [];
    private E[] _mean = [];
    private int _filled;

    /// <summary>Sends a gradient; its mean is there after <see cref="Finish"/>.</summary>
    /// <param name="gradient">This rank's, as long on every rank.</param>
    /// <param name="into">Becomes the mean.</param>
    public void Add(ReadOnlySpan<E> gradient, E[] into)
    {
        if (_bucket.Length < Math.Min(BucketLength, _filled + gradient.Length))
        {
            var larger = GC.AllocateUninitializedArray<E>(
                (int)Math.Min(BucketLength, Math.Max(2L * _bucket.Length, _filled + (long)gradient.Length)), pinned: true);
            _bucket.AsSpan(0, _filled).CopyTo(larger);
            _bucket = larger;
        }

        for (var start = 0; start < gradient.Length;)
        {
            var length = Math.Min(gradient.Length - start, _bucket.Length - _filled);
            gradient.Slice(start, length).CopyTo(_bucket.AsSpan(_filled));
            _pieces.Add((into, start, length));
            start += length;
            _filled += length;
            if (_filled == BucketLength)
                Finish();
        }
    }

    /// <summary>Takes the means of all that was added.</summary>
    public void Finish()
    {
        var bucket = _bucket.AsSpan(0, _filled);
        Take(bucket);
        foreach (var (into, start, length) in _pieces)
        {
            bucket[..length].CopyTo(into.AsSpan(start));
            bucket = bucket[length..];
        }

        _pieces.Clear();
        _filled = 0;
    }

    /// <summary>Takes the means of a bucket in place.</summary>
    private void Take(Span<E> values)
    {
        var size = world.Size;
        if (size == 1 || values.IsEmpty)
            return;
        var part = (values.Length + size - 1) / size;
        for (var rank = 0; rank < size; rank++)
        {
            var start = (int)Math.Min(values.Length, (long)rank * part);
            _counts[rank] = sizeof(E) * (Math.Min(values.Length, start + part) - start);
            _starts[rank] = sizeof(E) * start;
        }

        var mine = _counts[world.Rank] / sizeof(E);
        for (var rank = 0; rank < size; rank++)
            (_mineCounts[rank], _mineStarts[rank]) = (sizeof(E) * mine, sizeof(E) * mine * rank);
        if (_received.Length < size * mine)
            _received = GC.AllocateUninitializedArray<E>(size * mine, pinned: true);
        if (_mean.Length < mine)
            _mean = GC.AllocateUninitializedArray<E>(mine, pinned: true);
        fixed (E* all = values, received = _received, mean = _mean)
        {
            world.AllToAll(all, _counts, _starts, received, _mineCounts, _mineStarts);
            Add(mine);
            world.AllGather(mean, sizeof(E) * mine, all, _counts, _starts);
        }
    }

    private void Add(int count)
    {
        var mean = _mean.AsSpan(0, count);
        _received.AsSpan(0, count).CopyTo(mean);
        var sums = MemoryMarshal.Cast<E, Vector<E>>(mean);
        for (var rank = 1; rank < world.Size; rank++)
        {
            var part = _received.AsSpan(rank * count, count);
            var terms = MemoryMarshal.Cast<E, Vector<E>>(part);
            for (var i = 0; i < sums.Length; i++)
                sums[i] += terms[i];
            for (var i = sums.Length * Vector<E>.Count; i < count; i++)
                mean[i] += part[i];
        }

        var ranks = E.CreateChecked(world.Size);
        for (var i = 0; i < count; i++)
            mean[i] /= ranks;
    }
}
