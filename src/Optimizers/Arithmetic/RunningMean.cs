using System.Runtime.CompilerServices;

namespace Optimizers.Arithmetic;

/// <summary>
/// A mean whose weights fall like 1/t, kept with what its rounding has left out: in one float it would stop moving, or drift, after
/// some ten million values.
/// </summary>
internal static class RunningMean
{
    /// <summary>mean + share·(value − mean).</summary>
    /// <param name="mean">The mean so far.</param>
    /// <param name="rest">What its rounding has left out; replaced by that of the next one.</param>
    /// <param name="value">The next value.</param>
    /// <param name="share">Its weight, in [0, 1].</param>
    /// <typeparam name="T">The arithmetic.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Next<T>(T mean, ref T rest, T value, double share) where T : struct, IArithmetic<T>
    {
        var change = (share * (value - mean)) + rest;
        var next = mean + change;
        var changed = next - mean;
        rest = mean - (next - changed) + (change - changed); // Exact, whichever is larger (Knuth, The Art of Computer Programming 2, section 4.2.2).
        return next;
    }
}
