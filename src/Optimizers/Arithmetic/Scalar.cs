using System.Numerics;
using System.Runtime.CompilerServices;

namespace Optimizers.Arithmetic;

/// <summary>One element: what is left over beside the lanes, and everything on a processor without them.</summary>
internal readonly struct Scalar<E>(E value) : ILanes<Scalar<E>, E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private readonly E _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<E> Load(ref readonly E source, nuint index) => new(Unsafe.Add(ref Unsafe.AsRef(in source), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<E> LoadWidened(ref readonly float source, nuint index) =>
        new(Element.From<E>(Unsafe.Add(ref Unsafe.AsRef(in source), index)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<E> Broadcast(ref readonly E source) => new(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(Scalar<E> value) => value._value == E.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<E> MultiplyAdd(Scalar<E> left, Scalar<E> right, Scalar<E> addend) =>
        new(E.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref E destination, nuint index) => Unsafe.Add(ref destination, index) = _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<E> operator +(Scalar<E> left, Scalar<E> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<E> operator -(Scalar<E> left, Scalar<E> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<E> operator *(Scalar<E> left, Scalar<E> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<E> operator /(Scalar<E> left, Scalar<E> right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<E> Constant(double value) => new(Element.From<E>(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<E> Sqrt(Scalar<E> value) => new(E.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<E> Abs(Scalar<E> value) => new(E.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<E> WhereLess(Scalar<E> left, Scalar<E> right, Scalar<E> then, Scalar<E> otherwise) =>
        left._value < right._value ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<E> WhereEqual(Scalar<E> left, Scalar<E> right, Scalar<E> then, Scalar<E> otherwise) =>
        left._value == right._value ? then : otherwise;
}
