using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>What one coordinate gives to a round: up to four values.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public struct Measured<T> where T : struct, IArithmetic<T>
{
    /// <summary>The largest number of values of a round.</summary>
    public const int Capacity = 4;

#pragma warning disable CA1051 // Fields, as in State: the JIT keeps them in registers.
    /// <summary>The first value.</summary>
    public T First;

    /// <summary>The second value.</summary>
    public T Second;

    /// <summary>The third value.</summary>
    public T Third;

    /// <summary>The fourth value.</summary>
    public T Fourth;
#pragma warning restore CA1051
}
