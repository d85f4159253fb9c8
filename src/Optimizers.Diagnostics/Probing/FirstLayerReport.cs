namespace Optimizers.Diagnostics;

/// <summary>
/// What the gradients of the first layer tell of its inputs: those of its weights are δxᵀ and those of its bias δ, so that the norm of the one over
/// that of the other is about the length of an input.
/// </summary>
/// <param name="Weights">The name of the weights.</param>
/// <param name="Bias">The name of the bias behind them.</param>
/// <param name="Inputs">The inputs of a unit.</param>
/// <param name="InputScale">‖∂L/∂W‖/‖∂L/∂b‖/√inputs, the median over the first steps: about the root mean square of the inputs.</param>
public sealed record FirstLayerReport(string Weights, string Bias, int Inputs, double InputScale)
{
    private const int Steps = 32;

    // A normalization behind the layer takes its bias out, and leaves rounding as its gradient.
    private const double Rounding = 1e-8;

    /// <summary>The report; null where the first parameter has no bias behind it, or no gradient of both was seen.</summary>
    internal static FirstLayerReport? Of(IReadOnlyList<ParameterTrace> parameters)
    {
        if (parameters is not [var weights, var bias, ..] || Math.Min(bias.Rows, bias.Columns) != 1
            || (weights.Rows != bias.Length && weights.Columns != bias.Length))
        {
            return null;
        }

        double[] ratios =
        [
            .. weights.History.Zip(bias.History).Take(Steps)
                .Where(step => step.First.GradientNorm > 0 && step.Second.GradientNorm > Rounding * step.First.GradientNorm)
                .Select(step => step.First.GradientNorm / step.Second.GradientNorm),
        ];
        var inputs = weights.Length / bias.Length;
        return ratios is [] ? null : new(weights.Name, bias.Name, inputs, RobustStatistics.Median(ratios) / Math.Sqrt(inputs));
    }
}
