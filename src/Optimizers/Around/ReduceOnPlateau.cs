namespace Optimizers;

/// <summary>
/// Lowers the learning rate of any optimizer when a metric has stopped falling: <c>plateau.Report(validationLoss)</c> after each epoch.
/// torch.optim.lr_scheduler.ReduceLROnPlateau; optax.contrib.reduce_on_plateau.
/// </summary>
/// <remarks>
/// The rate in force is <see cref="LearningRate"/> times <see cref="Scale"/>, whatever schedule it has. The best value so far, the reports since and
/// the scale are part of the state.
/// </remarks>
public sealed class ReduceOnPlateau : IOptimizer, IWrapsOptimizer, IHasLearningRate, IHasHyperparameters
{
    private readonly IHasLearningRate _rate;
    private readonly BestMetric _metric;
    private long _resting;

    /// <summary>Lowers the learning rate when a metric has stopped falling.</summary>
    /// <param name="inner">The optimizer, which has a learning rate.</param>
    /// <param name="factor">What a reduction multiplies the rate by; in (0, 1].</param>
    /// <param name="patience">How many reports without a better value are borne; at least 0.</param>
    /// <param name="threshold">A value is better below best − threshold·|best|; in [0, 1).</param>
    /// <param name="cooldown">How many reports after a reduction do not count; at least 0.</param>
    /// <param name="smallestScale">The least <see cref="Scale"/>; in (0, 1].</param>
    /// <param name="maximizes">True for a metric that shall rise.</param>
    /// <exception cref="ArgumentNullException">There is no inner optimizer.</exception>
    /// <exception cref="ArgumentException">It has no learning rate.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public ReduceOnPlateau(
        IOptimizer inner, double factor = 0.1, long patience = 10, double threshold = 1e-4, long cooldown = 0, double smallestScale = 1e-6,
        bool maximizes = false)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
        _rate = inner.Find<IHasLearningRate>()
            ?? throw new ArgumentException($"{inner} has no learning rate that could be lowered.", nameof(inner));
        LearningRate = _rate.LearningRate;
        Factor = HyperparameterRange.Factor(factor);
        Patience = HyperparameterRange.AtLeast(0, patience);
        Threshold = HyperparameterRange.Decay(threshold);
        Cooldown = HyperparameterRange.AtLeast(0, cooldown);
        SmallestScale = HyperparameterRange.Factor(smallestScale);
        Maximizes = maximizes;
        _metric = new(threshold, maximizes);
    }

    /// <inheritdoc/>
    public IOptimizer Inner { get; }

    /// <summary>The learning rate before it is scaled. A new one keeps the <see cref="Scale"/>.</summary>
    public Schedule LearningRate
    {
        get;
        set
        {
            field = HyperparameterRange.NotNegative(value, nameof(LearningRate));
            Apply();
        }
    }

    /// <summary>What the reductions so far multiply the rate by.</summary>
    public double Scale { get; private set; } = 1;

    /// <summary>What a reduction multiplies the rate by.</summary>
    public double Factor { get; }

    /// <summary>How many reports without a better value are borne.</summary>
    public long Patience { get; }

    /// <summary>By what share a value must be better.</summary>
    public double Threshold { get; }

    /// <summary>How many reports after a reduction do not count.</summary>
    public long Cooldown { get; }

    /// <summary>The least <see cref="Scale"/>.</summary>
    public double SmallestScale { get; }

    /// <summary>True for a metric that shall rise.</summary>
    public bool Maximizes { get; }

    /// <inheritdoc/>
    public long Iteration => Inner.Iteration;

    /// <summary>Those of the plateau; those of the optimizer inside are its own.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters =>
    [
        new("factor", Factor), new("patience", Patience), new("threshold", Threshold), new("cooldown", Cooldown),
        new("smallestScale", SmallestScale), new("maximizes", Maximizes),
    ];

    private string RuleName => field ??= $"ReduceOnPlateau({Inner.GetType().Name})";

    /// <summary>Tells the metric, and lowers the rate if it has been no better for longer than the patience.</summary>
    /// <param name="metric">The metric: a validation loss, say. NaN and infinities are no better than anything.</param>
    /// <returns>True if the rate has been lowered.</returns>
    public bool Report(double metric)
    {
        _metric.Report(metric);
        if (_resting > 0)
            (_resting, _metric.Bad) = (_resting - 1, 0);
        if (_metric.Bad <= Patience)
            return false;
        (_resting, _metric.Bad) = (Cooldown, 0);
        var before = Scale;
        Scale = Math.Max(Scale * Factor, SmallestScale);
        Apply();
        return Scale < before;
    }

    /// <inheritdoc/>
    public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default) =>
        Inner.Step(parameters, cancellationToken);

    /// <inheritdoc/>
    public OptimizerState Snapshot(OptimizerState? into = null)
    {
        var state = WrapperState.Snapshot(RuleName, Inner, null, into);
        _metric.Write(state);
        (state.Scalars["resting"], state.Scalars["scale"]) = (_resting, Scale);
        return state;
    }

    /// <inheritdoc/>
    public void Restore(OptimizerState state)
    {
        WrapperState.Restore(RuleName, Inner, "", state);
        _metric.Read(state);
        (_resting, Scale) = ((long)state.Scalars["resting"], state.Scalars["scale"]);
        Apply();
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Inner.Reset();
        _metric.Reset();
        (_resting, Scale) = (0, 1);
        Apply();
    }

    /// <inheritdoc/>
    public void Watch(StepObserver observer) => Inner.Watch(observer);

    /// <inheritdoc/>
    public void Unwatch(StepObserver observer) => Inner.Unwatch(observer);

    /// <summary>"ReduceOnPlateau(Sgd(...), factor: 0.1, patience: 10)".</summary>
    public override string ToString() => FormattableString.Invariant($"ReduceOnPlateau({Inner}, factor: {Factor}, patience: {Patience})");

    private void Apply() => _rate.LearningRate = Scale == 1 ? LearningRate : LearningRate.Scale(Scale);
}
