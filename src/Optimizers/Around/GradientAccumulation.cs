namespace Optimizers;

/// <summary>
/// Gradient accumulation around any optimizer: it steps once in k calls, by the mean of their gradients, as if one batch were k times larger.
/// optax.MultiSteps.
/// </summary>
/// <remarks>
/// Iterations, schedules and observers count the steps of the optimizer inside. A gradient that is not finite is refused by its own call, and nothing
/// of it stays. What is frozen in a call gives no gradient to it. What else a step is given
/// (<see cref="StepInputs"/>) is that of the k-th call.
/// </remarks>
public sealed class GradientAccumulation : IOptimizer, IWrapsOptimizer, IHasHyperparameters
{
    private const string Sum = "gradient_sum";
    private ParameterState[]? _sum;
    private Parameter[]? _means;

    /// <summary>Gradient accumulation.</summary>
    /// <param name="inner">The optimizer that takes the steps.</param>
    /// <param name="steps">k: the calls for one step; at least 1.</param>
    /// <exception cref="ArgumentNullException">There is no inner optimizer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public GradientAccumulation(IOptimizer inner, int steps)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
        Steps = (int)HyperparameterRange.AtLeast(1, steps);
    }

    /// <inheritdoc/>
    public IOptimizer Inner { get; }

    /// <summary>k.</summary>
    public int Steps { get; }

    /// <summary>How many gradients are in the sum: from 0 to k − 1.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public long Iteration => Inner.Iteration;

    /// <summary>k; those of the optimizer inside are its own.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters => [new("steps", Steps)];

    private string RuleName => field ??= $"GradientAccumulation({Inner.GetType().Name})";

    /// <summary>Adds the gradients to those of the calls before; the k-th call is a step.</summary>
    /// <param name="parameters">The parameters with the gradients of this call.</param>
    /// <param name="cancellationToken">Cancels before the step.</param>
    /// <exception cref="ArgumentException">A pair is unusable, or the parameters are not those of the calls before.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient holds NaN or an infinity. Nothing was changed.</exception>
    public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default)
    {
        if (Steps == 1)
        {
            Inner.Step(parameters, cancellationToken);
            return;
        }

        Ascent.Check(parameters, Iteration);
        var sum = _sum ?? ParameterVectors.Zeros(parameters, Sum);
        if (!ParameterVectors.AreOf(parameters, sum))
        {
            throw new ArgumentException(
                "They are not the parameters of the calls before: number, shapes or element types differ.", nameof(parameters));
        }

        if (Count < Steps - 1)
        {
            ParameterVectors.AddGradients(parameters, sum);
            (_sum, Count) = (sum, Count + 1);
            return;
        }

        _means ??= new Parameter[parameters.Length];
        ParameterVectors.MeanGradients(parameters, sum, Steps, _means);
        Inner.Step(_means, cancellationToken);
        foreach (var each in sum)
            each.Values[0].Bytes.Clear();
        Count = 0;
    }

    /// <inheritdoc/>
    public OptimizerState Snapshot(OptimizerState? into = null)
    {
        var state = WrapperState.Snapshot(RuleName, Inner, _sum, into);
        state.Scalars["count"] = Count;
        return state;
    }

    /// <inheritdoc/>
    public void Restore(OptimizerState state)
    {
        _sum = WrapperState.Restore(RuleName, Inner, Sum, state);
        Count = (int)state.Scalars["count"];
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Inner.Reset();
        (_sum, _means, Count) = (null, null, 0);
    }

    /// <inheritdoc/>
    public void Watch(StepObserver observer) => Inner.Watch(observer);

    /// <inheritdoc/>
    public void Unwatch(StepObserver observer) => Inner.Unwatch(observer);

    /// <summary>"GradientAccumulation(Sgd(...), steps: 4)".</summary>
    public override string ToString() => FormattableString.Invariant($"GradientAccumulation({Inner}, steps: {Steps})");
}
