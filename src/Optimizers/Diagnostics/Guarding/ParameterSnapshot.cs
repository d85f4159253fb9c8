namespace Optimizers.Diagnostics;

/// <summary>A copy of the values of the parameters of a step.</summary>
internal sealed class ParameterSnapshot
{
    private readonly Array[] _values;
    private readonly Shape[] _shapes;

    public ParameterSnapshot(ReadOnlySpan<Parameter> parameters)
    {
        _values = new Array[parameters.Length];
        _shapes = new Shape[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            _shapes[i] = parameters[i].Shape;
            _values[i] = parameters[i].ElementType == ElementType.Float ? new float[parameters[i].Length] : new double[parameters[i].Length];
        }
    }

    /// <summary>True if the parameters are as many, of the same shapes and element types.</summary>
    public bool Fits(ReadOnlySpan<Parameter> parameters)
    {
        if (parameters.Length != _values.Length)
            return false;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Shape != _shapes[i] || (parameters[i].ElementType == ElementType.Float) != (_values[i] is float[]))
                return false;
        }

        return true;
    }

    public void Save(ReadOnlySpan<Parameter> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (_values[i] is float[] floats)
                parameters[i].Value<float>().CopyTo(floats);
            else
                parameters[i].Value<double>().CopyTo((double[])_values[i]);
        }
    }

    /// <summary>θ, widened to double.</summary>
    public double[] Read() => [.. _values.SelectMany(values => values is float[] floats ? Array.ConvertAll(floats, value => (double)value) : (double[])values)];

    public void WriteTo(ReadOnlySpan<Parameter> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            if (_values[i] is float[] floats)
                floats.CopyTo(parameters[i].Value<float>());
            else
                ((double[])_values[i]).CopyTo(parameters[i].Value<double>());
        }
    }
}
