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
}
