namespace Optimizers.Diagnostics;

/// <summary>A copy of the values of the parameters of a step, bit for bit.</summary>
internal sealed class ParameterSnapshot
{
    private readonly Array[] _values;
    private readonly Shape[] _shapes;
    private readonly ElementKind[] _kinds;

    public ParameterSnapshot(ReadOnlySpan<Parameter> parameters)
    {
        _values = new Array[parameters.Length];
        _shapes = new Shape[parameters.Length];
        _kinds = new ElementKind[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            (_shapes[i], _kinds[i]) = (parameters[i].Shape, parameters[i].ElementKind);
            var length = parameters[i].Length;
            _values[i] = _kinds[i] switch
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
            if (parameters[i].Shape != _shapes[i] || parameters[i].ElementKind != _kinds[i])
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
        _ => Array.ConvertAll((ushort[])values, bits => (double)BitConverter.UInt32BitsToSingle((uint)bits << 16)),
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
