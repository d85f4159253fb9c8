using System.Globalization;

namespace Optimizers;

/// <summary>
/// A gradient holds NaN or an infinity, or a number whose square overflows in a rule that squares it. The step has changed no parameter and no state.
/// </summary>
public sealed class NonFiniteGradientException : ArithmeticException
{
    internal NonFiniteGradientException(int position, in Parameter parameter, int index, double value, long iteration)
        : base(Describe(position, parameter, index, value, iteration))
    {
        ParameterPosition = position;
        ParameterName = parameter.Name;
        Index = index;
        Value = value;
        Iteration = iteration;
    }

    /// <summary>The position of the parameter in the step, from 0.</summary>
    public int ParameterPosition { get; }

    /// <summary>The name of the parameter, if it has one.</summary>
    public string? ParameterName { get; }

    /// <summary>The first bad index of the gradient, from 0; of a matrix in column-major order, row + column · rows.</summary>
    public int Index { get; }

    /// <summary>What stands there: NaN, an infinity, or a number whose square is infinite in the precision of the parameter.</summary>
    public double Value { get; }

    /// <summary>The iteration, from 0.</summary>
    public long Iteration { get; }

    private static string Describe(int position, in Parameter parameter, int index, double value, long iteration)
    {
        var name = parameter.Name is null ? "" : $" ({parameter.Name})";
        var place = parameter.Shape.IsMatrix
            ? string.Create(CultureInfo.InvariantCulture, $"[{index % parameter.Shape.Rows}, {index / parameter.Shape.Rows}]")
            : string.Create(CultureInfo.InvariantCulture, $"[{index}]");
        var square = double.IsFinite(value) ? ", whose square overflows," : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The gradient of parameters[{position}]{name}, {parameter.Shape}, is {value}{square} at {place} in iteration {iteration}. Nothing was changed. "
            + $"Set {nameof(Optimizer.NonFinite)} to {nameof(NonFiniteGradients.Skip)} to leave out such steps and count them.");
    }
}
