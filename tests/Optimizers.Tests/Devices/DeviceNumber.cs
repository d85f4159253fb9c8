using Optimizers.Arithmetic;

namespace Optimizers.Tests.Devices;

/// <summary>A float in a kernel: an arithmetic of another engine's, by which the library's formulas run there.</summary>
public readonly struct DeviceNumber(float value) : IArithmetic<DeviceNumber>
{
    public float Value { get; } = value;

    public static DeviceNumber operator +(DeviceNumber left, DeviceNumber right) => new(left.Value + right.Value);

    public static DeviceNumber operator -(DeviceNumber left, DeviceNumber right) => new(left.Value - right.Value);

    public static DeviceNumber operator *(DeviceNumber left, DeviceNumber right) => new(left.Value * right.Value);

    public static DeviceNumber operator /(DeviceNumber left, DeviceNumber right) => new(left.Value / right.Value);

    public static DeviceNumber Constant(double value) => new((float)value);

    public static DeviceNumber Sqrt(DeviceNumber value) => new(MathF.Sqrt(value.Value));

    public static DeviceNumber Abs(DeviceNumber value) => new(MathF.Abs(value.Value));

    public static DeviceNumber WhereLess(DeviceNumber left, DeviceNumber right, DeviceNumber then, DeviceNumber otherwise) =>
        left.Value < right.Value ? then : otherwise;

    public static DeviceNumber WhereEqual(DeviceNumber left, DeviceNumber right, DeviceNumber then, DeviceNumber otherwise) =>
        left.Value == right.Value ? then : otherwise;
}
