using Optimizers.Threads;

namespace Optimizers;

/// <summary>
/// Lookahead around any optimizer (Zhang et al. 2019, algorithm 1): after every k of its steps the slow weights follow, φ ← φ + α(θ − φ), and θ ← φ.
/// </summary>
/// <remarks>
/// φ begins at the θ of the first step. What the inner optimizer remembers stays as it is when the weights are joined. Observers see each step with
/// the join in it; those of the optimizer inside see its own.
/// </remarks>
public sealed class Lookahead : IOptimizer, IWrapsOptimizer, IHasHyperparameters
{
    private const string Slow = "slow";
    private readonly Relay _relay;
    private ParameterState[]? _slow;

    /// <summary>Lookahead.</summary>
    /// <param name="inner">The optimizer that takes the fast steps, which has not stepped.</param>
    /// <param name="steps">k: the fast steps between two joins; at least 1.</param>
    /// <param name="alpha">α in (0, 1]: the share of the way that the slow weights follow.</param>
    /// <exception cref="ArgumentNullException">There is no inner optimizer.</exception>
    /// <exception cref="ArgumentException">It has stepped.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Lookahead(IOptimizer inner, int steps = 5, double alpha = 0.5)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (inner.Iteration > 0)
            throw new ArgumentException(
                $"{inner} has taken {inner.Iteration} steps; the slow weights begin where the first one does.", nameof(inner));
        (Inner, _relay) = (inner, new Relay(this));
        Steps = (int)HyperparameterRange.AtLeast(1, steps);
        Alpha = HyperparameterRange.Factor(alpha);
    }

    /// <inheritdoc/>
    public IOptimizer Inner { get; }

    /// <summary>k.</summary>
    public int Steps { get; }

    /// <summary>α.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public long Iteration => Inner.Iteration;

    /// <summary>k and α; those of the optimizer inside are its own.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters => [new("steps", Steps), new("alpha", Alpha)];

    private string RuleName => field ??= $"Lookahead({Inner.GetType().Name})";

    /// <inheritdoc/>
    public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default)
    {
        var slow = _slow ?? ParameterVectors.Read(parameters, Slow);
        var before = Inner.Iteration;
        Inner.Step(parameters, cancellationToken);
        _slow = slow;
        if (Inner.Iteration > before && Inner.Iteration % Steps == 0)
            ParameterVectors.Follow(parameters, slow, Alpha);
        if (Inner.Iteration > before)
            _relay.Taken(parameters, before);
    }

    /// <inheritdoc/>
    public OptimizerState Snapshot(OptimizerState? into = null) => WrapperState.Snapshot(RuleName, Inner, _slow, into);

    /// <inheritdoc/>
    public void Restore(OptimizerState state)
    {
        if (_slow is not null && state is { Parameters.Count: > 0 } && state.Rule == RuleName && !ParameterVectors.AreAlike(state.Parameters, _slow))
            throw new ArgumentException("The state is of other parameters than the steps of this optimizer had. Nothing was changed.", nameof(state));
        _slow = WrapperState.Restore(RuleName, Inner, Slow, state);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Inner.Reset();
        _slow = null;
    }

    /// <inheritdoc/>
    public void Watch(StepObserver observer)
    {
        _relay.Observers.Add(this, observer);
        Inner.Watch(_relay);
    }

    /// <inheritdoc/>
    public void Unwatch(StepObserver observer)
    {
        _relay.Observers.Remove(observer);
        if (_relay.Observers.Count == 0)
            Inner.Unwatch(_relay);
    }

    /// <summary>"Lookahead(Adam(...), steps: 5, alpha: 0.5)".</summary>
    public override string ToString() => FormattableString.Invariant($"Lookahead({Inner}, steps: {Steps}, alpha: {Alpha})");

    /// <summary>Passes on what the inner optimizer plans and refuses; what is taken is told when the weights are joined.</summary>
    private sealed class Relay(Lookahead owner) : StepObserver
    {
        private double _learningRate;
        private int _threads;
        private SharedPass? _pass;

        public StepObservers Observers { get; } = new();

        public void Taken(ReadOnlySpan<Parameter> parameters, long iteration)
        {
            if (Observers.Count > 0)
                Observers.Taken(new(owner, parameters, iteration, _learningRate) { Threads = _threads, Pass = _pass });
        }

        protected internal override void Planned(in StepView step)
        {
            (_learningRate, _threads, _pass) = (step.LearningRate, step.Threads, step.Pass);
            Observers.Planned(new(owner, step.Parameters, step.Iteration, step.LearningRate) { Threads = _threads, Pass = _pass });
        }

        protected internal override void Refused(IOptimizer optimizer, NonFiniteGradientException fault) => Observers.Refused(owner, fault);
    }
}
