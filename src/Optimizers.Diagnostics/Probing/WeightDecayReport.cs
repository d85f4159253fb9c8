namespace Optimizers.Diagnostics;

/// <summary>Weight decay against the data.</summary>
/// <param name="WeightDecay">λ of the L2 penalty plus λ of decoupled decay, in this iteration.</param>
/// <param name="Cosine">cos(∇L(θ), θ) of the data's gradient: near −1 where the data pull outward exactly against the decay.</param>
/// <param name="Ratio">λ‖θ‖/‖∇L(θ)‖ of the data's gradient: near 1 in balance.</param>
/// <param name="PenaltyShare">½λ‖θ‖²/L(θ).</param>
public sealed record WeightDecayReport(double WeightDecay, double Cosine, double Ratio, double PenaltyShare)
{
    /// <summary>The balance at θ.</summary>
    /// <param name="weightDecay">λ, above 0.</param>
    /// <param name="theta">θ.</param>
    /// <param name="gradient">∇L(θ) of the data alone, n entries.</param>
    /// <param name="loss">L(θ) of the data alone.</param>
    internal static WeightDecayReport Of(double weightDecay, ReadOnlySpan<double> theta, ReadOnlySpan<double> gradient, double loss)
    {
        double squares = 0, gradientSquares = 0, product = 0;
        for (var i = 0; i < theta.Length; i++)
        {
            squares += theta[i] * theta[i];
            gradientSquares += gradient[i] * gradient[i];
            product += theta[i] * gradient[i];
        }

        return new(
            weightDecay,
            product / Math.Sqrt(squares * gradientSquares),
            weightDecay * Math.Sqrt(squares / gradientSquares),
            0.5 * weightDecay * squares / loss);
    }
}
