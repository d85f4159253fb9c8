using System.Buffers;

namespace Optimizers.Tests.FrontDoor;

/// <summary>Memory whose manager throws at one of its calls, and may not let itself be pinned.</summary>
internal sealed unsafe class StubbornMemory(int length, bool pins) : MemoryManager<double>
{
    private readonly double[] _numbers = GC.AllocateArray<double>(length, pinned: true);

    /// <summary>The numbers, past the manager.</summary>
    public double[] Numbers => _numbers;

    /// <summary>How many calls there have been.</summary>
    public int Calls { get; private set; }

    /// <summary>The call that throws, from 1; 0 for none.</summary>
    public int ThrowsAt { get; init; }

    /// <summary>How many pins have not been taken back.</summary>
    public int Pins { get; private set; }

    public override Span<double> GetSpan()
    {
        Count();
        return _numbers;
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        Count();
        if (!pins)
            return default;
        Pins++;
        fixed (double* first = _numbers)
            return new(first + elementIndex, pinnable: this);
    }

    public override void Unpin()
    {
        Pins--;
        Count();
    }

    protected override void Dispose(bool disposing)
    {
    }

    private void Count()
    {
        if (++Calls == ThrowsAt)
            throw new TimeoutException("The memory does not answer.");
    }
}
