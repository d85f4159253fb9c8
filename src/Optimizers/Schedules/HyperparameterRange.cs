using System.Globalization;
using System.Runtime.CompilerServices;

namespace Optimizers;

/// <summary>
/// The ranges of hyperparameters, with one error for a value outside: <c>Decay = HyperparameterRange.Decay(decay)</c> in the constructor of a rule, a
/// link or a schedule of one's own. Each returns what it is given; the name in the message is the expression that was handed over.
/// </summary>
#pragma warning disable RS0026 // The optional argument is the caller's own expression; nobody fills in another one.
public static class HyperparameterRange
{
    /// <summary>Finite.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The name for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        double.IsFinite(value) ? value : throw Outside(name, value, "a finite number");

    /// <summary>Finite and above 0.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The name for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && double.IsFinite(value) ? value : throw Outside(name, value, "finite and above 0");

    /// <summary>Finite and at least 0.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The name for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw Outside(name, value, "finite and at least 0");

    /// <summary>In (0, 1]: what a schedule's decay multiplies by.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The name for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Factor(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is > 0 and <= 1 ? value : throw Outside(name, value, "in (0, 1]");

    /// <summary>At least a number of iterations or points.</summary>
    /// <param name="least">The least number.</param>
    /// <param name="value">The value.</param>
    /// <param name="name">The name for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less.</exception>
    public static long AtLeast(long least, long value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= least ? value : throw Outside(name, value, $"at least {least}");

    /// <summary>Finite and at least 1.</summary>
    internal static double AtLeast1(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 1 && double.IsFinite(value) ? value : throw Outside(name, value, "finite and at least 1");

    /// <summary>In [0, 1): the decay of a moving average.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The name for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Decay(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is >= 0 and < 1 ? value : throw Outside(name, value, "in [0, 1)");

    /// <summary>
    /// A schedule whose first value is finite and at least 0; later ones are checked when they come (<see cref="Optimizer.Evaluate"/>).
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="name">The name for the message.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Its first value is not.</exception>
    public static Schedule NotNegative(Schedule schedule, [CallerArgumentExpression(nameof(schedule))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(schedule, name);
        NotNegative(schedule.At(0), name);
        return schedule;
    }

    /// <summary>A schedule whose first value is in [0, 1); later ones are checked when they come (<see cref="Optimizer.Evaluate"/>).</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="name">The name for the message.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Its first value is not.</exception>
    public static Schedule Decay(Schedule schedule, [CallerArgumentExpression(nameof(schedule))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(schedule, name);
        Decay(schedule.At(0), name);
        return schedule;
    }

    /// <summary>The error for a value outside: "beta is 2; it must be in [0, 1).".</summary>
    internal static ArgumentOutOfRangeException Outside(string name, IFormattable value, string allowed) =>
        new(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {allowed}."));
}
