using System.Globalization;

namespace Optimizers;

/// <summary>
/// A gradient holds NaN or an infinity, or a number that overflows in the rule: squared, or summed up. The step has changed
/// no parameter and no state.
/// </summary>
public sealed class NonFiniteGradientException : ArithmeticException
{
    /// <summary>Says where, for an optimizer of one's own.</summary>
    /// <param name="position">The position of the parameter in the step, from 0.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="index">The first bad index of the gradient, from 0; of a matrix in column-major order.</param>
    /// <param name="value">What stands there.</param>
    /// <param name="iteration">The iteration, from 0.</param>
    public NonFiniteGradientException(int position, in Parameter parameter, int index, double value, long iteration)
        : this(new StepFault(position, index, value, double.NaN, IsSquare: false), parameter, iteration)
    {
    }

    internal NonFiniteGradientException(in StepFault fault, in Parameter parameter, long iteration)
        : base(Describe(fault, parameter, iteration))
    {
        ParameterPosition = fault.Position;
        ParameterName = parameter.Name;
        Index = fault.Index;
        Value = fault.Value;
        Iteration = iteration;
    }

    /// <summary>The position of the parameter in the step, from 0.</summary>
    public int ParameterPosition { get; }

    /// <summary>The name of the parameter, if it has one.</summary>
    public string? ParameterName { get; }

    /// <summary>
    /// The first bad index of the gradient, from 0, as it lies in memory: of a matrix row + column · rows, or column + row · columns if its rows lie
    /// one behind the other.
    /// </summary>
    public int Index { get; }

    /// <summary>What stands there: NaN, an infinity, or a number whose square is infinite in the precision of the parameter.</summary>
    public double Value { get; }

    /// <summary>The iteration, from 0.</summary>
    public long Iteration { get; }

    private static string Describe(in StepFault fault, in Parameter parameter, long iteration)
    {
        var (position, index, value, seen, isSquare) = fault;
        var name = parameter.Name is null ? "" : $" ({parameter.Name})";
        var (run, at) = Math.DivRem(index, Math.Max(1, parameter.Shape.Run));
        var place = !parameter.IsMatrix ? string.Create(CultureInfo.InvariantCulture, $"[{index}]")
            : parameter.IsByRows ? string.Create(CultureInfo.InvariantCulture, $"[{run}, {at}]")
            : string.Create(CultureInfo.InvariantCulture, $"[{at}, {run}]");
        var square = double.IsNaN(seen) ? ""
            : seen == value ? ", whose square overflows,"
            : string.Create(
                CultureInfo.InvariantCulture,
                $", of which the rule sees or sums up {seen}, {(isSquare ? "whose square overflows" : "which overflows")},");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The gradient of parameters[{position}]{name}, {parameter.Shape}, is {value}{square} at {place} in iteration {iteration}. Nothing "
            + $"was changed. Set NonFinite to {nameof(NonFiniteGradients.Skip)} to leave out such steps and count them.");
    }
}
