namespace Optimizers;

/// <summary>
/// Says when a validation metric has stopped getting better, and keeps the parameters where it was best (Prechelt 1998, "Early stopping — but when?",
/// section 2): <c>if (stopping.Report(validationLoss, parameters)) break;</c> after each epoch, and <see cref="RestoreBest"/> after the loop.
/// keras.callbacks.EarlyStopping, with <c>restore_best_weights</c>.
/// </summary>
/// <remarks>
/// The best parameters, their metric and the reports since are part of the state, so that a resumed training stops where it would have stopped. They
/// cost a copy of the parameters.
/// </remarks>
public sealed class EarlyStopping : IOptimizer, IWrapsOptimizer, IHasHyperparameters
{
    private const string Best = "best_parameters";
    private readonly BestMetric _metric;
    private ParameterState[]? _best;

    /// <summary>Says when a metric has stopped getting better.</summary>
    /// <param name="inner">The optimizer.</param>
    /// <param name="patience">The training stops at this many reports in a row that are no better; at least 1.</param>
    /// <param name="threshold">A value is better below best − threshold·|best|; in [0, 1).</param>
    /// <param name="maximizes">True for a metric that shall rise, such as an accuracy.</param>
    /// <exception cref="ArgumentNullException">There is no inner optimizer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public EarlyStopping(IOptimizer inner, long patience = 10, double threshold = 0, bool maximizes = false)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
        Patience = HyperparameterRange.AtLeast(1, patience);
        Threshold = HyperparameterRange.Decay(threshold);
        Maximizes = maximizes;
        _metric = new(threshold, maximizes);
    }

    /// <inheritdoc/>
    public IOptimizer Inner { get; }

    /// <summary>How many reports in a row that are no better end the training.</summary>
    public long Patience { get; }

    /// <summary>By what share a value must be better.</summary>
    public double Threshold { get; }

    /// <summary>True for a metric that shall rise.</summary>
    public bool Maximizes { get; }

    /// <inheritdoc/>
    public long Iteration => Inner.Iteration;

    /// <summary>The best metric so far; NaN before the first finite one.</summary>
    public double BestValue => double.IsFinite(_metric.Value) ? _metric.Value : double.NaN;

    /// <summary>The number of steps before the best metric; −1 before there is one.</summary>
    public long BestIteration { get; private set; } = -1;

    /// <summary>True once the metric has been no better for as many reports as are borne.</summary>
    public bool HasStopped => _metric.Bad >= Patience;

    /// <summary>Those of the stopping; those of the optimizer inside are its own.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters =>
        [new("patience", Patience), new("threshold", Threshold), new("maximizes", Maximizes)];

    private string RuleName => field ??= $"EarlyStopping({Inner.GetType().Name})";

    /// <summary>Tells the metric, and keeps the parameters if it is the best so far.</summary>
    /// <param name="metric">The metric: a validation loss, say. NaN and infinities are no better than anything.</param>
    /// <param name="parameters">The parameters of the steps, in their order; gradients are not read.</param>
    /// <returns><see cref="HasStopped"/>: true where the training is to end.</returns>
    /// <exception cref="ArgumentException">They are not those of the reports before, or there are none. Nothing was changed.</exception>
    public bool Report(double metric, params ReadOnlySpan<Parameter> parameters)
    {
        ThrowIfOthers(parameters);
        if (_metric.Report(metric))
        {
            if (_best is null || !ParameterVectors.TryRead(parameters, _best))
                _best = ParameterVectors.Read(parameters, Best);
            BestIteration = Iteration;
        }

        return HasStopped;
    }

    /// <summary>Puts the best parameters into the parameters, bit for bit. What the optimizer remembers stays as it is.</summary>
    /// <param name="parameters">The parameters of the steps, in their order; gradients are not read.</param>
    /// <exception cref="ArgumentException">They are not those of the reports, or there are none. Nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">No finite metric has been reported.</exception>
    public void RestoreBest(params ReadOnlySpan<Parameter> parameters)
    {
        ThrowIfOthers(parameters);
        if (_best is null)
        {
            throw new InvalidOperationException(
                $"This {RuleName} has no best parameters: no finite metric has been reported. Call {nameof(Report)} first.");
        }

        ParameterVectors.Write(_best, parameters);
    }

    /// <inheritdoc/>
    public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default) =>
        Inner.Step(parameters, cancellationToken);

    /// <inheritdoc/>
    public OptimizerState Snapshot(OptimizerState? into = null)
    {
        var state = WrapperState.Snapshot(RuleName, Inner, _best, into);
        _metric.Write(state);
        state.Scalars["best_iteration"] = BestIteration;
        return state;
    }

    /// <inheritdoc/>
    public void Restore(OptimizerState state)
    {
        _best = WrapperState.Restore(RuleName, Inner, Best, state);
        _metric.Read(state);
        BestIteration = (long)state.Scalars["best_iteration"];
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Inner.Reset();
        _metric.Reset();
        (_best, BestIteration) = (null, -1);
    }

    /// <inheritdoc/>
    public void Watch(StepObserver observer) => Inner.Watch(observer);

    /// <inheritdoc/>
    public void Unwatch(StepObserver observer) => Inner.Unwatch(observer);

    /// <summary>"EarlyStopping(Adam(...), patience: 10)".</summary>
    public override string ToString() => FormattableString.Invariant($"EarlyStopping({Inner}, patience: {Patience})");

    private void ThrowIfOthers(ReadOnlySpan<Parameter> parameters)
    {
        if (parameters.IsEmpty)
            throw new ArgumentException("There are no parameters; hand over those of the steps, in their order.", nameof(parameters));
        if (_best is null || ParameterVectors.AreOf(parameters, _best))
            return;
        throw new ArgumentException(
            "They are not the parameters of the reports before: number, shapes or element types differ. Nothing was changed.", nameof(parameters));
    }
}
