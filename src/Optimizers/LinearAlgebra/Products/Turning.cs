using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Optimizers.LinearAlgebra;

/// <summary>Square blocks whose rows become columns, in registers where the processor has a way; no bit of an entry changes.</summary>
internal static unsafe class Turning
{
    /// <summary>The rows and columns of a block.</summary>
    public const int Side = 4;

    /// <summary>to[i + k·toStep] ← from[k + i·fromStep] for i, k &lt; 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Turn<E>(E* from, nint fromStep, E* to, nint toStep) where E : unmanaged
    {
        if (sizeof(E) == sizeof(double) && Avx.IsSupported)
            TurnDoubles((double*)from, fromStep, (double*)to, toStep);
        else if (sizeof(E) == sizeof(float) && Sse.IsSupported)
            TurnFloats((float*)from, fromStep, (float*)to, toStep);
        else
            TurnEach(from, fromStep, to, toStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnEach<E>(E* from, nint fromStep, E* to, nint toStep) where E : unmanaged
    {
        for (var i = 0; i < Side; i++)
        {
            for (var k = 0; k < Side; k++)
                to[i + (k * toStep)] = from[k + (i * fromStep)];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnDoubles(double* from, nint fromStep, double* to, nint toStep)
    {
        var (a, b) = (Vector256.Load(from), Vector256.Load(from + fromStep));
        var (c, d) = (Vector256.Load(from + (2 * fromStep)), Vector256.Load(from + (3 * fromStep)));
        var (abEven, abOdd, cdEven, cdOdd) = (Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b), Avx.UnpackLow(c, d), Avx.UnpackHigh(c, d));
        Avx.Permute2x128(abEven, cdEven, 0x20).Store(to);
        Avx.Permute2x128(abOdd, cdOdd, 0x20).Store(to + toStep);
        Avx.Permute2x128(abEven, cdEven, 0x31).Store(to + (2 * toStep));
        Avx.Permute2x128(abOdd, cdOdd, 0x31).Store(to + (3 * toStep));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TurnFloats(float* from, nint fromStep, float* to, nint toStep)
    {
        var (a, b) = (Vector128.Load(from), Vector128.Load(from + fromStep));
        var (c, d) = (Vector128.Load(from + (2 * fromStep)), Vector128.Load(from + (3 * fromStep)));
        var (abLow, abHigh, cdLow, cdHigh) = (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b), Sse.UnpackLow(c, d), Sse.UnpackHigh(c, d));
        Sse.MoveLowToHigh(abLow, cdLow).Store(to);
        Sse.MoveHighToLow(cdLow, abLow).Store(to + toStep);
        Sse.MoveLowToHigh(abHigh, cdHigh).Store(to + (2 * toStep));
        Sse.MoveHighToLow(cdHigh, abHigh).Store(to + (3 * toStep));
    }
}
