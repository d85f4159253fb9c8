using Optimizers.Arithmetic;

namespace Optimizers.Steps;

/// <summary>The state values that an update rule keeps for a coordinate between steps.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public record struct State<T> where T : struct, IArithmetic<T>
{
    /// <summary>The largest number of state values of a rule.</summary>
    public const int Capacity = 4;

    /// <summary>The first state value.</summary>
    public T First { get; set; }

    /// <summary>The second state value.</summary>
    public T Second { get; set; }

    /// <summary>The third state value.</summary>
    public T Third { get; set; }

    /// <summary>The fourth state value.</summary>
    public T Fourth { get; set; }
}
