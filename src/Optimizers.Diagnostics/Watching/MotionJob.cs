namespace Optimizers.Diagnostics.Monitoring;

/// <summary>
/// The passes of a watched step over all its parameters, in blocks of a fixed size whose sums are added in their order: no result depends
/// on the number of threads.
/// </summary>
internal sealed class MotionJob
{
    /// <summary>
    /// Elements of a block: few enough to share out, and so many that the processor's prefetching does not start anew all the time.
    /// </summary>
    private const int BlockLength = 65536;

    /// <summary>Below this many bytes of parameters a second thread costs more than it brings.</summary>
    private const long BytesWorthThreads = 512 * 1024;

    private readonly Motion[] _motions;
    private readonly Block[] _blocks;
    private readonly bool _areWorthThreads;
    private readonly Parameter[] _parameters;
    private readonly MotionSums[] _blockSums;
    private readonly MotionSums[] _sums;
    private readonly Action<int> _begin;
    private readonly Action<int> _end;

    public MotionJob(scoped ReadOnlySpan<Parameter> parameters)
    {
        _parameters = new Parameter[parameters.Length];
        _motions = new Motion[parameters.Length];
        _sums = new MotionSums[parameters.Length];
        var blocks = new List<Block>();
        long bytes = 0;
        for (var position = 0; position < parameters.Length; position++)
        {
            _motions[position] = Motion.For(parameters[position]);
            var length = parameters[position].Length;
            bytes += (long)length * (parameters[position].ElementKind == ElementKind.Double ? sizeof(double) : sizeof(float));
            for (long start = 0; start < length; start += BlockLength)
                blocks.Add(new(position, (int)start, (int)Math.Min(BlockLength, length - start)));
        }

        _blocks = [.. blocks];
        _areWorthThreads = bytes >= BytesWorthThreads;
        _blockSums = new MotionSums[_blocks.Length];
        (_begin, _end) = (BeginBlock, EndBlock);
    }

    /// <summary>The motion of every parameter, in the order of the step.</summary>
    public ReadOnlySpan<Motion> Motions => _motions;

    /// <summary>The sums of every parameter, in the order of the step.</summary>
    public ReadOnlySpan<MotionSums> Sums => _sums;

    /// <summary>Before a step: keeps θ.</summary>
    public void Begin(in StepView step)
    {
        if (_areWorthThreads)
        {
            Run(_begin, step);
            return;
        }

        var parameters = step.Parameters;
        for (var position = 0; position < parameters.Length; position++)
            _motions[position].Begin(parameters[position], 0, parameters[position].Length);
    }

    /// <summary>After a step: keeps Δθ and g, and sums.</summary>
    public void End(in StepView step)
    {
        foreach (var motion in _motions)
            motion.Turn();
        if (_areWorthThreads)
        {
            Run(_end, step);
            _sums.AsSpan().Clear();
            for (var block = 0; block < _blocks.Length; block++)
                _sums[_blocks[block].Position] += _blockSums[block];
            return;
        }

        var parameters = step.Parameters;
        for (var position = 0; position < parameters.Length; position++)
            _sums[position] = _motions[position].End(parameters[position], 0, parameters[position].Length);
    }

    /// <summary>The parameters are lent for the pass: what the caller lets go of is not kept alive.</summary>
    private void Run(Action<int> pass, in StepView step)
    {
        step.Parameters.CopyTo(_parameters);
        try
        {
            step.ParallelFor(_blocks.Length, pass);
        }
        finally
        {
            _parameters.AsSpan().Clear();
        }
    }

    private void BeginBlock(int block)
    {
        var (position, start, count) = _blocks[block];
        _motions[position].Begin(_parameters[position], start, count);
    }

    private void EndBlock(int block)
    {
        var (position, start, count) = _blocks[block];
        _blockSums[block] = _motions[position].End(_parameters[position], start, count);
    }

    /// <summary>A stretch of one parameter.</summary>
    private readonly record struct Block(int Position, int Start, int Count);
}
