using Optimizers.Threads;

namespace Optimizers;

/// <summary>A step, as an observer sees it. It lives as long as the call.</summary>
/// <param name="optimizer">The optimizer that steps.</param>
/// <param name="parameters">The parameters with their gradients.</param>
/// <param name="iteration">The iteration.</param>
/// <param name="learningRate">α.</param>
public readonly ref struct StepView(IOptimizer optimizer, ReadOnlySpan<Parameter> parameters, long iteration, double learningRate)
{
    /// <summary>The optimizer that steps.</summary>
    public IOptimizer Optimizer { get; } = optimizer;

    /// <summary>The parameters with their gradients, in the order of every step. A frozen one may have no gradient.</summary>
    public ReadOnlySpan<Parameter> Parameters { get; } = parameters;

    /// <summary>The number i of the step, from 0.</summary>
    public long Iteration { get; } = iteration;

    /// <summary>α of the step; NaN where the optimizer has none, or several.</summary>
    public double LearningRate { get; } = learningRate;

    /// <summary>How many threads the step may use; 1 of an optimizer that does not say.</summary>
    internal int Threads { get; init; } = 1;

    /// <summary>Shares work out to them; null of an optimizer that does not say.</summary>
    internal SharedPass? Pass { get; init; }

    /// <summary>
    /// Does an observer's own work in parts, on as many threads as the step may use, and returns when all are done. It allocates nothing. Parts that
    /// are added up in their order give the same bits on any number of threads. Of an optimizer that does not say how many threads it uses, the parts
    /// are done one after another.
    /// </summary>
    /// <param name="count">The number of parts; at least 0.</param>
    /// <param name="part">Does the part of a number from 0 to count − 1. Called once for each, on any thread.</param>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 0.</exception>
    public void ParallelFor(int count, Action<int> part)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (Pass is not null)
        {
            Pass.Run(part, count, Threads);
            return;
        }

        for (var i = 0; i < count; i++)
            part(i);
    }
}
