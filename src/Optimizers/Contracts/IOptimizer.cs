namespace Optimizers;

/// <summary>Takes steps: moves parameters along their gradients, in place.</summary>
/// <remarks>
/// <para>Parameters are known by their position: the i-th parameter of a step meets the i-th state, so every step of an optimizer is given the same
/// parameters in the same order, whichever objects hold them. Overloads for one vector, matrix or span are in
/// <see cref="OptimizerExtensions"/>.</para>
/// <para>The interface is small, so that anybody can implement it: a wrapper, another engine. What more an optimizer can do is asked for:
/// <see cref="IHasLearningRate"/>, <see cref="IHasWeightDecay"/>, <see cref="IHasClipping"/>, <see cref="IHasMomentum"/>.</para>
/// </remarks>
public interface IOptimizer
{
    /// <summary>How many steps have been taken: the number i of the next iteration, from 0.</summary>
    long Iteration { get; }

    /// <summary>Takes one step on all parameters. One that fails has changed no parameter and no state.</summary>
    /// <param name="parameters">The values with their gradients, in the order of every step.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    /// <exception cref="ArgumentException">The step is empty, a pair does not fit together, memory is shared, or the count, the shapes, the element
    /// types or the names differ from the first step's.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient holds NaN or an infinity.</exception>
    /// <exception cref="InvalidOperationException">A schedule's value is out of its range, or the optimizer is taking a step already.</exception>
    /// <exception cref="StepObserverException">An observer threw after the step had been taken.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default);

    /// <summary>A copy of all that the steps have left behind: see <see cref="OptimizerState"/>.</summary>
    /// <param name="into">A state to write over, which allocates nothing if it is of the same parameters; null for a new one.</param>
    /// <returns>The state that was written: <paramref name="into"/> if it fits.</returns>
    OptimizerState Snapshot(OptimizerState? into = null);

    /// <summary>
    /// Goes on from a state, bit for bit. Hyperparameters stay as they are now, so that what was remedied since stays remedied. The state is copied.
    /// </summary>
    /// <param name="state">A state of an optimizer of the same rule.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is of another rule, or of one that remembers other things, or of other parameters than the steps of
    /// this optimizer had. Nothing has changed.</exception>
    void Restore(OptimizerState state);

    /// <summary>Forgets all steps: the state, the shapes and the iteration, which is 0 again. Hyperparameters and observers stay.</summary>
    void Reset();

    /// <summary>Lets an observer see every step from now on. One that watches already is not added again.</summary>
    /// <param name="observer">The observer, such as the <c>TrainingMonitor</c> of the package <c>Optimizers.Diagnostics</c>.</param>
    /// <exception cref="ArgumentNullException">The observer is null.</exception>
    void Watch(StepObserver observer);

    /// <summary>Lets an observer go. One that does not watch is ignored.</summary>
    /// <param name="observer">The observer.</param>
    /// <exception cref="ArgumentNullException">The observer is null.</exception>
    void Unwatch(StepObserver observer);
}
