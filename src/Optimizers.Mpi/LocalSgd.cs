using System.Globalization;

namespace Optimizers.Mpi;

/// <summary>
/// Local SGD (Stich 2019, "Local SGD converges fast and communicates little", algorithm 1) with any optimizer: every rank steps by its own gradients,
/// and after every k steps all take the mean of their parameters. 1/k of the messages of <see cref="DataParallel"/>.
/// </summary>
/// <remarks>
/// <para>All ranks begin at the same parameters, as with <see cref="DataParallel"/>, and are compared before the first step. Between two means they
/// differ, so that a training is saved after a mean: one that goes on from elsewhere is refused. What an optimizer remembers stays with its rank. The
/// mean is Σθᵣ/n in the order of the ranks, in the parameters' element type (halves and bfloat16 in single precision): for one number of ranks every
/// run has the same bits.</para>
/// <para>A rank that refuses a step alone, by a gradient that is not finite, takes its k-th step later; the others wait for it.</para>
/// </remarks>
public sealed class LocalSgd : IOptimizer, IWrapsOptimizer
{
    private readonly MpiWorld _world;
    private readonly RankAgreement _agreement;
    private readonly ParameterMean _mean;

    /// <summary>Local steps.</summary>
    /// <param name="inner">The optimizer of this rank, made in the same way on all of them.</param>
    /// <param name="world">The ranks.</param>
    /// <param name="every">k: a mean after so many steps; at least 1.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">k is less than 1.</exception>
    public LocalSgd(IOptimizer inner, MpiWorld world, int every)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(world);
        if (every < 1)
            throw new ArgumentOutOfRangeException(nameof(every), every, $"{nameof(every)} is {every}; it must be at least 1.");
        (Inner, _world, Every) = (inner, world, every);
        (_agreement, _mean) = (new(inner, world), new(world));
    }

    /// <inheritdoc/>
    public IOptimizer Inner { get; }

    /// <summary>k.</summary>
    public int Every { get; }

    /// <inheritdoc/>
    public long Iteration => Inner.Iteration;

    /// <inheritdoc cref="DataParallel.Synchronize"/>
    public void Synchronize(scoped ReadOnlySpan<Parameter> parameters) => _agreement.Synchronize(parameters);

    /// <summary>Takes a step by this rank's gradients; after the k-th the ranks meet, and take the mean of their parameters.</summary>
    /// <param name="parameters">The parameters with this rank's gradients.</param>
    /// <param name="cancellationToken">Cancels before the step, or before the ranks meet; the step has then been taken, and the mean has not.</param>
    /// <exception cref="ArgumentException">A pair is unusable. Nothing was changed.</exception>
    /// <exception cref="InvalidOperationException">Another rank has ended, has another model or iteration, or began elsewhere.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient holds NaN or an infinity. Nothing was changed.</exception>
    /// <exception cref="MpiException">MPI refuses the call.</exception>
    public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default)
    {
        if (!_agreement.HasCompared)
        {
            _agreement.Meet(parameters, needsGradients: true, cancellationToken);
            _agreement.Agree(parameters);
            _agreement.CompareValues(parameters);
        }

        var before = Iteration;
        Inner.Step(parameters, cancellationToken);
        if (Iteration == before || Iteration % Every != 0)
            return;
        _agreement.Meet(parameters, needsGradients: false, cancellationToken);
        var means = _mean.Of(parameters, ofValues: true);
        for (var i = 0; i < parameters.Length; i++)
        {
            if (!parameters[i].Frozen)
                Write(means[i], parameters[i]);
        }
    }

    /// <inheritdoc/>
    public OptimizerState Snapshot(OptimizerState? into = null) => Inner.Snapshot(into);

    /// <inheritdoc/>
    public void Restore(OptimizerState state) => Inner.Restore(state);

    /// <inheritdoc/>
    public void Reset()
    {
        Inner.Reset();
        _agreement.Reset();
    }

    /// <inheritdoc/>
    public void Watch(StepObserver observer) => Inner.Watch(observer);

    /// <inheritdoc/>
    public void Unwatch(StepObserver observer) => Inner.Unwatch(observer);

    /// <summary>"LocalSgd(Sgd(...), 4 ranks, every: 8)".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"LocalSgd({Inner}, {_world.Size} ranks, every: {Every})");

    private static void Write(Array mean, in Parameter parameter)
    {
        switch (mean)
        {
            case double[] doubles:
                doubles.CopyTo(parameter.Values<double>());
                break;
            case float[] singles:
                singles.CopyTo(parameter.Values<float>());
                break;
            case Half[] halves:
                halves.CopyTo(parameter.Values<Half>());
                break;
            default:
                ((ushort[])mean).CopyTo(parameter.Values<ushort>());
                break;
        }
    }
}
