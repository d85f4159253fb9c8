using System.Runtime.InteropServices;

namespace Optimizers.Diagnostics.Monitoring;

/// <summary>Reads stretches of a parameter in the type that it is computed in: narrow elements are widened to floats.</summary>
internal static class ParameterReading
{
    /// <summary>Copies values.</summary>
    public static void Values<E>(in Parameter parameter, int start, Span<E> into) where E : unmanaged
    {
        if (!Values(parameter, start, into, out var own))
            own.CopyTo(into);
    }

    /// <summary>Widens values, or finds them as they are.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="start">The first one.</param>
    /// <param name="widened">Where widened ones are put; as long as the stretch.</param>
    /// <param name="own">Those that need not be widened.</param>
    /// <returns>True if they were widened.</returns>
    public static bool Values<E>(in Parameter parameter, int start, Span<E> widened, out ReadOnlySpan<E> own) where E : unmanaged
    {
        var isNarrow = parameter.ElementKind is ElementKind.Half or ElementKind.BFloat16;
        own = isNarrow ? default : parameter.Values<E>().Slice(start, widened.Length);
        if (parameter.ElementKind == ElementKind.Half)
            WidenHalf(parameter.Values<Half>().Slice(start, widened.Length), MemoryMarshal.Cast<E, float>(widened));
        else if (isNarrow)
            WidenBFloat16(parameter.Values<ushort>().Slice(start, widened.Length), MemoryMarshal.Cast<E, float>(widened));
        return isNarrow;
    }

    /// <summary>Widens gradients, or finds them as they are: see <see cref="Values{E}(in Parameter, int, Span{E}, out ReadOnlySpan{E})"/>.</summary>
    public static bool Gradients<E>(in Parameter parameter, int start, Span<E> widened, out ReadOnlySpan<E> own) where E : unmanaged
    {
        var isNarrow = parameter.ElementKind is ElementKind.Half or ElementKind.BFloat16;
        own = isNarrow ? default : parameter.Gradients<E>().Slice(start, widened.Length);
        if (parameter.ElementKind == ElementKind.Half)
            WidenHalf(parameter.Gradients<Half>().Slice(start, widened.Length), MemoryMarshal.Cast<E, float>(widened));
        else if (isNarrow)
            WidenBFloat16(parameter.Gradients<ushort>().Slice(start, widened.Length), MemoryMarshal.Cast<E, float>(widened));
        return isNarrow;
    }

    private static void WidenHalf(ReadOnlySpan<Half> from, Span<float> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = (float)from[i];
    }

    private static void WidenBFloat16(ReadOnlySpan<ushort> from, Span<float> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = BFloat16.Widen(from[i]);
    }
}
