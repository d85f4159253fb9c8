using System.Globalization;

namespace Optimizers.Diagnostics;

/// <summary>The values of the parameters of a training, side by side in the order of its steps, matrices column by column.</summary>
internal static class ParameterValues
{
    /// <summary>θ, widened to double.</summary>
    /// <exception cref="InvalidOperationException">A parameter is unusable.</exception>
    public static double[] Read(IReadOnlyList<Parameter> parameters)
    {
        var theta = new double[Length(parameters)];
        var start = 0;
        for (var i = 0; i < parameters.Count; i++)
        {
            var target = theta.AsSpan(start, parameters[i].Length);
            Widen(parameters[i], target);
            start += target.Length;
        }

        return theta;
    }

    /// <summary>Writes θ, rounded to the element type of each parameter.</summary>
    /// <exception cref="InvalidOperationException">A parameter is unusable, or θ has another length. Nothing was written.</exception>
    public static void Write(ReadOnlySpan<double> theta, IReadOnlyList<Parameter> parameters)
    {
        var length = Length(parameters);
        if (theta.Length != length)
        {
            throw new UnfitParametersException(string.Create(
                CultureInfo.InvariantCulture, $"θ has {theta.Length} entries; the parameters of the training have {length} together."));
        }

        var start = 0;
        for (var i = 0; i < parameters.Count; i++)
        {
            var source = theta.Slice(start, parameters[i].Length);
            for (var k = 0; k < source.Length; k++)
                Set(parameters[i], k, source[k]);

            start += source.Length;
        }
    }

    /// <summary>Sets one entry of a parameter, rounded to its element type.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="index">The place in θ's part: of a matrix column by column, however it lies in memory.</param>
    /// <param name="value">The entry.</param>
    public static void Set(in Parameter parameter, int index, double value)
    {
        index = ParameterForm.Of(parameter).PlaceOf(index);
        switch (parameter.ElementKind)
        {
            case ElementKind.Double: parameter.Values<double>()[index] = value; break;
            case ElementKind.Single: parameter.Values<float>()[index] = (float)value; break;
            case ElementKind.Half: parameter.Values<Half>()[index] = (Half)value; break;
            default: parameter.Values<ushort>()[index] = BFloat16.Round((float)value); break;
        }
    }

    /// <summary>One entry of a parameter.</summary>
    /// <inheritdoc cref="Set"/>
    public static double Get(in Parameter parameter, int index)
    {
        index = ParameterForm.Of(parameter).PlaceOf(index);
        return parameter.ElementKind switch
        {
            ElementKind.Double => parameter.Values<double>()[index],
            ElementKind.Single => parameter.Values<float>()[index],
            ElementKind.Half => (double)parameter.Values<Half>()[index],
            _ => BFloat16.Widen(parameter.Values<ushort>()[index]),
        };
    }

    /// <summary>The position of a parameter by its name, or by its position: "2" or "parameters[2]".</summary>
    /// <exception cref="InvalidOperationException">There is none, or it is unusable.</exception>
    public static int Find(IReadOnlyList<Parameter> parameters, string name)
    {
        Length(parameters);
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].Name == name)
                return i;
        }

        var number = name.StartsWith("parameters[", StringComparison.Ordinal) && name.EndsWith(']') ? name[11..^1] : name;
        if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position < parameters.Count)
            return position;
        var names = string.Join(", ", parameters.Select((parameter, i) =>
            parameter.Name ?? string.Create(CultureInfo.InvariantCulture, $"parameters[{i}]")));
        throw new UnfitParametersException($"The training has no parameter \"{name}\"; it has {names}.");
    }

    /// <summary>True if every entry is finite.</summary>
    public static bool AreFinite(ReadOnlySpan<Parameter> parameters)
    {
        foreach (ref readonly var parameter in parameters)
        {
            var isFinite = parameter.ElementKind switch
            {
                ElementKind.Double => Spans.AreFinite<double>(parameter.Values<double>()),
                ElementKind.Single => Spans.AreFinite<float>(parameter.Values<float>()),
                _ => IsFiniteOneByOne(parameter),
            };
            if (!isFinite)
                return false;
        }

        return true;
    }

    private static void Widen(in Parameter parameter, Span<double> target)
    {
        for (var k = 0; k < target.Length; k++)
            target[k] = Get(parameter, k);
    }

    private static bool IsFiniteOneByOne(in Parameter parameter)
    {
        for (var k = 0; k < parameter.Length; k++)
        {
            if (!double.IsFinite(Get(parameter, k)))
                return false;
        }

        return true;
    }

    private static int Length(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var length = 0;
        for (var i = 0; i < parameters.Count; i++)
        {
            // The value is enough: a remedy reads no gradient.
            if ((parameters[i] with { Frozen = true }).Fault is { } fault)
                throw new UnfitParametersException(string.Create(CultureInfo.InvariantCulture, $"parameters[{i}] is unusable: {fault}."));

            length = checked(length + parameters[i].Length);
        }

        return length;
    }
}
