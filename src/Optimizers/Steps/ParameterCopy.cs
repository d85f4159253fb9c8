namespace Optimizers.Steps;

/// <summary>The values of parameters as they were, bit for bit, and the views to put them back through.</summary>
internal sealed class ParameterCopy
{
    private readonly Parameter[] _parameters;
    private readonly Array[] _values;

    /// <summary>Copies the values.</summary>
    public ParameterCopy(ReadOnlySpan<Parameter> parameters)
    {
        _parameters = parameters.ToArray();
        _values = new Array[parameters.Length];
        for (var i = 0; i < _values.Length; i++)
        {
            _values[i] = parameters[i].ElementKind switch
            {
                ElementKind.Double => parameters[i].Values<double>().ToArray(),
                ElementKind.Single => parameters[i].Values<float>().ToArray(),
                ElementKind.Half => parameters[i].Values<Half>().ToArray(),
                _ => parameters[i].Values<ushort>().ToArray(),
            };
        }
    }

    /// <summary>How many parameters.</summary>
    public int Count => _values.Length;

    /// <summary>Puts the values back.</summary>
    public void Restore() => WriteTo(_parameters);

    /// <summary>Writes the values into parameters of the same shapes and kinds.</summary>
    public void WriteTo(ReadOnlySpan<Parameter> parameters)
    {
        for (var i = 0; i < _values.Length; i++)
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
