using System.Runtime.InteropServices;

namespace Optimizers.Tests.Rules;

/// <summary>Parameters of several shapes and element types with gradients in memory of their own, seeded: what a property test steps.</summary>
internal sealed class ParameterSet
{
    private readonly Array[] _values;
    private readonly Array[] _gradients;
    private readonly Parameter[] _parameters;

    /// <summary>Parameters.</summary>
    /// <param name="shapes">Their shapes; 0 columns for a vector.</param>
    public ParameterSet(params (ElementKind Kind, int Rows, int Columns)[] shapes)
    {
        (_values, _gradients, _parameters) = (new Array[shapes.Length], new Array[shapes.Length], new Parameter[shapes.Length]);
        for (var i = 0; i < shapes.Length; i++)
        {
            var (kind, rows, columns) = shapes[i];
            var start = Trajectory.Start(rows * Math.Max(1, columns), seed: i + 1);
            (_values[i], _gradients[i]) = (Narrow(start, kind), Narrow(new double[start.Length], kind));
            _parameters[i] = (_values[i], _gradients[i]) switch
            {
                (double[] value, double[] gradient) => columns == 0 ? (value, gradient) : Parameter.Matrix(value, gradient, rows, columns),
                (float[] value, float[] gradient) => columns == 0 ? (value, gradient) : Parameter.Matrix(value, gradient, rows, columns),
                (Half[] value, Half[] gradient) => Parameter.OfHalf(value, gradient),
                var (value, gradient) => Parameter.OfBFloat16((ushort[])value, (ushort[])gradient),
            };
        }
    }

    /// <summary>The views that a step takes.</summary>
    public Parameter[] Parameters => _parameters;

    /// <summary>The values of a parameter.</summary>
    public Array this[int index] => _values[index];

    /// <summary>
    /// A few small parameters, no multiple of any lane count: of both element types, vectors and matrices where the optimizer takes them.
    /// </summary>
    public static ParameterSet Small(OptimizerFact fact) => fact.NeedsMatrices
        ? new((ElementKind.Double, 5, 7), (ElementKind.Single, 6, 4), (ElementKind.Double, 3, 3))
        : new((ElementKind.Double, 37, 0), (ElementKind.Double, 5, 7), (ElementKind.Single, 6, 4), (ElementKind.Single, 5, 0));

    /// <summary>Parameters of several blocks each, so that threads share them.</summary>
    public static ParameterSet Large(OptimizerFact fact) => fact.NeedsMatrices || fact.Allocates is not null
        ? new((ElementKind.Double, 300, 250))
        : new((ElementKind.Double, 70_001, 0), (ElementKind.Double, 300, 250), (ElementKind.Single, 70_001, 0), (ElementKind.Single, 250, 300));

    /// <summary>Fills the gradients with those of a step.</summary>
    public void Prepare(int step)
    {
        for (var i = 0; i < _values.Length; i++)
            SetGradient(i, Trajectory.Gradient(_values[i].Length, step, seed: i + 2));
    }

    /// <summary>Fills the gradient of one parameter.</summary>
    public void SetGradient(int index, double[] gradient) =>
        Array.Copy(Narrow(gradient, _parameters[index].ElementKind), _gradients[index], gradient.Length);

    /// <summary>The gradient of a parameter, to be written.</summary>
    public Array GradientOf(int index) => _gradients[index];

    /// <summary>Rounds a number into a place of an array of any element type.</summary>
    public static void Set(Array values, int index, double value)
    {
        switch (values)
        {
            case double[] doubles: doubles[index] = value; break;
            case float[] floats: floats[index] = (float)value; break;
            case Half[] halves: halves[index] = (Half)(float)value; break;
            default: ((ushort[])values)[index] = RoundToBFloat16((float)value); break;
        }
    }

    /// <summary>Puts a NaN into the last place of the last gradient.</summary>
    public void Spoil()
    {
        var gradient = Widen(_gradients[^1]);
        gradient[^1] = double.NaN;
        SetGradient(_gradients.Length - 1, gradient);
    }

    /// <summary>Takes a step by the gradients of a step.</summary>
    public void Step(IOptimizer optimizer, int step)
    {
        Prepare(step);
        optimizer.Step(_parameters);
    }

    /// <summary>Every bit of all values.</summary>
    public byte[] Bits() => [.. _values.SelectMany(BytesOf)];

    /// <summary>Puts the values of another set of the same shapes here.</summary>
    public void CopyFrom(ParameterSet other)
    {
        for (var i = 0; i < _values.Length; i++)
            Array.Copy(other._values[i], _values[i], _values[i].Length);
    }

    /// <summary>All values, in double precision.</summary>
    public IEnumerable<double> All() => _values.SelectMany(Widen);

    /// <summary>Numbers in double precision.</summary>
    public static double[] Widen(Array values) => values switch
    {
        double[] doubles => [.. doubles],
        float[] floats => Array.ConvertAll(floats, x => (double)x),
        Half[] halves => Array.ConvertAll(halves, x => (double)x),
        _ => Array.ConvertAll((ushort[])values, x => (double)BitConverter.UInt32BitsToSingle((uint)x << 16)),
    };

    /// <summary>Numbers rounded to an element type; to bfloat16 by plain arithmetic on the bits of a float, ties to even.</summary>
    public static Array Narrow(double[] values, ElementKind kind) => kind switch
    {
        ElementKind.Double => (double[])[.. values],
        ElementKind.Single => Array.ConvertAll(values, x => (float)x),
        ElementKind.Half => Array.ConvertAll(values, x => (Half)(float)x),
        _ => Array.ConvertAll(values, x => RoundToBFloat16((float)x)),
    };

    private static ushort RoundToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)0x7FC0 : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static byte[] BytesOf(Array values) => values switch
    {
        double[] doubles => MemoryMarshal.AsBytes(doubles.AsSpan()).ToArray(),
        float[] floats => MemoryMarshal.AsBytes(floats.AsSpan()).ToArray(),
        Half[] halves => MemoryMarshal.AsBytes(halves.AsSpan()).ToArray(),
        _ => MemoryMarshal.AsBytes(((ushort[])values).AsSpan()).ToArray(),
    };
}
