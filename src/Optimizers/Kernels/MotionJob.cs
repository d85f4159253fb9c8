namespace Optimizers.Kernels;

/// <summary>
/// The passes of a watched step over all its parameters, in blocks of a fixed size whose sums are added in their order: no result depends on the number of
/// threads.
/// </summary>
internal sealed class MotionJob
{
    /// <summary>Below this many bytes of parameters a second thread costs more than it brings, as in <see cref="StepJob"/>.</summary>
    private const long BytesWorthThreads = 512 * 1024;

    private readonly Motion[] _motions;
    private readonly Block[] _blocks;
    private readonly Slot[] _slots;
    private readonly MotionSums[] _blockSums;
    private readonly MotionSums[] _sums;
    private readonly Crew _crew = new();
    private readonly Pass _begin;
    private readonly Pass _end;
    private readonly bool _worthThreads;

    public MotionJob(ReadOnlySpan<Slot> slots)
    {
        _slots = new Slot[slots.Length];
        _motions = new Motion[slots.Length];
        _sums = new MotionSums[slots.Length];
        var blocks = new List<Block>();
        long bytes = 0;
        for (var position = 0; position < slots.Length; position++)
        {
            var slot = slots[position];
            _motions[position] = Motion.For(slot);
            var length = slot.Shape.Length;
            for (var start = 0; start < length; start += StepJob.BlockLength)
                blocks.Add(new Block(position, start, Math.Min(StepJob.BlockLength, length - start)));
            bytes += (long)length * (slot.ElementType == ElementType.Float ? sizeof(float) : sizeof(double));
        }

        _blocks = [.. blocks];
        _blockSums = new MotionSums[_blocks.Length];
        _worthThreads = bytes >= BytesWorthThreads;
        _begin = new Pass(BeginBlock);
        _end = new Pass(EndBlock);
    }

    /// <summary>The motion of every parameter, in the order of the step.</summary>
    public ReadOnlySpan<Motion> Motions => _motions;

    /// <summary>The sums of every parameter, in the order of the step.</summary>
    public ReadOnlySpan<MotionSums> Sums => _sums;

    /// <summary>Before a step: keeps θ.</summary>
    public void Begin(ReadOnlySpan<Slot> slots, int threads)
    {
        if (_worthThreads)
        {
            Run(_begin, slots, threads);
            return;
        }

        for (var position = 0; position < slots.Length; position++)
            _motions[position].Begin(slots[position], 0, slots[position].Shape.Length);
    }

    /// <summary>After a step: keeps Δθ and g, and sums.</summary>
    public void End(ReadOnlySpan<Slot> slots, int threads)
    {
        foreach (var motion in _motions)
            motion.Turn();
        if (_worthThreads)
        {
            Run(_end, slots, threads);
            _sums.AsSpan().Clear();
            for (var block = 0; block < _blocks.Length; block++)
                _sums[_blocks[block].Position] += _blockSums[block];
            return;
        }

        for (var position = 0; position < slots.Length; position++)
            _sums[position] = _motions[position].End(slots[position], 0, slots[position].Shape.Length);
    }

    /// <summary>The slots are lent for the pass: an optimizer that is gone is not kept alive by them.</summary>
    private void Run(Pass pass, ReadOnlySpan<Slot> slots, int threads)
    {
        slots.CopyTo(_slots);
        try
        {
            _crew.Run(pass, _blocks.Length, threads);
        }
        finally
        {
            _slots.AsSpan().Clear();
        }
    }

    private void BeginBlock(int block)
    {
        var (position, start, count) = _blocks[block];
        _motions[position].Begin(_slots[position], start, count);
    }

    private void EndBlock(int block)
    {
        var (position, start, count) = _blocks[block];
        _blockSums[block] = _motions[position].End(_slots[position], start, count);
    }

    private readonly record struct Block(int Position, int Start, int Count);

    private sealed class Pass(Action<int> block) : IBlockJob
    {
        public void Run(int index) => block(index);
    }
}
