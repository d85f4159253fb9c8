using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>The values of one part of a chain, taken out of those of the whole and put back. All indices are constants of the chain's type.</summary>
internal static class StateSlice
{
    /// <summary>The <paramref name="count"/> values from <paramref name="start"/> on, as the first ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static State<T> Take<T>(in State<T> whole, int start, int count) where T : struct, IArithmetic<T>
    {
        var part = default(State<T>); // Not left as it is: compilers for devices need it whole.
        if (count > 0)
            part.First = whole[start + 0];
        if (count > 1)
            part.Second = whole[start + 1];
        if (count > 2)
            part.Third = whole[start + 2];
        if (count > 3)
            part.Fourth = whole[start + 3];
        if (count > 4)
            part.Fifth = whole[start + 4];
        if (count > 5)
            part.Sixth = whole[start + 5];
        if (count > 6)
            part.Seventh = whole[start + 6];
        if (count > 7)
            part.Eighth = whole[start + 7];
        if (count > 8)
            part.Ninth = whole[start + 8];
        if (count > 9)
            part.Tenth = whole[start + 9];
        if (count > 10)
            part.Eleventh = whole[start + 10];
        if (count > 11)
            part.Twelfth = whole[start + 11];
        if (count > 12)
            part.Thirteenth = whole[start + 12];
        if (count > 13)
            part.Fourteenth = whole[start + 13];
        if (count > 14)
            part.Fifteenth = whole[start + 14];
        if (count > 15)
            part.Sixteenth = whole[start + 15];
        return part;
    }

    /// <summary>Puts the first <paramref name="count"/> values of a part back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<T>(ref State<T> whole, int start, int count, in State<T> part) where T : struct, IArithmetic<T>
    {
        if (count > 0)
            whole[start + 0] = part.First;
        if (count > 1)
            whole[start + 1] = part.Second;
        if (count > 2)
            whole[start + 2] = part.Third;
        if (count > 3)
            whole[start + 3] = part.Fourth;
        if (count > 4)
            whole[start + 4] = part.Fifth;
        if (count > 5)
            whole[start + 5] = part.Sixth;
        if (count > 6)
            whole[start + 6] = part.Seventh;
        if (count > 7)
            whole[start + 7] = part.Eighth;
        if (count > 8)
            whole[start + 8] = part.Ninth;
        if (count > 9)
            whole[start + 9] = part.Tenth;
        if (count > 10)
            whole[start + 10] = part.Eleventh;
        if (count > 11)
            whole[start + 11] = part.Twelfth;
        if (count > 12)
            whole[start + 12] = part.Thirteenth;
        if (count > 13)
            whole[start + 13] = part.Fourteenth;
        if (count > 14)
            whole[start + 14] = part.Fifteenth;
        if (count > 15)
            whole[start + 15] = part.Sixteenth;
    }
}
