using Optimizers.Threads;

namespace Optimizers.Steps;

/// <summary>
/// The passes of a watched step over all its parameters, in blocks of a fixed size whose sums are added in their order: no result depends on the number of
/// threads.
/// </summary>
internal sealed class MotionJob
{
    private readonly Motion[] _motions;
    private readonly StepBlocks _blocks;
    private readonly Slot[] _slots;
    private readonly MotionSums[] _blockSums;
    private readonly MotionSums[] _sums;
    private readonly Crew _crew = new();
    private readonly BlockPass _begin;
    private readonly BlockPass _end;

    public MotionJob(ReadOnlySpan<Slot> slots)
    {
        _slots = new Slot[slots.Length];
        _motions = new Motion[slots.Length];
        _sums = new MotionSums[slots.Length];
        for (var position = 0; position < slots.Length; position++)
            _motions[position] = Motion.For(slots[position]);
        _blocks = new StepBlocks(slots);
        _blockSums = new MotionSums[_blocks.Count];
        _begin = new BlockPass(BeginBlock);
        _end = new BlockPass(EndBlock);
    }

    /// <summary>The motion of every parameter, in the order of the step.</summary>
    public ReadOnlySpan<Motion> Motions => _motions;

    /// <summary>The sums of every parameter, in the order of the step.</summary>
    public ReadOnlySpan<MotionSums> Sums => _sums;

    /// <summary>Before a step: keeps θ.</summary>
    public void Begin(ReadOnlySpan<Slot> slots, int threads)
    {
        if (_blocks.AreWorthThreads)
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
        if (_blocks.AreWorthThreads)
        {
            Run(_end, slots, threads);
            _sums.AsSpan().Clear();
            for (var block = 0; block < _blocks.Count; block++)
                _sums[_blocks[block].Position] += _blockSums[block];
            return;
        }

        for (var position = 0; position < slots.Length; position++)
            _sums[position] = _motions[position].End(slots[position], 0, slots[position].Shape.Length);
    }

    /// <summary>The slots are lent for the pass: an optimizer that is gone is not kept alive by them.</summary>
    private void Run(BlockPass pass, ReadOnlySpan<Slot> slots, int threads)
    {
        slots.CopyTo(_slots);
        try
        {
            _crew.Run(pass, _blocks.Count, threads);
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
}
