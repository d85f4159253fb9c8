using Optimizers.Threads;

namespace Optimizers.Steps;

/// <summary>
/// The passes of a step over all its parameters, in blocks of a fixed size. A block belongs to one parameter, so that its result does not depend on
/// what else is in the step or on the number of threads.
/// </summary>
internal sealed class StepJob
{
    private readonly Slot[] _slots;
    private readonly StepBlocks _blocks;
    private readonly double[] _sums;
    private readonly Crew _crew = new();
    private readonly BlockPass _finite;
    private readonly BlockPass _square;
    private readonly BlockPass _step;
    private bool _squared;
    private bool _isFinite;

    public StepJob(Slot[] slots)
    {
        _slots = slots;
        _blocks = new StepBlocks(slots);
        _sums = new double[_blocks.Count];
        _finite = new BlockPass(CheckBlock);
        _square = new BlockPass(SquareBlock);
        _step = new BlockPass(StepBlock);
    }

    /// <summary>True if no gradient, or no square of one, holds NaN or an infinity.</summary>
    public bool IsFinite(bool squared, int threads)
    {
        if (!_blocks.AreWorthThreads)
        {
            foreach (var slot in _slots)
            {
                if (!slot.Parameter.Frozen && !slot.IsFinite(0, slot.Shape.Length, squared))
                    return false;
            }

            return true;
        }

        _squared = squared;
        _isFinite = true;
        Run(_finite, threads);
        return _isFinite;
    }

    /// <summary>‖g‖₂ over all parameters; NaN if an element is NaN, infinite if one is.</summary>
    public double GradientNorm(int threads)
    {
        Run(_square, threads);
        var sum = 0.0;
        foreach (var part in _sums)
            sum += part;
        return double.IsPositiveInfinity(sum) ? ScaledNorm() : Math.Sqrt(sum);
    }

    /// <summary>Takes the planned steps.</summary>
    public void Step(int threads)
    {
        if (_blocks.AreWorthThreads)
        {
            Run(_step, threads);
            return;
        }

        foreach (var slot in _slots)
        {
            if (!slot.Parameter.Frozen)
                slot.Step(0, slot.Shape.Length);
        }
    }

    private void Run(BlockPass pass, int threads) => _crew.Run(pass, _blocks.Count, _blocks.AreWorthThreads ? threads : 1);

    // From the last block to the first: the step, which goes the other way, then begins with what the check has left in the cache.
    private void CheckBlock(int block)
    {
        var (position, start, count) = _blocks[_blocks.Count - 1 - block];
        var slot = _slots[position];
        if (!slot.Parameter.Frozen && !slot.IsFinite(start, count, _squared))
            Volatile.Write(ref _isFinite, false);
    }

    private void SquareBlock(int block)
    {
        var index = _blocks.Count - 1 - block;
        var (position, start, count) = _blocks[index];
        var slot = _slots[position];
        _sums[index] = slot.Parameter.Frozen ? 0 : slot.SumOfSquares(start, count);
    }

    private void StepBlock(int block)
    {
        var (position, start, count) = _blocks[block];
        var slot = _slots[position];
        if (!slot.Parameter.Frozen)
            slot.Step(start, count);
    }

    /// <summary>The norm where a square overflows. Rare, so it is plain.</summary>
    private double ScaledNorm()
    {
        var largest = 0.0;
        foreach (var slot in _slots)
        {
            for (var i = 0; i < slot.Shape.Length && !slot.Parameter.Frozen; i++)
                largest = Math.Max(largest, Math.Abs(slot.GradientAt(i)));
        }

        if (!double.IsFinite(largest))
            return largest;
        var sum = 0.0;
        foreach (var slot in _slots)
        {
            for (var i = 0; i < slot.Shape.Length && !slot.Parameter.Frozen; i++)
                sum += slot.GradientAt(i) / largest * (slot.GradientAt(i) / largest);
        }

        return largest * Math.Sqrt(sum);
    }
}
