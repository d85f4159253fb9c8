namespace Optimizers;

/// <summary>
/// An average of the parameters beside any optimizer, a ← a + c(θ − a) after its steps, which is what is to be evaluated:
/// <see cref="AtEvaluationPoint"/>. What c is makes the average: <see cref="Exponential"/>, <see cref="Equal"/>, <see cref="PolynomialDecay"/>.
/// </summary>
/// <remarks>The average is kept with what its rounding leaves out, so that it does not stop after millions of steps.</remarks>
public sealed class AveragedOptimizer : IOptimizer, IWrapsOptimizer, IHasHyperparameters
{
    private const string Average = "average";
    private const string Rest = "average_rest";
    private readonly Func<long, double> _share;
    private readonly string _kind;
    private ParameterState[]? _average;
    private long _count;
    private bool _isAtAverage;

    private AveragedOptimizer(
        IOptimizer inner, string kind, IReadOnlyList<Hyperparameter> hyperparameters, bool startsAtTheta, long start, long every,
        Func<long, double> share)
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (inner.Iteration > 0)
            throw new ArgumentException($"{inner} has taken {inner.Iteration} steps; the average begins with its first one.", nameof(inner));
        (Inner, _kind, Hyperparameters, _share) = (inner, kind, hyperparameters, share);
        (StartsAtTheta, Start, Every) = (startsAtTheta, HyperparameterRange.AtLeast(0, start), HyperparameterRange.AtLeast(1, every));
    }

    /// <inheritdoc/>
    public IOptimizer Inner { get; }

    /// <inheritdoc/>
    public long Iteration => Inner.Iteration;

    /// <summary>The number of θ in the average.</summary>
    public long Count => _count;

    /// <summary>Those of the average; those of the optimizer inside are its own.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters { get; }

    private bool StartsAtTheta { get; }

    private long Start { get; }

    private long Every { get; }

    private string RuleName => field ??= $"{_kind}({Inner.GetType().Name})";

    /// <summary>
    /// An exponential moving average: c = 1 − β, or (1 − β)/(1 − βᵗ) with the correction for its start (Kingma and Ba 2015, section 3). Without it
    /// the average begins at the θ before the first step. optax.ema; torch.optim.swa_utils.get_ema_multi_avg_fn.
    /// </summary>
    /// <param name="inner">The optimizer, which has not stepped.</param>
    /// <param name="decay">β in [0, 1).</param>
    /// <param name="biasCorrection">True to weigh only what the steps have reached.</param>
    /// <exception cref="ArgumentNullException">There is no inner optimizer.</exception>
    /// <exception cref="ArgumentException">It has stepped.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of its range.</exception>
    public static AveragedOptimizer Exponential(IOptimizer inner, double decay = 0.999, bool biasCorrection = true)
    {
        HyperparameterRange.Decay(decay);
        return new(
            inner, nameof(Exponential), [new("decay", decay), new("biasCorrection", biasCorrection)], startsAtTheta: !biasCorrection, 0, 1,
            biasCorrection ? t => (1 - decay) / (1 - (double)Arithmetic.PortableMath.Power(decay, t)) : _ => 1 - decay);
    }

    /// <summary>
    /// The mean of θ from a step on, c = 1/t: Polyak's average, tail averages, and, with <paramref name="every"/> the steps of a cycle or an epoch,
    /// stochastic weight averaging, SWA (Izmailov et al. 2018, algorithm 1; torch.optim.swa_utils.AveragedModel).
    /// </summary>
    /// <param name="inner">The optimizer, which has not stepped.</param>
    /// <param name="start">The number of steps before the first θ that counts; at least 0.</param>
    /// <param name="every">A θ counts after so many steps; at least 1.</param>
    /// <exception cref="ArgumentNullException">There is no inner optimizer.</exception>
    /// <exception cref="ArgumentException">It has stepped.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static AveragedOptimizer Equal(IOptimizer inner, long start = 0, long every = 1) => new(
        inner, nameof(Equal), [new("start", start), new("every", every)], startsAtTheta: false, start, every, t => 1.0 / t);

    /// <summary>
    /// The polynomial-decay average of Shamir and Zhang 2013 (section 4), c = (γ + 1)/(γ + t): the later θ count more. DoG's average has γ = 8.
    /// </summary>
    /// <param name="inner">The optimizer, which has not stepped.</param>
    /// <param name="gamma">γ; finite, at least 0. 0 is the mean.</param>
    /// <exception cref="ArgumentNullException">There is no inner optimizer.</exception>
    /// <exception cref="ArgumentException">It has stepped.</exception>
    /// <exception cref="ArgumentOutOfRangeException">γ is out of its range.</exception>
    public static AveragedOptimizer PolynomialDecay(IOptimizer inner, double gamma = 8)
    {
        HyperparameterRange.NotNegative(gamma);
        return new(inner, nameof(PolynomialDecay), [new("gamma", gamma)], startsAtTheta: false, 0, 1, t => (gamma + 1) / (gamma + t));
    }

    /// <inheritdoc/>
    public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default)
    {
        ThrowIfAtAverage();
        var average = _average ?? ParameterVectors.Read(parameters, Average, Rest);
        var before = Inner.Iteration;
        Inner.Step(parameters, cancellationToken);
        _average = average;
        if (Inner.Iteration == before || Inner.Iteration <= Start || (Inner.Iteration - Start) % Every != 0)
            return;
        var count = _count + 1;
        ParameterVectors.Average(parameters, average, count == 1 && !StartsAtTheta ? 1 : _share(count));
        _count = count;
    }

    /// <summary>
    /// Puts the average into the parameters until the scope is disposed, and then θ again, bit for bit. A step inside is refused.
    /// Where no θ has counted yet, it is θ.
    /// </summary>
    /// <param name="parameters">The parameters of the steps, in their order; gradients are not read.</param>
    /// <exception cref="ArgumentException">They are not the parameters of the steps.</exception>
    /// <exception cref="InvalidOperationException">Such a scope is open already.</exception>
    public IDisposable AtEvaluationPoint(params ReadOnlySpan<Parameter> parameters)
    {
        ThrowIfAtAverage();
        var kept = parameters.ToArray();
        var theta = ParameterVectors.Read(kept, "theta");
        if (_average is not null && !ParameterVectors.AreOf(kept, _average))
            throw new ArgumentException("They are not the parameters of the steps: number, shapes or element types differ.", nameof(parameters));
        if (_average is not null && (_count > 0 || StartsAtTheta))
            ParameterVectors.Write(_average, kept);
        _isAtAverage = true;
        return new Scope(this, kept, theta);
    }

    /// <inheritdoc/>
    public OptimizerState Snapshot(OptimizerState? into = null)
    {
        var state = WrapperState.Snapshot(RuleName, Inner, _average, into);
        state.Scalars["count"] = _count;
        return state;
    }

    /// <inheritdoc/>
    public void Restore(OptimizerState state)
    {
        _average = WrapperState.Restore(RuleName, Inner, Average, state, Rest);
        _count = (long)state.Scalars["count"];
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Inner.Reset();
        (_average, _count) = (null, 0);
    }

    /// <inheritdoc/>
    public void Watch(StepObserver observer) => Inner.Watch(observer);

    /// <inheritdoc/>
    public void Unwatch(StepObserver observer) => Inner.Unwatch(observer);

    /// <summary>"Exponential(Sgd(...), decay: 0.999, biasCorrection: True)".</summary>
    public override string ToString() =>
        $"{_kind}({Inner}, {string.Join(", ", Hyperparameters.Select(each => FormattableString.Invariant($"{each.Name}: {each.Value}")))})";

    private void ThrowIfAtAverage()
    {
        if (_isAtAverage)
            throw new InvalidOperationException($"The parameters of this {RuleName} are at their evaluation point: dispose that scope first.");
    }

    private sealed class Scope(AveragedOptimizer optimizer, Parameter[] parameters, ParameterState[] theta) : IDisposable
    {
        private ParameterState[]? _theta = theta;

        public void Dispose()
        {
            if (_theta is null)
                return;
            ParameterVectors.Write(_theta, parameters);
            (_theta, optimizer._isAtAverage) = (null, false);
        }
    }
}
