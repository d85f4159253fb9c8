namespace Optimizers;

/// <summary>The ascent of sharpness-aware minimization: θ ← θ + ρg/‖g‖₂ over all parameters.</summary>
internal static class Ascent
{
    /// <summary>Refuses what cannot ascend, before anything is written.</summary>
    public static void Check(Parameter[] parameters, long iteration)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            ref readonly var parameter = ref parameters[i];
            if (parameter.Fault is not null)
                throw new ArgumentException($"parameters[{i}]: {parameter.Fault}.", nameof(parameters));
            for (var k = 0; k < parameter.Length && !parameter.Frozen; k++)
            {
                var g = GradientAt(parameter, k);
                if (!double.IsFinite(g))
                    throw new NonFiniteGradientException(new StepFault(i, k, g, double.NaN, IsSquare: false), parameter, iteration);
            }
        }
    }

    /// <summary>Moves the parameters.</summary>
    public static void Move(Parameter[] parameters, double radius)
    {
        var largest = 0.0;
        foreach (ref readonly var parameter in parameters.AsSpan())
        {
            for (var k = 0; k < parameter.Length && !parameter.Frozen; k++)
                largest = Math.Max(largest, Math.Abs(GradientAt(parameter, k)));
        }

        if (largest == 0)
            return;
        var exponent = Math.ILogB(largest);
        var sum = 0.0;
        foreach (ref readonly var parameter in parameters.AsSpan())
        {
            for (var k = 0; k < parameter.Length && !parameter.Frozen; k++)
            {
                var scaled = Math.ScaleB(GradientAt(parameter, k), -exponent);
                sum += scaled * scaled;
            }
        }

        var factor = radius / Math.Sqrt(sum);
        foreach (ref readonly var parameter in parameters.AsSpan())
        {
            for (var k = 0; k < parameter.Length && !parameter.Frozen; k++)
                Add(parameter, k, factor * Math.ScaleB(GradientAt(parameter, k), -exponent));
        }
    }

    private static double GradientAt(in Parameter parameter, int index) => parameter.ElementKind switch
    {
        ElementKind.Double => parameter.Gradients<double>()[index],
        ElementKind.Single => parameter.Gradients<float>()[index],
        ElementKind.Half => (double)parameter.Gradients<Half>()[index],
        _ => BitConverter.UInt32BitsToSingle((uint)parameter.Gradients<ushort>()[index] << 16),
    };

    private static void Add(in Parameter parameter, int index, double amount)
    {
        switch (parameter.ElementKind)
        {
            case ElementKind.Double: parameter.Values<double>()[index] += amount; break;
            case ElementKind.Single: parameter.Values<float>()[index] += (float)amount; break;
            case ElementKind.Half: parameter.Values<Half>()[index] = (Half)((double)parameter.Values<Half>()[index] + amount); break;
            default:
                var bits = parameter.Values<ushort>().Slice(index, 1);
                Arithmetic.Narrow.RoundBFloat16([(float)(BitConverter.UInt32BitsToSingle((uint)bits[0] << 16) + amount)], bits);
                break;
        }
    }
}
