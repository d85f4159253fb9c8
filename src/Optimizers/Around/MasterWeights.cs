using Optimizers.Arithmetic;

namespace Optimizers;

/// <summary>
/// Master weights (Micikevicius et al. 2018, "Mixed precision training", section 3.1) around any optimizer, for parameters in half precision and
/// bfloat16: steps are taken on copies in single precision, and θ is what they round to. An update that is below the last bit of θ is not lost.
/// </summary>
/// <remarks>
/// <para>The optimizer inside, its observers and what is asked of it see the masters and the gradients in single precision, so that it steps with the
/// same bits as on parameters of floats. Doubles and floats are its own business: they have no masters.</para>
/// <para>An element of θ that the caller has changed since the last step, so that its master does not round to it, is the new master. Masters are
/// part of the state: 4 bytes an element, and 4 more for the gradients while the training runs.</para>
/// </remarks>
public sealed class MasterWeights : IOptimizer, IWrapsOptimizer
{
    private const string Master = "master";
    private const int PieceLength = 1024;
    private ParameterState[]? _masters; // Without values where a parameter is wide.
    private float[][] _gradients = [];
    private Parameter[] _wide = [];

    /// <summary>Master weights.</summary>
    /// <param name="inner">The optimizer that takes the steps.</param>
    /// <exception cref="ArgumentNullException">There is no inner optimizer.</exception>
    public MasterWeights(IOptimizer inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <inheritdoc/>
    public IOptimizer Inner { get; }

    /// <inheritdoc/>
    public long Iteration => Inner.Iteration;

    private string RuleName => field ??= $"MasterWeights({Inner.GetType().Name})";

    /// <summary>Takes a step on the masters, and rounds them to θ.</summary>
    /// <param name="parameters">The parameters, of which those of 16 bits have masters.</param>
    /// <param name="cancellationToken">Cancels before the step.</param>
    /// <exception cref="ArgumentException">A pair is unusable, or the parameters are not those of the steps before.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient holds NaN or an infinity. Nothing was changed.</exception>
    public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (IsNarrow(parameters[i]) && parameters[i].Fault is { } fault)
                throw new ArgumentException($"parameters[{i}]: {fault}.", nameof(parameters));
        }

        var masters = _masters ?? Masters(parameters);
        if (!ParameterVectors.AreOf(parameters, masters))
        {
            throw new ArgumentException(
                "They are not the parameters of the steps before: number, shapes or element types differ.", nameof(parameters));
        }

        Widen(parameters, masters);
        var before = Inner.Iteration;
        try
        {
            Inner.Step(_wide.AsSpan(0, parameters.Length), cancellationToken);
        }
        finally
        {
            // Also where an observer has thrown after the step.
            if (Inner.Iteration != before)
            {
                _masters = masters;
                Round(masters, parameters);
            }
        }
    }

    /// <inheritdoc/>
    public OptimizerState Snapshot(OptimizerState? into = null) => WrapperState.Snapshot(RuleName, Inner, _masters, into);

    /// <inheritdoc/>
    public void Restore(OptimizerState state) => _masters = WrapperState.Restore(RuleName, Inner, Master, state, onlyNarrow: true);

    /// <inheritdoc/>
    public void Reset()
    {
        Inner.Reset();
        _masters = null;
    }

    /// <inheritdoc/>
    public void Watch(StepObserver observer) => Inner.Watch(observer);

    /// <inheritdoc/>
    public void Unwatch(StepObserver observer) => Inner.Unwatch(observer);

    /// <summary>"MasterWeights(Adam(...))".</summary>
    public override string ToString() => $"MasterWeights({Inner})";

    private static bool IsNarrow(in Parameter parameter) => parameter.ElementKind is ElementKind.Half or ElementKind.BFloat16;

    private static ParameterState[] Masters(scoped ReadOnlySpan<Parameter> parameters)
    {
        var states = ParameterVectors.Infos(parameters);
        for (var i = 0; i < states.Length; i++)
        {
            if (IsNarrow(parameters[i]))
                states[i] = ParameterVectors.Read(parameters.Slice(i, 1), Master)[0];
        }

        return states;
    }

    /// <summary>The masters, where θ is still what they round to and else θ, with the gradients.</summary>
    private void Widen(scoped ReadOnlySpan<Parameter> parameters, ParameterState[] masters)
    {
        if (_wide.Length < parameters.Length)
            (_wide, _gradients) = (new Parameter[parameters.Length], new float[parameters.Length][]);
        for (var i = 0; i < parameters.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            if (!IsNarrow(parameter))
            {
                _wide[i] = parameter;
                continue;
            }

            var master = (float[])masters[i].Values[0].Numbers;
            Follow(parameter, master);
            if (_gradients[i]?.Length != master.Length)
                _gradients[i] = new float[master.Length];
            if (parameter is { ElementKind: ElementKind.Half, Frozen: false })
                Narrow.WidenHalf(parameter.Gradients<Half>(), _gradients[i]);
            else if (!parameter.Frozen)
                Narrow.WidenBFloat16(parameter.Gradients<ushort>(), _gradients[i]);
            _wide[i] = Parameter.Widened(parameter, master, _gradients[i]);
        }
    }

    private static void Follow(in Parameter parameter, float[] master)
    {
        Span<Half> halves = stackalloc Half[PieceLength];
        Span<ushort> bits = stackalloc ushort[PieceLength];
        for (var start = 0; start < master.Length; start += PieceLength)
        {
            var piece = master.AsSpan(start, Math.Min(PieceLength, master.Length - start));
            if (parameter.ElementKind == ElementKind.Half)
            {
                var theta = parameter.Values<Half>().Slice(start, piece.Length);
                Narrow.RoundHalf(piece, halves);
                for (var k = 0; k < piece.Length; k++)
                {
                    if (halves[k] != theta[k])
                        piece[k] = (float)theta[k];
                }
            }
            else
            {
                var theta = parameter.Values<ushort>().Slice(start, piece.Length);
                Narrow.RoundBFloat16(piece, bits);
                if (bits[..piece.Length].SequenceEqual(theta))
                    continue;
                for (var k = 0; k < piece.Length; k++)
                {
                    if (bits[k] != theta[k])
                        piece[k] = Narrow.Widen(theta[k]);
                }
            }
        }
    }

    private static void Round(ParameterState[] masters, scoped ReadOnlySpan<Parameter> parameters)
    {
        for (var i = 0; i < masters.Length; i++)
        {
            if (IsNarrow(parameters[i]) && !parameters[i].Frozen)
                ParameterVectors.Write(masters.AsSpan(i, 1), parameters.Slice(i, 1));
        }
    }
}
