namespace Optimizers.Steps;

/// <summary>
/// The parameters of a step cut into blocks of a fixed size, each of one parameter, in their order: no result depends on the number of threads.
/// </summary>
internal sealed class StepBlocks
{
    /// <summary>
    /// Elements of a block: few enough to share out, and so many that the processor's prefetching does not start anew all the time.
    /// </summary>
    public const int Length = 65536;

    /// <summary>Below this many bytes of parameters a second thread costs more than it brings (measured on 2 cores).</summary>
    public const long BytesWorthThreads = 512 * 1024;

    private readonly Block[] _blocks;

    /// <param name="lengths">The elements of the parameters, in the order of the step.</param>
    /// <param name="bytes">How many bytes they are together.</param>
    public StepBlocks(ReadOnlySpan<int> lengths, long bytes)
    {
        var blocks = new List<Block>();
        for (var position = 0; position < lengths.Length; position++)
        {
            long length = lengths[position];
            for (long start = 0; start < length; start += Length)
                blocks.Add(new Block(position, (int)(start / Length), (int)start, (int)Math.Min(Length, length - start)));
        }

        _blocks = [.. blocks];
        AreWorthThreads = bytes >= BytesWorthThreads;
    }

    /// <summary>How many.</summary>
    public int Count => _blocks.Length;

    /// <summary>True if there is so much that a second thread brings more than it costs.</summary>
    public bool AreWorthThreads { get; }

    /// <summary>A block: the position of its parameter, its number there, its first element, and how many.</summary>
    public ref readonly Block this[int index] => ref _blocks[index];

    /// <summary>The number of blocks of a parameter.</summary>
    public static int CountOf(int length) => (int)(((long)length + Length - 1) / Length);

    /// <summary>A stretch of one parameter.</summary>
    public readonly record struct Block(int Position, int Number, int Start, int Count);
}
