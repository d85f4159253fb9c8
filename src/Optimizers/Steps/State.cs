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

    /// <summary>The value at an index, which must be a constant to be as fast as a field.</summary>
    /// <param name="index">From 0 to <see cref="Capacity"/> − 1.</param>
    public T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => index switch
        {
            0 => First,
            1 => Second,
            2 => Third,
            3 => Fourth,
            4 => Fifth,
            5 => Sixth,
            6 => Seventh,
            7 => Eighth,
            8 => Ninth,
            9 => Tenth,
            10 => Eleventh,
            11 => Twelfth,
            12 => Thirteenth,
            13 => Fourteenth,
            14 => Fifteenth,
            _ => Sixteenth,
        };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            switch (index)
            {
                case 0: First = value; break;
                case 1: Second = value; break;
                case 2: Third = value; break;
                case 3: Fourth = value; break;
                case 4: Fifth = value; break;
                case 5: Sixth = value; break;
                case 6: Seventh = value; break;
                case 7: Eighth = value; break;
                case 8: Ninth = value; break;
                case 9: Tenth = value; break;
                case 10: Eleventh = value; break;
                case 11: Twelfth = value; break;
                case 12: Thirteenth = value; break;
                case 13: Fourteenth = value; break;
                case 14: Fifteenth = value; break;
                default: Sixteenth = value; break;
            }
        }
    }
}
