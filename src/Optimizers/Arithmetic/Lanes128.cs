using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Optimizers.Arithmetic;

/// <summary>128 bits of elements side by side.</summary>
internal readonly struct Lanes128<E>(Vector128<E> value) : ILanes<Lanes128<E>, E>
    where E : unmanaged
{
    private readonly Vector128<E> _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<E>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<E> Load(ref readonly E source, nuint index) =>
        new(Vector128.LoadUnsafe(in source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<E> LoadWidened(ref readonly float source, nuint index) =>
        new(Vector128.WidenLower(
            Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<double>(ref Unsafe.As<float, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in source), index))))
            .AsSingle()).As<double, E>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<E> Broadcast(ref readonly E source) => new(Vector128.Create(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsZero(Lanes128<E> value) => Vector128.EqualsAll(value._value, Vector128<E>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<E> MultiplyAdd(Lanes128<E> left, Lanes128<E> right, Lanes128<E> addend) => new(typeof(E) == typeof(float)
        ? Vector128.FusedMultiplyAdd(left._value.AsSingle(), right._value.AsSingle(), addend._value.AsSingle()).As<float, E>()
        : Vector128.FusedMultiplyAdd(left._value.AsDouble(), right._value.AsDouble(), addend._value.AsDouble()).As<double, E>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref E destination, nuint index) => _value.StoreUnsafe(ref destination, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<E> operator +(Lanes128<E> left, Lanes128<E> right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<E> operator -(Lanes128<E> left, Lanes128<E> right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<E> operator *(Lanes128<E> left, Lanes128<E> right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<E> operator /(Lanes128<E> left, Lanes128<E> right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<E> Constant(double value) => new(Vector128.Create(Element.From<E>(value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<E> Sqrt(Lanes128<E> value) => new(Vector128.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<E> Abs(Lanes128<E> value) => new(Vector128.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<E> WhereLess(Lanes128<E> left, Lanes128<E> right, Lanes128<E> then, Lanes128<E> otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(left._value, right._value), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<E> WhereEqual(Lanes128<E> left, Lanes128<E> right, Lanes128<E> then, Lanes128<E> otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(left._value, right._value), then._value, otherwise._value));
}
