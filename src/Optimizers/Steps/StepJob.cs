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
    private readonly double[] _squares;
    private readonly double[] _largest;
    private readonly Crew _crew = new();
    private readonly BlockPass _finite;
    private readonly BlockPass _square;
    private readonly BlockPass _inspect;
    private readonly BlockPass _largestGradient;
    private readonly BlockPass _largestValue;
    private readonly BlockPass _fill;
    private readonly BlockPass _measure;
    private readonly BlockPass _step;
    private int _round;
    private bool _squared;
    private bool _isFinite;

    public StepJob(Slot[] slots)
    {
        _slots = slots;
        _blocks = new StepBlocks(Array.ConvertAll(slots, each => each.Shape.Length), slots.Sum(each => (long)each.Shape.Length * each.ElementSize));
        _squares = new double[_blocks.Count];
        _largest = new double[_blocks.Count];
        _finite = new BlockPass(CheckBlock);
        _square = new BlockPass(SquareBlock);
        _inspect = new BlockPass(InspectBlock);
        _largestGradient = new BlockPass(LargestGradientOfBlock);
        _largestValue = new BlockPass(LargestValueOfBlock);
        _fill = new BlockPass(FillBlock);
        _measure = new BlockPass(MeasureBlock);
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

    /// <summary>‖g‖₂ over all parameters, which is also a bound on max|g|.</summary>
    public GradientSize Norm(int threads)
    {
        Run(_square, threads);
        var sum = 0.0;
        foreach (var part in _squares)
            sum += part;
        return sum is > GradientSize.LeastSquares and < double.PositiveInfinity ? new(Math.Sqrt(sum), 1, Math.Sqrt(sum)) : Inspect(threads);
    }

    /// <summary>‖g‖₂ and max|g| over all parameters, in one pass.</summary>
    public GradientSize Inspect(int threads)
    {
        Run(_inspect, threads);
        var (sum, largest) = (0.0, 0.0);
        for (var block = 0; block < _squares.Length; block++)
        {
            sum += _squares[block];
            largest = Math.Max(largest, _largest[block]);
        }

        return double.IsNaN(sum) || !double.IsFinite(largest) ? new(double.NaN, 1, double.NaN)
            : sum is > GradientSize.LeastSquares and < double.PositiveInfinity || largest == 0 ? new(Math.Sqrt(sum), 1, largest)
            : Scaled(largest);
    }

    /// <summary>max|g| over all parameters, without the norm.</summary>
    public GradientSize Largest(int threads)
    {
        Run(_largestGradient, threads);
        return new(double.NaN, 1, Join(_largest));
    }

    /// <summary>max|θ| over all parameters that take part.</summary>
    public double LargestValue(int threads)
    {
        Run(_largestValue, threads);
        return Join(_largest);
    }

    /// <summary>Fills what formulas read of the step's inputs, and noise.</summary>
    /// <returns>False if an input is not finite.</returns>
    public bool Fill(int threads)
    {
        _isFinite = true;
        Run(_fill, threads);
        return _isFinite;
    }

    /// <summary>Gathers a round over all parameters that have one.</summary>
    public void Measure(int round, int threads)
    {
        _round = round;
        Run(_measure, threads);
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
            if (IsStepped(slot))
                slot.Step(0, slot.Shape.Length);
        }
    }

    private static double Join(double[] parts)
    {
        var largest = 0.0;
        foreach (var part in parts)
            largest = Math.Max(largest, part); // NaN stays.
        return largest;
    }

    private static bool IsStepped(Slot slot) => !slot.Parameter.Frozen && !slot.IsUnpinnable;

    private void Run(BlockPass pass, int threads) => _crew.Run(pass, _blocks.Count, _blocks.AreWorthThreads ? threads : 1);

    // From the last block to the first: the step, which goes the other way, then begins with what the check has left in the cache.
    private void CheckBlock(int block)
    {
        var (position, _, start, count) = _blocks[_blocks.Count - 1 - block];
        var slot = _slots[position];
        if (!slot.Parameter.Frozen && !slot.IsFinite(start, count, _squared))
            Volatile.Write(ref _isFinite, false);
    }

    private void SquareBlock(int block)
    {
        var index = _blocks.Count - 1 - block;
        var (position, _, start, count) = _blocks[index];
        var slot = _slots[position];
        _squares[index] = slot.Parameter.Frozen ? 0 : slot.SumOfSquares(start, count);
    }

    private void InspectBlock(int block)
    {
        var index = _blocks.Count - 1 - block;
        var (position, _, start, count) = _blocks[index];
        var slot = _slots[position];
        (_squares[index], _largest[index]) = slot.Parameter.Frozen ? (0, 0) : slot.Inspect(start, count);
    }

    private void LargestGradientOfBlock(int block)
    {
        var (position, _, start, count) = _blocks[block];
        var slot = _slots[position];
        _largest[block] = slot.Parameter.Frozen ? 0 : slot.LargestGradient(start, count);
    }

    private void LargestValueOfBlock(int block)
    {
        var (position, _, start, count) = _blocks[block];
        var slot = _slots[position];
        _largest[block] = slot.Parameter.Frozen ? 0 : slot.LargestValue(start, count);
    }

    private void FillBlock(int block)
    {
        var (position, _, start, count) = _blocks[block];
        var slot = _slots[position];
        if (slot.HasFilled && !slot.Parameter.Frozen && !slot.Fill(start, count))
            Volatile.Write(ref _isFinite, false);
    }

    private void MeasureBlock(int block)
    {
        var (position, number, start, count) = _blocks[block];
        var slot = _slots[position];
        if (!slot.Parameter.Frozen && _round < slot.Results.Length)
            slot.Measure(_round, number, start, count);
    }

    private void StepBlock(int block)
    {
        var (position, _, start, count) = _blocks[block];
        var slot = _slots[position];
        if (IsStepped(slot))
            slot.Step(start, count);
    }

    /// <summary>The norm where squares leave the range of doubles: of the gradient divided by a power of 2. Rare, so it is plain.</summary>
    private GradientSize Scaled(double largest)
    {
        var exponent = Math.ILogB(largest);
        var sum = 0.0;
        foreach (var slot in _slots)
        {
            for (var i = 0; i < slot.Shape.Length && !slot.Parameter.Frozen; i++)
            {
                var scaled = Math.ScaleB(slot.GradientAt(i), -exponent);
                sum += scaled * scaled;
            }
        }

        return new(Math.Sqrt(sum), Math.ScaleB(1, exponent), largest);
    }
}
