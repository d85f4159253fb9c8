using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Optimizers.Arithmetic;

/// <summary>512 bits of elements side by side.</summary>
internal readonly struct Lanes512<E>(Vector512<E> value) : ILanes<Lanes512<E>, E>
    where E : unmanaged
{
    private readonly Vector512<E> _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<E>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<E> Load(ref readonly E source, nuint index) =>
        new(Vector512.LoadUnsafe(in source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<E> LoadWidened(ref readonly float source, nuint index) =>
        new(Vector512.WidenLower(Vector256.LoadUnsafe(in source, index).ToVector512Unsafe()).As<double, E>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<E> Broadcast(ref readonly E source) => new(Vector512.Create(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(Lanes512<E> value) => Vector512.EqualsAll(value._value, Vector512<E>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<E> MultiplyAdd(Lanes512<E> left, Lanes512<E> right, Lanes512<E> addend) => new(typeof(E) == typeof(float)
        ? Vector512.FusedMultiplyAdd(left._value.AsSingle(), right._value.AsSingle(), addend._value.AsSingle()).As<float, E>()
        : Vector512.FusedMultiplyAdd(left._value.AsDouble(), right._value.AsDouble(), addend._value.AsDouble()).As<double, E>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref E destination, nuint index) => _value.StoreUnsafe(ref destination, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<E> operator +(Lanes512<E> left, Lanes512<E> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<E> operator -(Lanes512<E> left, Lanes512<E> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<E> operator *(Lanes512<E> left, Lanes512<E> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<E> operator /(Lanes512<E> left, Lanes512<E> right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<E> Constant(double value) => new(Vector512.Create(Element.From<E>(value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<E> Sqrt(Lanes512<E> value) => new(Vector512.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<E> Abs(Lanes512<E> value) => new(Vector512.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<E> WhereLess(Lanes512<E> left, Lanes512<E> right, Lanes512<E> then, Lanes512<E> otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left._value, right._value), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<E> WhereEqual(Lanes512<E> left, Lanes512<E> right, Lanes512<E> then, Lanes512<E> otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(left._value, right._value), then._value, otherwise._value));
}
