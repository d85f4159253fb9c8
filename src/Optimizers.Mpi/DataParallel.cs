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
    private const string Share = "share";
    private readonly MpiWorld _world;
    private readonly RankAgreement _agreement;
    private readonly ParameterMean _mean;
    private readonly StateShares? _shares;
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

    /// <summary>
    /// True to share the state out over the ranks (Rajbhandari et al. 2020, "ZeRO", section 5.1): each steps whole parameters of about 1/n of all
    /// numbers, remembers those alone, and gives the others their new values. For an <see cref="Optimizer"/> with nothing around it inside.
    /// </summary>
    /// <remarks>
    /// Sums over parameters, of clipping too, are added rank by rank: they differ from those of whole state by rounding. Of a gradient that is not
    /// finite its own rank throws <see cref="NonFiniteGradientException"/>, and the others say that another one has it. <see cref="Gather"/> makes
    /// the state whole on rank 0; <see cref="Restore"/> and loading take this rank's share of a whole one, of any number of ranks.
    /// </remarks>
    /// <exception cref="ArgumentException">The inner optimizer is not an <see cref="Optimizer"/>.</exception>
    public bool SharesState
    {
        get => _shares is not null;
        init
        {
            if (!value)
                return;
            if (Inner is not Optimizer optimizer)
            {
                throw new ArgumentException(
                    $"{Inner} is not derived from {nameof(Optimizer)}: its state cannot be shared out. Put what stands around it around this one.",
                    nameof(value));
            }

            _shares = new StateShares(_world);
#pragma warning disable OPT1002 // What it is for.
            optimizer.Exchange = _shares;
#pragma warning restore OPT1002
        }
    }

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
        if (_shares is null)
            Inner.Step(_means, cancellationToken);
        else
            StepShare(_shares, parameters, cancellationToken);
    }

    /// <summary>The whole state, on rank 0; null on the others. All ranks call it, between two steps.</summary>
    /// <example><c>if (optimizer.Gather() is { } state) new OptimizerFile(state).Write("adam.safetensors");</c></example>
    public OptimizerState? Gather() => _shares is { } shares
        ? SharedState.Gather(Inner.Snapshot(), _world, shares.OwnerOf)
        : _world.Rank == 0 ? Inner.Snapshot() : null;

    /// <summary>
    /// The state of the optimizer inside. Where it is shared out, that of this rank's share, to which this rank alone can go back; a file is made of
    /// what <see cref="Gather"/> returns.
    /// </summary>
    /// <inheritdoc/>
    public OptimizerState Snapshot(OptimizerState? into = null)
    {
        if (_shares is null)
            return Inner.Snapshot(into);
        var state = into?.Rule == ShareName ? into : new OptimizerState(ShareName, maximizes: false, []);
        state.Iteration = Iteration;
        state.Inner[Share] = Inner.Snapshot(state.Inner.TryGetValue(Share, out var earlier) ? earlier : null);
        return state;
    }

    /// <inheritdoc/>
    public void Restore(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var mine = state.Rule == ShareName ? state.Inner[Share] : state;
        if (_shares is null || mine.Parameters.Count == 0)
        {
            Inner.Restore(mine);
            return;
        }

        var owners = StateShares.Owners([.. mine.Parameters.Select(each => each.Rows * Math.Max(1, each.Columns))], _world.Size);
        Inner.Restore(SharedState.Share(mine, position => owners[position] == _world.Rank));
        _shares.Assign(owners);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Inner.Reset();
        _means = [];
        _agreement.Reset();
        _shares?.Reset();
    }

    /// <inheritdoc/>
    public void Watch(StepObserver observer) => Inner.Watch(observer);

    /// <inheritdoc/>
    public void Unwatch(StepObserver observer) => Inner.Unwatch(observer);

    /// <summary>"DataParallel(Adam(...), 4 ranks)".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"DataParallel({Inner}, {_world.Size} ranks)");

    private string ShareName => field ??= string.Create(
        CultureInfo.InvariantCulture, $"share {_world.Rank} of {_world.Size} of {Inner.GetType().Name}");

    /// <summary>Steps this rank's parameters, and takes the new values of the others from their ranks.</summary>
    private void StepShare(StateShares shares, scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken)
    {
        if (!shares.IsAssigned)
        {
            var lengths = new int[parameters.Length];
            for (var i = 0; i < lengths.Length; i++)
                lengths[i] = parameters[i].Length;
            shares.Assign(StateShares.Owners(lengths, _world.Size));
        }

        var before = Iteration;
        Inner.Step(_means, cancellationToken);
        for (var i = 0; i < parameters.Length && Iteration != before; i++)
        {
            if (!parameters[i].Frozen)
                _world.Broadcast(RankAgreement.BytesOf(parameters[i]), shares.OwnerOf(i));
        }
    }

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
