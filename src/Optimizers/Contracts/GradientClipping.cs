using System.Globalization;

namespace Optimizers;

/// <summary>How a gradient that is too large is made smaller before the rule sees it.</summary>
public sealed class GradientClipping
{
    private GradientClipping(double maxValue, double maxNorm)
    {
        MaxValue = maxValue;
        MaxNorm = maxNorm;
    }

    /// <summary>The largest magnitude that a coordinate keeps, in units of the gradient; ∞ of a clipping by norm.</summary>
    public double MaxValue { get; }

    /// <summary>The largest ‖g‖₂ that the whole gradient keeps, in units of the gradient; ∞ of a clipping by value.</summary>
    public double MaxNorm { get; }

    internal bool NeedsNorm => MaxNorm < double.PositiveInfinity;

    /// <summary>Every coordinate is clamped: g ← min(max(g, −limit), limit).</summary>
    /// <param name="limit">The largest magnitude of a coordinate, in units of the gradient; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of its range.</exception>
    public static GradientClipping ByValue(double limit) => new(HyperparameterRange.Positive(limit), double.PositiveInfinity);

    /// <summary>
    /// The whole gradient, all parameters of the step together, is scaled down to a norm: g ← g·min(1, maxNorm/‖g‖₂). Its direction stays
    /// (Pascanu, Mikolov and Bengio 2013, algorithm 1).
    /// </summary>
    /// <param name="maxNorm">The largest Euclidean norm, in units of the gradient; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The norm is out of its range.</exception>
    public static GradientClipping ByGlobalNorm(double maxNorm) => new(double.PositiveInfinity, HyperparameterRange.Positive(maxNorm));

    /// <summary>"ByGlobalNorm(1)".</summary>
    public override string ToString() => NeedsNorm
        ? string.Create(CultureInfo.InvariantCulture, $"ByGlobalNorm({MaxNorm})")
        : string.Create(CultureInfo.InvariantCulture, $"ByValue({MaxValue})");
}
