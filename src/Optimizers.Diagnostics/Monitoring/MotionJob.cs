using Optimizers.Steps;
using Optimizers.Threads;

namespace Optimizers.Diagnostics.Monitoring;

/// <summary>
/// The passes of a watched step over all its parameters, in blocks of a fixed size whose sums are added in their order: no result depends
/// on the number of threads.
/// </summary>
internal sealed class MotionJob
{
    private readonly Motion[] _motions;
    private readonly StepBlocks _blocks;
    private readonly Parameter[] _parameters;
    private readonly MotionSums[] _blockSums;
    private readonly MotionSums[] _sums;
    private readonly Crew _crew = new();
    private readonly BlockPass _begin;
    private readonly BlockPass _end;

    public MotionJob(scoped ReadOnlySpan<Parameter> parameters)
    {
        _parameters = new Parameter[parameters.Length];
        _motions = new Motion[parameters.Length];
        _sums = new MotionSums[parameters.Length];
        for (var position = 0; position < parameters.Length; position++)
            _motions[position] = Motion.For(parameters[position]);
        var lengths = new int[parameters.Length];
        long bytes = 0;
        for (var position = 0; position < lengths.Length; position++)
        {
            lengths[position] = parameters[position].Length;
            bytes += (long)lengths[position] * (parameters[position].ElementKind == ElementKind.Double ? sizeof(double) : sizeof(float));
        }

        _blocks = new StepBlocks(lengths, bytes);
        _blockSums = new MotionSums[_blocks.Count];
        _begin = new BlockPass(BeginBlock);
        _end = new BlockPass(EndBlock);
    }

    /// <summary>The motion of every parameter, in the order of the step.</summary>
    public ReadOnlySpan<Motion> Motions => _motions;

    /// <summary>The sums of every parameter, in the order of the step.</summary>
    public ReadOnlySpan<MotionSums> Sums => _sums;

    /// <summary>Before a step: keeps θ.</summary>
    public void Begin(scoped ReadOnlySpan<Parameter> parameters, int threads)
    {
        if (_blocks.AreWorthThreads)
        {
            Run(_begin, parameters, threads);
            return;
        }

        for (var position = 0; position < parameters.Length; position++)
            _motions[position].Begin(parameters[position], 0, parameters[position].Length);
    }

    /// <summary>After a step: keeps Δθ and g, and sums.</summary>
    public void End(scoped ReadOnlySpan<Parameter> parameters, int threads)
    {
        foreach (var motion in _motions)
            motion.Turn();
        if (_blocks.AreWorthThreads)
        {
            Run(_end, parameters, threads);
            _sums.AsSpan().Clear();
            for (var block = 0; block < _blocks.Count; block++)
                _sums[_blocks[block].Position] += _blockSums[block];
            return;
        }

        for (var position = 0; position < parameters.Length; position++)
            _sums[position] = _motions[position].End(parameters[position], 0, parameters[position].Length);
    }

    /// <summary>The parameters are lent for the pass: what the caller lets go of is not kept alive.</summary>
    private void Run(BlockPass pass, scoped ReadOnlySpan<Parameter> parameters, int threads)
    {
        parameters.CopyTo(_parameters);
        try
        {
            _crew.Run(pass, _blocks.Count, threads);
        }
        finally
        {
            _parameters.AsSpan().Clear();
        }
    }

    private void BeginBlock(int block)
    {
        var (position, _, start, count) = _blocks[block];
        _motions[position].Begin(_parameters[position], start, count);
    }

    private void EndBlock(int block)
    {
        var (position, _, start, count) = _blocks[block];
        _blockSums[block] = _motions[position].End(_parameters[position], start, count);
    }
}
