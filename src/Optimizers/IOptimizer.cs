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

    /// <summary>α(i), asked for in every iteration. At least 0. A new one takes effect in the next step, and is asked for that step's iteration.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The schedule's first value is not finite or is below 0.</exception>
    Schedule LearningRate { get; set; }

    /// <summary>λ(i) of the L2 penalty ½λ‖θ‖²: g ← g + λθ, before the rule. At least 0; 0 by default.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The schedule's first value is not finite or is below 0.</exception>
    Schedule WeightDecay { get; set; }

    /// <summary>
    /// λ(i) of decoupled weight decay: θ ← θ − α(i)·λ(i)·θ, before the rule (Loshchilov and Hutter 2019, algorithm 2, as torch.optim.AdamW scales
    /// it). At least 0; 0 by default.
    /// </summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The schedule's first value is not finite or is below 0.</exception>
    Schedule DecoupledWeightDecay { get; set; }

    /// <summary>How gradients that are too large are made smaller; null (the default) leaves them as they are.</summary>
    GradientClipping? Clipping { get; set; }

    /// <summary>
    /// The decay of the velocity, or of the mean gradient, in the next step: λ of momentum, β₁ of Adam; null where the rule has none. A number that is
    /// set holds from the next step on.
    /// </summary>
    /// <exception cref="NotSupportedException">It is set, and the rule has none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It is set to null or to a number outside [0, 1).</exception>
    double? MomentumDecay { get; set; }

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

    /// <summary>A copy of all that the steps have left behind: see <see cref="OptimizerState"/>.</summary>
    /// <param name="into">A state to write over, which allocates nothing if it is of the same parameters; null for a new one.</param>
    /// <returns>The state that was written.</returns>
    OptimizerState Snapshot(OptimizerState? into = null);

    /// <summary>Goes back to a state, bit for bit. Hyperparameters stay as they are now, so that what was remedied since stays remedied.</summary>
    /// <param name="state">A state of an optimizer of the same rule.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is of another rule, or of other parameters than the steps of this optimizer had. Nothing has changed.</exception>
    void Restore(OptimizerState state);

    /// <summary>Forgets all steps: the state, the shapes and the iteration, which is 0 again. Hyperparameters and observers stay.</summary>
    void Reset();

    /// <summary>Lets an observer see every step from now on. One that watches already is not added again.</summary>
    /// <param name="observer">The observer, such as a <see cref="Diagnostics.TrainingMonitor"/>.</param>
    /// <exception cref="ArgumentNullException">The observer is null.</exception>
    void Watch(StepObserver observer);

    /// <summary>Lets an observer go. One that does not watch is ignored.</summary>
    /// <param name="observer">The observer.</param>
    /// <exception cref="ArgumentNullException">The observer is null.</exception>
    void Unwatch(StepObserver observer);
}
