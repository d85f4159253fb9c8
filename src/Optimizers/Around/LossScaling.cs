namespace Optimizers;

/// <summary>
/// Loss scaling (Micikevicius et al. 2018, "Mixed precision training", section 3.2) around any optimizer, for gradients in half precision, which
/// underflow: the loop takes the gradient of <see cref="Scale"/> times the loss, and the step divides by it. The scale rises while all goes well,
/// and falls where a gradient overflows, whose step is skipped. torch.amp.GradScaler; keras.optimizers.LossScaleOptimizer.
/// </summary>
/// <remarks>
/// <para>The division takes place in the step's own arithmetic (single precision for narrow parameters), before gradients are clipped. A power of two
/// changes no other digit.</para>
/// <para>Scale and count are part of the state. What a step takes beside the gradient (<see cref="StepInputs"/>) is not scaled. Observers see the
/// gradient as it was handed over, and are told of the steps that are skipped.</para>
/// </remarks>
public sealed class LossScaling : IOptimizer, IWrapsOptimizer, IHasHyperparameters
{
    private readonly Optimizer _optimizer;
    private long _good;

    /// <summary>Loss scaling.</summary>
    /// <param name="inner">The optimizer.</param>
    /// <param name="initial">The scale of the first step; finite, at least 1.</param>
    /// <param name="growth">What the scale is multiplied by after <paramref name="interval"/> good steps; finite, at least 1.</param>
    /// <param name="backoff">What it is multiplied by after an overflow; in (0, 1].</param>
    /// <param name="interval">How many good steps in a row make the scale rise; at least 1.</param>
    /// <exception cref="ArgumentNullException">There is no inner optimizer.</exception>
    /// <exception cref="ArgumentException">There is none of the library's in it, whose arithmetic could divide.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public LossScaling(IOptimizer inner, double initial = 65536, double growth = 2, double backoff = 0.5, long interval = 2000)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
        _optimizer = inner.Find<Optimizer>()
            ?? throw new ArgumentException($"{inner} has no {nameof(Optimizer)} in it, whose steps could divide by the scale.", nameof(inner));
        Initial = AtLeastOne(initial, nameof(initial));
        Growth = AtLeastOne(growth, nameof(growth));
        Backoff = HyperparameterRange.Factor(backoff);
        Interval = HyperparameterRange.AtLeast(1, interval);
        Scale = Initial;
    }

    /// <inheritdoc/>
    public IOptimizer Inner { get; }

    /// <summary>What the loss of the next step is to be multiplied by; at least 1.</summary>
    public double Scale { get; private set; }

    /// <summary>The scale of the first step.</summary>
    public double Initial { get; }

    /// <summary>What the scale is multiplied by after so many good steps.</summary>
    public double Growth { get; }

    /// <summary>What the scale is multiplied by after an overflow.</summary>
    public double Backoff { get; }

    /// <summary>How many good steps in a row make the scale rise.</summary>
    public long Interval { get; }

    /// <inheritdoc/>
    public long Iteration => Inner.Iteration;

    /// <summary>Those of the scaling; those of the optimizer inside are its own.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters =>
        [new("initial", Initial), new("growth", Growth), new("backoff", Backoff), new("interval", Interval)];

    private string RuleName => field ??= $"LossScaling({Inner.GetType().Name})";

    /// <summary>
    /// Takes a step by the gradients divided by <see cref="Scale"/>. One that is not finite is skipped, and lowers the scale; at a scale of 1 it is
    /// the loss's own, and the optimizer does with it what <see cref="Optimizer.NonFinite"/> says.
    /// </summary>
    /// <inheritdoc/>
    public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default)
    {
        var (iteration, skipped) = (Inner.Iteration, _optimizer.SkippedSteps);
        try
        {
            _optimizer.GradientScale = 1 / Scale;
            Inner.Step(parameters, cancellationToken);
        }
        finally
        {
            _optimizer.GradientScale = 1;
        }

        if (_optimizer.SkippedSteps > skipped)
            (Scale, _good) = (Math.Max(1, Scale * Backoff), 0);
        else if (Inner.Iteration > iteration && ++_good >= Interval)
            (Scale, _good) = (double.IsFinite(Scale * Growth) ? Scale * Growth : Scale, 0);
    }

    /// <inheritdoc/>
    public OptimizerState Snapshot(OptimizerState? into = null)
    {
        var state = WrapperState.Snapshot(RuleName, Inner, null, into);
        (state.Scalars["scale"], state.Scalars["good"]) = (Scale, _good);
        return state;
    }

    /// <inheritdoc/>
    public void Restore(OptimizerState state)
    {
        WrapperState.Restore(RuleName, Inner, "", state);
        (Scale, _good) = (state.Scalars["scale"], (long)state.Scalars["good"]);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Inner.Reset();
        (Scale, _good) = (Initial, 0);
    }

    /// <inheritdoc/>
    public void Watch(StepObserver observer) => Inner.Watch(observer);

    /// <inheritdoc/>
    public void Unwatch(StepObserver observer) => Inner.Unwatch(observer);

    /// <summary>"LossScaling(Adam(...), scale: 65536)".</summary>
    public override string ToString() => FormattableString.Invariant($"LossScaling({Inner}, scale: {Scale})");

    private static double AtLeastOne(double value, string name) => value >= 1 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "It is a factor: finite, and at least 1.");
}
