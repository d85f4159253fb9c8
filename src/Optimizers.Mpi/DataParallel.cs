using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

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
    private readonly GradientMean<double> _doubles;
    private readonly GradientMean<float> _singles;
    private Parameter[] _means = [];
    private Array[] _gradients = [];
    private float[][] _wide = []; // Of halves and bfloat16.
    private bool _isAgreed;
    private bool _hasCompared;

    /// <summary>An optimizer on many ranks.</summary>
    /// <param name="inner">The optimizer, made in the same way on all ranks.</param>
    /// <param name="world">The ranks.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public DataParallel(IOptimizer inner, MpiWorld world)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(world);
        (Inner, _world) = (inner, world);
        (_doubles, _singles) = (new(world), new(world));
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
    public void Synchronize(scoped ReadOnlySpan<Parameter> parameters)
    {
        Meet(parameters, needsGradients: false, CancellationToken.None);
        Agree(parameters);
        for (var i = 0; i < parameters.Length; i++)
            _world.Broadcast(BytesOf(parameters[i]));
    }

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
        Meet(parameters, needsGradients: true, cancellationToken);
        if (!_isAgreed)
            Agree(parameters);
        if (!_hasCompared || Iteration % CheckEvery == 0)
            CompareValues(parameters);
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
        (_means, _isAgreed, _hasCompared) = ([], false, false);
    }

    /// <inheritdoc/>
    public void Watch(StepObserver observer) => Inner.Watch(observer);

    /// <inheritdoc/>
    public void Unwatch(StepObserver observer) => Inner.Unwatch(observer);

    /// <summary>"DataParallel(Adam(...), 4 ranks)".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"DataParallel({Inner}, {_world.Size} ranks)");

    /// <summary>All ranks learn whether all of them can take this step.</summary>
    private void Meet(scoped ReadOnlySpan<Parameter> parameters, bool needsGradients, CancellationToken cancellationToken)
    {
        Exception? mine = null;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            Check(parameters, needsGradients);
        }
        catch (Exception exception) when (exception is ArgumentException or OperationCanceledException)
        {
            mine = exception;
        }

        var all = _world.Meet([mine is null ? 0 : 1, Iteration, parameters.Length]);
        if (mine is not null)
            throw mine;
        for (var rank = 0; rank < _world.Size; rank++)
        {
            var (failed, iteration, count) = (all[3 * rank], all[(3 * rank) + 1], all[(3 * rank) + 2]);
            if (failed == MpiWorld.HasEnded)
                throw Disagreement(rank, $"has ended its training, and rank {_world.Rank} takes step {Iteration}");
            if (failed != 0)
                throw Disagreement(rank, "refused the step, and says why");
            if (iteration != Iteration)
                throw Disagreement(rank, $"is at iteration {iteration}, and rank {_world.Rank} at {Iteration}: they restored other states");
            if (count != parameters.Length)
                throw Disagreement(rank, $"has {count} parameters, and rank {_world.Rank} {parameters.Length}");
        }
    }

    private static void Check(scoped ReadOnlySpan<Parameter> parameters, bool needsGradients)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            if (parameter.Fault is { } fault)
                throw new ArgumentException($"parameters[{i}]{(parameter.Name is null ? "" : $" ({parameter.Name})")}: {fault}.", nameof(parameters));
            if (needsGradients && !parameter.Frozen && !parameter.HasGradient)
                throw new ArgumentException($"parameters[{i}] has no gradient; freeze it where it has none.", nameof(parameters));
        }
    }

    /// <summary>The same version, optimizer and model on all ranks, or none steps.</summary>
    private void Agree(scoped ReadOnlySpan<Parameter> parameters)
    {
        var model = new StringBuilder();
        foreach (ref readonly var each in parameters)
            model.Append(CultureInfo.InvariantCulture, $"{each} {each.LearningRateScale} {each.WeightDecayScale}\n");
        string[] texts = [typeof(IOptimizer).Assembly.FullName!, Inner.ToString()!, model.ToString()];
        string[] names = ["version of the library", "optimizer or another setting", "model: names, shapes or element types of its parameters"];
        if (FindOther(Array.ConvertAll(texts, text => Hash(Encoding.UTF8.GetBytes(text)))) is (var rank, var i))
            throw Disagreement(rank, $"has another {names[i]} than rank 0");
        _isAgreed = true;
    }

    private void CompareValues(scoped ReadOnlySpan<Parameter> parameters)
    {
        var mine = new long[parameters.Length];
        for (var i = 0; i < mine.Length; i++)
            mine[i] = Hash(BytesOf(parameters[i]));
        if (FindOther(mine) is (var rank, var position))
        {
            var name = parameters[position].Name is { } known ? $" ({known})" : "";
            throw Disagreement(
                rank,
                $"has other values of parameters[{position}]{name} than rank 0: call {nameof(Synchronize)} before the first gradient, "
                + "and let nothing but steps write them");
        }

        _hasCompared = true;
    }

    /// <summary>The first rank that has another hash than rank 0, and which of its hashes; null if all have the same.</summary>
    private (int Rank, int Index)? FindOther(long[] mine)
    {
        var all = new long[mine.Length * _world.Size];
        _world.AllGather<long>(mine, all);
        for (var k = mine.Length; k < all.Length; k++)
        {
            if (all[k] != all[k % mine.Length])
                return (k / mine.Length, k % mine.Length);
        }

        return null;
    }

    /// <summary>The means, in memory of this optimizer's own.</summary>
    private void TakeMeans(scoped ReadOnlySpan<Parameter> parameters)
    {
        if (_means.Length != parameters.Length)
            (_means, _gradients, _wide) = (new Parameter[parameters.Length], new Array[parameters.Length], new float[parameters.Length][]);
        for (var i = 0; i < parameters.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            if (parameter.Frozen)
                continue;
            if (parameter.ElementKind == ElementKind.Double)
            {
                _doubles.Add(parameter.Gradients<double>(), Own<double>(ref _gradients[i], parameter.Length));
                continue;
            }

            if (parameter.ElementKind == ElementKind.Single)
            {
                _singles.Add(parameter.Gradients<float>(), Own<float>(ref _gradients[i], parameter.Length));
                continue;
            }

            if (_wide[i]?.Length != parameter.Length)
                _wide[i] = new float[parameter.Length];
            Widen(parameter, _wide[i]);
            _singles.Add(_wide[i], _wide[i]);
        }

        _doubles.Finish();
        _singles.Finish();
        for (var i = 0; i < parameters.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            if (!parameter.Frozen && parameter.ElementKind is ElementKind.Half or ElementKind.BFloat16)
                Narrow(_wide[i], parameter, ref _gradients[i]);
            _means[i] = parameter.Frozen ? parameter : parameter.WithGradient(_gradients[i]);
        }
    }

    private static E[] Own<E>(ref Array memory, int length)
    {
        if (memory is not E[] array || array.Length != length)
            memory = array = new E[length];
        return array;
    }

    private static void Widen(in Parameter parameter, float[] wide)
    {
        if (parameter.ElementKind == ElementKind.Half)
        {
            var halves = parameter.Gradients<Half>();
            for (var i = 0; i < wide.Length; i++)
                wide[i] = (float)halves[i];
            return;
        }

        var bits = parameter.Gradients<ushort>();
        for (var i = 0; i < wide.Length; i++)
            wide[i] = BitConverter.UInt32BitsToSingle((uint)bits[i] << 16);
    }

    private static void Narrow(float[] wide, in Parameter parameter, ref Array memory)
    {
        if (parameter.ElementKind == ElementKind.Half)
        {
            var halves = Own<Half>(ref memory, wide.Length);
            for (var i = 0; i < wide.Length; i++)
                halves[i] = (Half)wide[i];
            return;
        }

        var bits = Own<ushort>(ref memory, wide.Length);
        for (var i = 0; i < wide.Length; i++)
            bits[i] = RoundToBFloat16(wide[i]);
    }

    /// <summary>To nearest, ties to even.</summary>
    private static ushort RoundToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }

    private static Span<byte> BytesOf(in Parameter parameter) => parameter.ElementKind switch
    {
        ElementKind.Double => MemoryMarshal.AsBytes(parameter.Values<double>()),
        ElementKind.Single => MemoryMarshal.AsBytes(parameter.Values<float>()),
        ElementKind.Half => MemoryMarshal.AsBytes(parameter.Values<Half>()),
        _ => MemoryMarshal.AsBytes(parameter.Values<ushort>()),
    };

    private static long Hash(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(bytes));

    private static InvalidOperationException Disagreement(int rank, string what) => new($"Rank {rank} {what}. Nothing was changed.");
}
