using System.Globalization;

namespace Optimizers.Mpi;

/// <summary>
/// Any optimizer on many ranks that have the same model and other examples: a step takes the mean of the ranks' gradients, and is the same on all of
/// them, bit for bit.
/// </summary>
/// <remarks>
/// <para>All ranks begin at the same parameters: by the same seed, or by <see cref="Synchronize"/>. The first step refuses ranks with other ones,
/// with another model, optimizer or version. Every step compares iterations first: a rank that refuses its step makes all refuse it. A gradient that
/// is not finite on one rank makes the mean so, and every rank throws the same exception. Nothing is changed then.</para>
/// <para>The mean is Σgᵣ/n in the order of the ranks, in the gradients' element type (halves and bfloat16 in single precision): for one number of
/// ranks every run and both libraries have the same bits. Callers' gradients are left alone. State is that of the optimizer inside: a file of a
/// training on 64 ranks is one that goes on alone.</para>
/// </remarks>
public sealed class DataParallel : IOptimizer, IWrapsOptimizer
{
    private readonly MpiWorld _world;
    private readonly RankAgreement _agreement;
    private readonly ParameterMean _mean;
    private Parameter[] _means = [];

    /// <summary>An optimizer on many ranks.</summary>
    /// <param name="inner">The optimizer, made in the same way on all ranks.</param>
    /// <param name="world">The ranks.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public DataParallel(IOptimizer inner, MpiWorld world)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(world);
        (Inner, _world) = (inner, world);
        (_agreement, _mean) = (new(inner, world), new(world));
    }

    /// <inheritdoc/>
    public IOptimizer Inner { get; }

    /// <summary>After how many steps all ranks compare their parameters, by a hash of each: at least 1; 1,000 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int CheckEvery
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(CheckEvery)} is {value}; it must be at least 1.");
    } = 1000;

    /// <inheritdoc/>
    public long Iteration => Inner.Iteration;

    /// <summary>Gives every rank the parameters of rank 0: before the first gradient, or where rank 0 alone has loaded a file's.</summary>
    /// <param name="parameters">The parameters; their gradients are not read.</param>
    /// <exception cref="ArgumentException">A value is unusable. Nothing was changed, on any rank.</exception>
    /// <exception cref="InvalidOperationException">A rank has another model, optimizer, iteration or version. Nothing was changed.</exception>
    /// <exception cref="MpiException">MPI refuses the call.</exception>
    public void Synchronize(scoped ReadOnlySpan<Parameter> parameters) => _agreement.Synchronize(parameters);

    /// <summary>Takes one step by the mean of the gradients of all ranks.</summary>
    /// <param name="parameters">The parameters with this rank's gradients.</param>
    /// <param name="cancellationToken">Cancels before the ranks meet; all ranks then refuse the step.</param>
    /// <exception cref="ArgumentException">A pair is unusable. Nothing was changed, on any rank.</exception>
    /// <exception cref="InvalidOperationException">Another rank refused the step, has another model or iteration, or has drifted. Nothing was
    /// changed.</exception>
    /// <exception cref="NonFiniteGradientException">A mean holds NaN or an infinity. Nothing was changed.</exception>
    /// <exception cref="MpiException">MPI refuses the call.</exception>
    public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default)
    {
        _agreement.Meet(parameters, needsGradients: true, cancellationToken);
        _agreement.Agree(parameters);
        if (!_agreement.HasCompared || Iteration % CheckEvery == 0)
            _agreement.CompareValues(parameters);
        TakeMeans(parameters);
        Inner.Step(_means, cancellationToken);
    }

    /// <inheritdoc/>
    public OptimizerState Snapshot(OptimizerState? into = null) => Inner.Snapshot(into);

    /// <inheritdoc/>
    public void Restore(OptimizerState state) => Inner.Restore(state);

    /// <inheritdoc/>
    public void Reset()
    {
        Inner.Reset();
        _means = [];
        _agreement.Reset();
    }

    /// <inheritdoc/>
    public void Watch(StepObserver observer) => Inner.Watch(observer);

    /// <inheritdoc/>
    public void Unwatch(StepObserver observer) => Inner.Unwatch(observer);

    /// <summary>"DataParallel(Adam(...), 4 ranks)".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"DataParallel({Inner}, {_world.Size} ranks)");

    /// <summary>The means, in memory of this optimizer's own.</summary>
    private void TakeMeans(scoped ReadOnlySpan<Parameter> parameters)
    {
        if (_means.Length != parameters.Length)
            _means = new Parameter[parameters.Length];
        var gradients = _mean.Of(parameters, ofValues: false);
        for (var i = 0; i < parameters.Length; i++)
            _means[i] = parameters[i].Frozen ? parameters[i] : parameters[i].WithGradient(gradients[i]);
    }
}
