using Optimizers.Arithmetic;

namespace Optimizers;

/// <summary>The ascents of sharpness-aware minimization, plain and adaptive, over all parameters.</summary>
internal static class Ascent
{
    /// <summary>Refuses what cannot ascend, before anything is written.</summary>
    public static void Check(scoped ReadOnlySpan<Parameter> parameters, long iteration)
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

    /// <summary>Moves the parameters; with η by ρT²g/‖Tg‖₂, T = |θ| + η.</summary>
    public static void Move(Parameter[] parameters, double radius, double? eta)
    {
        var largest = 0.0;
        foreach (ref readonly var parameter in parameters.AsSpan())
        {
            for (var k = 0; k < parameter.Length && !parameter.Frozen; k++)
                largest = Math.Max(largest, Math.Abs(ScaleAt(parameter, k, eta) * GradientAt(parameter, k)));
        }

        if (largest == 0 || !double.IsFinite(largest))
            return;
        var exponent = Math.ILogB(largest);
        var sum = 0.0;
        foreach (ref readonly var parameter in parameters.AsSpan())
        {
            for (var k = 0; k < parameter.Length && !parameter.Frozen; k++)
            {
                var scaled = Math.ScaleB(ScaleAt(parameter, k, eta) * GradientAt(parameter, k), -exponent);
                sum += scaled * scaled;
            }
        }

        var factor = radius / Math.Sqrt(sum);
        foreach (ref readonly var parameter in parameters.AsSpan())
        {
            for (var k = 0; k < parameter.Length && !parameter.Frozen; k++)
            {
                var scale = ScaleAt(parameter, k, eta);
                Add(parameter, k, factor * scale * Math.ScaleB(scale * GradientAt(parameter, k), -exponent));
            }
        }
    }

    private static double ScaleAt(in Parameter parameter, int index, double? eta) =>
        eta is not { } least ? 1 : least + Math.Abs(ValueAt(parameter, index));

    private static double ValueAt(in Parameter parameter, int index) => parameter.ElementKind switch
    {
        ElementKind.Double => parameter.Values<double>()[index],
        ElementKind.Single => parameter.Values<float>()[index],
        ElementKind.Half => (double)parameter.Values<Half>()[index],
        _ => Narrow.Widen(parameter.Values<ushort>()[index]),
    };

    /// <summary>An element of a gradient.</summary>
    public static double GradientAt(in Parameter parameter, int index) => parameter.ElementKind switch
    {
        ElementKind.Double => parameter.Gradients<double>()[index],
        ElementKind.Single => parameter.Gradients<float>()[index],
        ElementKind.Half => (double)parameter.Gradients<Half>()[index],
        _ => Narrow.Widen(parameter.Gradients<ushort>()[index]),
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
                Narrow.RoundBFloat16([(float)(Narrow.Widen(bits[0]) + amount)], bits);
                break;
        }
    }
}
