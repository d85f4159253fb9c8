using System.Runtime.CompilerServices;

namespace Optimizers.Arithmetic;

/// <summary>The element types of parameters: <see cref="float"/> and <see cref="double"/>.</summary>
internal static class Element
{
    /// <summary>Rounds a double to the element type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static E From<E>(double value) where E : unmanaged =>
        typeof(E) == typeof(float) ? Unsafe.BitCast<float, E>((float)value) : Unsafe.BitCast<double, E>(value);

    /// <summary>Widens an element to double, without error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble<E>(E value) where E : unmanaged =>
        typeof(E) == typeof(float) ? Unsafe.BitCast<E, float>(value) : Unsafe.BitCast<E, double>(value);

    /// <summary>The smallest normal number of the type: 2⁻¹²⁶ or 2⁻¹⁰²².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SmallestNormal<E>() where E : unmanaged => typeof(E) == typeof(float) ? 1.1754943508222875e-38 : 2.2250738585072014e-308;

    /// <summary>The largest finite number of the type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Largest<E>() where E : unmanaged => typeof(E) == typeof(float) ? float.MaxValue : double.MaxValue;
}
