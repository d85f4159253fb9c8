using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>The state values of one coordinate, as a formula reads and writes them.</summary>
/// <remarks>Named fields, since the JIT keeps them in registers, which it does not do with arrays.</remarks>
/// <typeparam name="T">The arithmetic.</typeparam>
public struct State<T> where T : struct, IArithmetic<T>
{
    /// <summary>The largest number of state values of a formula.</summary>
    public const int Capacity = 16;

#pragma warning disable CA1051 // See the remarks.
    /// <summary>The first value.</summary>
    public T First;

    /// <summary>The second value.</summary>
    public T Second;

    /// <summary>The third value.</summary>
    public T Third;

    /// <summary>The fourth value.</summary>
    public T Fourth;

    /// <summary>The fifth value.</summary>
    public T Fifth;

    /// <summary>The sixth value.</summary>
    public T Sixth;

    /// <summary>The seventh value.</summary>
    public T Seventh;

    /// <summary>The eighth value.</summary>
    public T Eighth;

    /// <summary>The ninth value.</summary>
    public T Ninth;

    /// <summary>The tenth value.</summary>
    public T Tenth;

    /// <summary>The eleventh value.</summary>
    public T Eleventh;

    /// <summary>The twelfth value.</summary>
    public T Twelfth;

    /// <summary>The thirteenth value.</summary>
    public T Thirteenth;

    /// <summary>The fourteenth value.</summary>
    public T Fourteenth;

    /// <summary>The fifteenth value.</summary>
    public T Fifteenth;

    /// <summary>The sixteenth value.</summary>
    public T Sixteenth;
#pragma warning restore CA1051

    // Comparisons, not a switch: compilers for devices take no other.
    /// <summary>The value at an index, which must be a constant to be as fast as a field.</summary>
    /// <param name="index">From 0 to <see cref="Capacity"/> − 1.</param>
    public T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get
        {
            if (index == 0)
                return First;
            if (index == 1)
                return Second;
            if (index == 2)
                return Third;
            if (index == 3)
                return Fourth;
            if (index == 4)
                return Fifth;
            if (index == 5)
                return Sixth;
            if (index == 6)
                return Seventh;
            if (index == 7)
                return Eighth;
            if (index == 8)
                return Ninth;
            if (index == 9)
                return Tenth;
            if (index == 10)
                return Eleventh;
            if (index == 11)
                return Twelfth;
            if (index == 12)
                return Thirteenth;
            if (index == 13)
                return Fourteenth;
            if (index == 14)
                return Fifteenth;
            return Sixteenth;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            if (index == 0)
                First = value;
            else if (index == 1)
                Second = value;
            else if (index == 2)
                Third = value;
            else if (index == 3)
                Fourth = value;
            else if (index == 4)
                Fifth = value;
            else if (index == 5)
                Sixth = value;
            else if (index == 6)
                Seventh = value;
            else if (index == 7)
                Eighth = value;
            else if (index == 8)
                Ninth = value;
            else if (index == 9)
                Tenth = value;
            else if (index == 10)
                Eleventh = value;
            else if (index == 11)
                Twelfth = value;
            else if (index == 12)
                Thirteenth = value;
            else if (index == 13)
                Fourteenth = value;
            else if (index == 14)
                Fifteenth = value;
            else
                Sixteenth = value;
        }
    }
}
