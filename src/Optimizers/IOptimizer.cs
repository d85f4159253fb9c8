namespace Optimizers;

/// <summary>Takes steps: moves parameters along their gradients, in place.</summary>
/// <remarks>
/// Parameters are known by their position: the i-th parameter of a step meets the i-th state, so every step of an optimizer is given the same
/// parameters in the same order, whichever objects hold them. Overloads for one vector or one matrix are in <see cref="OptimizerExtensions"/>.
/// </remarks>
public interface IOptimizer
{
    /// <summary>How many steps have been taken: the number i of the next iteration, from 0.</summary>
    long Iteration { get; }

    /// <summary>Takes one step on all parameters. One that fails has changed no parameter and no state.</summary>
    /// <param name="parameters">The values with their gradients, in the order of every step.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    /// <exception cref="ArgumentException">The step is empty, a pair does not fit together, or the count, the shapes or the element types differ
    /// from the first step's.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient holds NaN or an infinity.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default);

    /// <summary>Takes one step on one parameter. One that fails has changed nothing.</summary>
    /// <param name="value">θ, written in place.</param>
    /// <param name="gradient">∂L/∂θ, as long.</param>
    /// <inheritdoc cref="Step(ReadOnlySpan{Parameter}, CancellationToken)"/>
    void Step(Span<double> value, ReadOnlySpan<double> gradient);

    /// <inheritdoc cref="Step(Span{double}, ReadOnlySpan{double})"/>
    void Step(Span<float> value, ReadOnlySpan<float> gradient);

    /// <summary>Lets an observer see every step from now on. One that watches already is not added again.</summary>
    /// <param name="observer">The observer, such as a <see cref="Diagnostics.TrainingMonitor"/>.</param>
    /// <exception cref="ArgumentNullException">The observer is null.</exception>
    void Watch(StepObserver observer);

    /// <summary>Lets an observer go. One that does not watch is ignored.</summary>
    /// <param name="observer">The observer.</param>
    /// <exception cref="ArgumentNullException">The observer is null.</exception>
    void Unwatch(StepObserver observer);
}
