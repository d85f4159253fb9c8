namespace Optimizers.Diagnostics;

/// <summary>
/// What the gradients of the first layer tell of its inputs: those of its weights are δxᵀ and those of its bias δ, so that the norm of the one over
/// that of the other is about the length of an input.
/// </summary>
/// <param name="Weights">The name of the weights.</param>
/// <param name="Bias">The name of the bias behind them.</param>
/// <param name="Inputs">The inputs of a unit.</param>
/// <param name="InputScale">‖∂L/∂W‖/‖∂L/∂b‖/√inputs, the median over the first steps: about the root mean square of the inputs; 0 where the gradient
/// of the weights was exactly 0 in all of them and that of the bias was not.</param>
/// <param name="Variation">How much ‖∂L/∂W‖/‖∂L/∂b‖ changed over the run, the largest over the smallest less 1: 0 but for rounding where all examples
/// have the same input. NaN where fewer than ten steps tell.</param>
public sealed record FirstLayerReport(string Weights, string Bias, int Inputs, double InputScale, double Variation = double.NaN)
{
    private const int Steps = 32;
    private const int FewestSteps = 10;

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

        var inputs = weights.Length / bias.Length;
        if (bias.Steps >= FewestSteps && weights.ZeroGradientSteps == weights.Steps && bias.ZeroGradientSteps == 0)
            return new(weights.Name, bias.Name, inputs, 0, 0);
        double[] ratios =
        [
            .. weights.History.Zip(bias.History)
                .Where(step => step.First.GradientNorm > 0 && step.Second.GradientNorm > Rounding * step.First.GradientNorm)
                .Select(step => step.First.GradientNorm / step.Second.GradientNorm),
        ];
        return ratios is [] ? null : new(
            weights.Name, bias.Name, inputs, RobustStatistics.Median(ratios.Take(Steps).ToArray()) / Math.Sqrt(inputs),
            ratios.Length < FewestSteps ? double.NaN : (ratios.Max() / ratios.Min()) - 1);
    }
}
