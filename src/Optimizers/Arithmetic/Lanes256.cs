using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Optimizers.Arithmetic;

/// <summary>256 bits of elements side by side.</summary>
internal readonly struct Lanes256<E>(Vector256<E> value) : ILanes<Lanes256<E>, E>
    where E : unmanaged
{
    private readonly Vector256<E> _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<E>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<E> Load(ref readonly E source, nuint index) =>
        new(Vector256.LoadUnsafe(in source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<E> LoadWidened(ref readonly float source, nuint index) =>
        new(Vector256.WidenLower(Vector128.LoadUnsafe(in source, index).ToVector256Unsafe()).As<double, E>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<E> Broadcast(ref readonly E source) => new(Vector256.Create(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(Lanes256<E> value) => Vector256.EqualsAll(value._value, Vector256<E>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<E> MultiplyAdd(Lanes256<E> left, Lanes256<E> right, Lanes256<E> addend) => new(typeof(E) == typeof(float)
        ? Vector256.FusedMultiplyAdd(left._value.AsSingle(), right._value.AsSingle(), addend._value.AsSingle()).As<float, E>()
        : Vector256.FusedMultiplyAdd(left._value.AsDouble(), right._value.AsDouble(), addend._value.AsDouble()).As<double, E>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref E destination, nuint index) => _value.StoreUnsafe(ref destination, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<E> operator +(Lanes256<E> left, Lanes256<E> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<E> operator -(Lanes256<E> left, Lanes256<E> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<E> operator *(Lanes256<E> left, Lanes256<E> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<E> operator /(Lanes256<E> left, Lanes256<E> right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<E> Constant(double value) => new(Vector256.Create(Element.From<E>(value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<E> Sqrt(Lanes256<E> value) => new(Vector256.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<E> Abs(Lanes256<E> value) => new(Vector256.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<E> WhereLess(Lanes256<E> left, Lanes256<E> right, Lanes256<E> then, Lanes256<E> otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(left._value, right._value), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<E> WhereEqual(Lanes256<E> left, Lanes256<E> right, Lanes256<E> then, Lanes256<E> otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(left._value, right._value), then._value, otherwise._value));
}
