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
}
