namespace Optimizers.Kernels;

/// <summary>
/// The passes of a step over all its parameters, in blocks of a fixed size. A block belongs to one parameter, so that its result does not depend on
/// what else is in the step or on the number of threads.
/// </summary>
internal sealed class StepJob
{
    /// <summary>Elements of a block: few enough to share out, and so many that the processor's prefetching does not start anew all the time.</summary>
    public const int BlockLength = 65536;

    /// <summary>Below this many bytes of parameters a second thread costs more than it brings (measured on 2 cores).</summary>
    private const long BytesWorthThreads = 512 * 1024;

    private readonly Slot[] _slots;
    private readonly Block[] _blocks;
    private readonly double[] _sums;
    private readonly Crew _crew = new();
    private readonly Pass _finite;
    private readonly Pass _square;
    private readonly Pass _step;
    private readonly bool _worthThreads;
    private bool _squared;
    private bool _isFinite;

    public StepJob(Slot[] slots)
    {
        _slots = slots;
        var blocks = new List<Block>();
        long bytes = 0;
        foreach (var slot in slots)
        {
            var length = slot.Shape.Length;
            for (var start = 0; start < length; start += BlockLength)
                blocks.Add(new Block(slot, start, Math.Min(BlockLength, length - start)));
            bytes += (long)length * (slot.ElementType == ElementType.Float ? sizeof(float) : sizeof(double));
        }

        _blocks = [.. blocks];
        _sums = new double[_blocks.Length];
        _worthThreads = bytes >= BytesWorthThreads;
        _finite = new Pass(CheckBlock);
        _square = new Pass(SquareBlock);
        _step = new Pass(StepBlock);
    }

    /// <summary>True if no gradient, or no square of one, holds NaN or an infinity.</summary>
    public bool IsFinite(bool squared, int threads)
    {
        if (!_worthThreads)
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
        if (_worthThreads)
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

    private void Run(Pass pass, int threads) => _crew.Run(pass, _blocks.Length, _worthThreads ? threads : 1);

    // From the last block to the first: the step, which goes the other way, then begins with what the check has left in the cache.
    private void CheckBlock(int block)
    {
        var (slot, start, count) = _blocks[^(block + 1)];
        if (!slot.Parameter.Frozen && !slot.IsFinite(start, count, _squared))
            Volatile.Write(ref _isFinite, false);
    }

    private void SquareBlock(int block)
    {
        var index = _blocks.Length - 1 - block;
        var (slot, start, count) = _blocks[index];
        _sums[index] = slot.Parameter.Frozen ? 0 : slot.SumOfSquares(start, count);
    }

    private void StepBlock(int block)
    {
        var (slot, start, count) = _blocks[block];
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

    private readonly record struct Block(Slot Slot, int Start, int Count);

    private sealed class Pass(Action<int> block) : IBlockJob
    {
        public void Run(int index) => block(index);
    }
}
