namespace Optimizers.Mpi;

/// <summary>Means over the ranks of gradients or values of parameters, in their element types; halves and bfloat16 in single precision.</summary>
/// <param name="world">The ranks.</param>
internal sealed class ParameterMean(MpiWorld world)
{
    private readonly GradientMean<double> _doubles = new(world);
    private readonly GradientMean<float> _singles = new(world);
    private Array[] _means = [];
    private float[][] _wide = []; // Of halves and bfloat16.

    /// <summary>The means of what is not frozen, by the position of the parameter, in memory that the next call writes again.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="ofValues">True for the values, false for the gradients.</param>
    public Array[] Of(scoped ReadOnlySpan<Parameter> parameters, bool ofValues)
    {
        if (_means.Length != parameters.Length)
            (_means, _wide) = (new Array[parameters.Length], new float[parameters.Length][]);
        for (var i = 0; i < parameters.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            if (parameter.Frozen)
                continue;
            if (parameter.ElementKind == ElementKind.Double)
            {
                _doubles.Add(Read<double>(parameter, ofValues), Own<double>(ref _means[i], parameter.Length));
                continue;
            }

            if (parameter.ElementKind == ElementKind.Single)
            {
                _singles.Add(Read<float>(parameter, ofValues), Own<float>(ref _means[i], parameter.Length));
                continue;
            }

            if (_wide[i]?.Length != parameter.Length)
                _wide[i] = new float[parameter.Length];
            Widen(parameter, ofValues, _wide[i]);
            _singles.Add(_wide[i], _wide[i]);
        }

        _doubles.Finish();
        _singles.Finish();
        for (var i = 0; i < parameters.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            if (!parameter.Frozen && parameter.ElementKind is ElementKind.Half or ElementKind.BFloat16)
                Narrow(_wide[i], parameter, ref _means[i]);
        }

        return _means;
    }

    private static ReadOnlySpan<E> Read<E>(in Parameter parameter, bool ofValues) where E : unmanaged =>
        ofValues ? parameter.Values<E>() : parameter.Gradients<E>();

    private static E[] Own<E>(ref Array memory, int length)
    {
        if (memory is not E[] array || array.Length != length)
            memory = array = new E[length];
        return array;
    }

    private static void Widen(in Parameter parameter, bool ofValues, float[] wide)
    {
        if (parameter.ElementKind == ElementKind.Half)
        {
            var halves = Read<Half>(parameter, ofValues);
            for (var i = 0; i < wide.Length; i++)
                wide[i] = (float)halves[i];
            return;
        }

        var bits = Read<ushort>(parameter, ofValues);
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
}
