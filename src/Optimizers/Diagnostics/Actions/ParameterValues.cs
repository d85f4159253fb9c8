using System.Globalization;
using Optimizers.LinearAlgebra;

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
            if (parameters[i].ElementType == ElementType.Double)
            {
                parameters[i].Value<double>().CopyTo(target);
            }
            else
            {
                var value = parameters[i].Value<float>();
                for (var k = 0; k < value.Length; k++)
                    target[k] = value[k];
            }

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
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"θ has {theta.Length} entries; the parameters of the training have {length} together."));
        }

        var start = 0;
        for (var i = 0; i < parameters.Count; i++)
        {
            var source = theta.Slice(start, parameters[i].Length);
            if (parameters[i].ElementType == ElementType.Double)
            {
                source.CopyTo(parameters[i].Value<double>());
            }
            else
            {
                var value = parameters[i].Value<float>();
                for (var k = 0; k < value.Length; k++)
                    value[k] = (float)source[k];
            }

            start += source.Length;
        }
    }

    /// <summary>Sets one entry of a parameter, rounded to its element type.</summary>
    public static void Set(in Parameter parameter, int index, double value)
    {
        if (parameter.ElementType == ElementType.Double)
            parameter.Value<double>()[index] = value;
        else
            parameter.Value<float>()[index] = (float)value;
    }

    /// <summary>One entry of a parameter.</summary>
    public static double Get(in Parameter parameter, int index) =>
        parameter.ElementType == ElementType.Double ? parameter.Value<double>()[index] : parameter.Value<float>()[index];

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
        var names = string.Join(", ", parameters.Select((parameter, i) => parameter.Name ?? string.Create(CultureInfo.InvariantCulture, $"parameters[{i}]")));
        throw new InvalidOperationException($"The training has no parameter \"{name}\"; it has {names}.");
    }

    /// <summary>True if every entry is finite.</summary>
    public static bool AreFinite(ReadOnlySpan<Parameter> parameters)
    {
        foreach (ref readonly var parameter in parameters)
        {
            if (!(parameter.ElementType == ElementType.Double
                ? Reduction.IsFinite<double>(parameter.Value<double>())
                : Reduction.IsFinite<float>(parameter.Value<float>())))
            {
                return false;
            }
        }

        return true;
    }

    private static int Length(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var length = 0;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].IsNull || parameters[i].Fault is not null)
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture, $"parameters[{i}] is unusable: {parameters[i].Fault ?? "its value or its gradient is null"}."));
            }

            length = checked(length + parameters[i].Length);
        }

        return length;
    }
}
