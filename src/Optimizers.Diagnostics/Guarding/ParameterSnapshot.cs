namespace Optimizers.Diagnostics;

/// <summary>A copy of the values of the parameters of a step, bit for bit.</summary>
internal sealed class ParameterSnapshot
{
    private readonly Array[] _values;
    private readonly ParameterForm[] _forms;

    public ParameterSnapshot(ReadOnlySpan<Parameter> parameters)
    {
        _values = new Array[parameters.Length];
        _forms = new ParameterForm[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            _forms[i] = ParameterForm.Of(parameters[i]);
            var length = parameters[i].Length;
            _values[i] = _forms[i].Kind switch
            {
                ElementKind.Double => new double[length],
                ElementKind.Single => new float[length],
                ElementKind.Half => new Half[length],
                _ => new ushort[length],
            };
        }
    }

    /// <summary>True if the parameters are as many, of the same shapes and element types.</summary>
    public bool Fits(ReadOnlySpan<Parameter> parameters)
    {
        if (parameters.Length != _values.Length)
            return false;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (ParameterForm.Of(parameters[i]) != _forms[i])
                return false;
        }

        return true;
    }

    public void Save(ReadOnlySpan<Parameter> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            switch (_values[i])
            {
                case double[] doubles: parameters[i].Values<double>().CopyTo(doubles); break;
                case float[] floats: parameters[i].Values<float>().CopyTo(floats); break;
                case Half[] halves: parameters[i].Values<Half>().CopyTo(halves); break;
                case ushort[] bits: parameters[i].Values<ushort>().CopyTo(bits); break;
            }
        }
    }

    /// <summary>θ, widened to double.</summary>
    public double[] Read() => [.. _values.SelectMany(values => values switch
    {
        double[] doubles => doubles,
        float[] floats => Array.ConvertAll(floats, value => (double)value),
        Half[] halves => Array.ConvertAll(halves, value => (double)value),
        _ => Array.ConvertAll((ushort[])values, bits => (double)BFloat16.Widen(bits)),
    })];

    public void WriteTo(ReadOnlySpan<Parameter> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            switch (_values[i])
            {
                case double[] doubles: doubles.CopyTo(parameters[i].Values<double>()); break;
                case float[] floats: floats.CopyTo(parameters[i].Values<float>()); break;
                case Half[] halves: halves.CopyTo(parameters[i].Values<Half>()); break;
                case ushort[] bits: bits.CopyTo(parameters[i].Values<ushort>()); break;
            }
        }
    }
}
