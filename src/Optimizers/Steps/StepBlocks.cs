namespace Optimizers.Steps;

/// <summary>The parameters of a step cut into blocks of a fixed size, each of one parameter, in their order: no result depends on the number of threads.</summary>
internal sealed class StepBlocks
{
    /// <summary>Elements of a block: few enough to share out, and so many that the processor's prefetching does not start anew all the time.</summary>
    public const int Length = 65536;

    /// <summary>Below this many bytes of parameters a second thread costs more than it brings (measured on 2 cores).</summary>
    public const long BytesWorthThreads = 512 * 1024;

    private readonly Block[] _blocks;

    /// <param name="slots">The parameters, in the order of the step.</param>
    public StepBlocks(ReadOnlySpan<Slot> slots)
    {
        var blocks = new List<Block>();
        long bytes = 0;
        for (var position = 0; position < slots.Length; position++)
        {
            var length = slots[position].Shape.Length;
            for (var start = 0; start < length; start += Length)
                blocks.Add(new Block(position, start, Math.Min(Length, length - start)));
            bytes += (long)length * (slots[position].ElementType == ElementType.Float ? sizeof(float) : sizeof(double));
        }

        _blocks = [.. blocks];
        AreWorthThreads = bytes >= BytesWorthThreads;
    }

    /// <summary>How many.</summary>
    public int Count => _blocks.Length;

    /// <summary>True if there is so much that a second thread brings more than it costs.</summary>
    public bool AreWorthThreads { get; }

    /// <summary>A block: the position of its parameter, its first element there, and how many.</summary>
    public ref readonly Block this[int index] => ref _blocks[index];

    /// <summary>A stretch of one parameter.</summary>
    public readonly record struct Block(int Position, int Start, int Count);
}
