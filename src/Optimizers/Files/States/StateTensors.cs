using Optimizers.Arithmetic;

namespace Optimizers.Files;

/// <summary>The tensors of a state: row by row, of the shape that a Python program expects.</summary>
internal static class StateTensors
{
    /// <summary>A number without dimensions.</summary>
    public static TensorSource Number(string name, long number) =>
        TensorSource.ByRows<long>(name, TensorType.I64, new TensorShape(), new[] { number });

    /// <summary>A number without dimensions.</summary>
    public static TensorSource Number(string name, double number) =>
        TensorSource.ByRows<double>(name, TensorType.F64, new TensorShape(), new[] { number });

    /// <summary>The numbers of a value, without a copy.</summary>
    public static TensorSource Of(string name, StateValue value) => value.Kind == ElementKind.Double
        ? Of<double>(name, TensorType.F64, value, (double[])value.Numbers)
        : Of<float>(name, TensorType.F32, value, (float[])value.Numbers);

    /// <summary>The values of a parameter in its own element type.</summary>
    public static TensorSource Of(string name, ParameterState parameter)
    {
        var value = parameter.Values[0];
        switch (parameter.Kind)
        {
            case ElementKind.Half:
                var halves = new Half[value.Length];
                Narrow.RoundHalf(value.Singles, halves);
                return Of<Half>(name, TensorType.F16, value, halves);
            case ElementKind.BFloat16:
                var bits = new ushort[value.Length];
                Narrow.RoundBFloat16(value.Singles, bits);
                return Of<ushort>(name, TensorType.BF16, value, bits);
            default:
                return Of(name, value);
        }
    }

    /// <summary>The shape of a value in a file.</summary>
    public static TensorShape ShapeOf(StateForm form, int rows, int columns) =>
        columns > 0 || form == StateForm.Matrix ? new(rows, columns) : new(rows);

    private static TensorSource Of<E>(string name, TensorType type, StateValue value, ReadOnlyMemory<E> numbers) where E : unmanaged =>
        value.Columns > 0 && !value.IsByRows
            ? TensorSource.ByColumns(name, type, value.Rows, value.Columns, numbers)
            : TensorSource.ByRows(name, type, ShapeOf(value.Form, value.Rows, value.Columns), numbers);
}
