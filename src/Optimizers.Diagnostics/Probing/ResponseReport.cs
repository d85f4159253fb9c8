using Optimizers.Curvature;

namespace Optimizers.Diagnostics;

/// <summary>How the loss responds to a change of the parameters.</summary>
/// <param name="Loss">The loss at θ.</param>
/// <param name="Places">How many other places were tried: θ + s·‖θ‖·u with random unit vectors u and s of 0.01 to 1.</param>
/// <param name="Largest">The largest |difference| of a loss there from that at θ; ∞ where one is not finite.</param>
public sealed record ResponseReport(double Loss, int Places, double Largest)
{
    private const int Directions = 2;

    private static readonly double[] Sizes = [0.01, 0.1, 1];

    /// <summary>What it takes at most.</summary>
    internal static EvaluationCounts Price(Objective? objective) => ProbePrice.Losses(objective, 1 + (Directions * Sizes.Length));

    /// <summary>Tries the places.</summary>
    internal static ResponseReport Of(Objective objective, double[] theta, int seed)
    {
        var loss = objective.Loss(theta);
        var (largest, length) = (0.0, Spans.Norm(theta) is > 0 and var norm ? norm : Math.Sqrt(theta.Length));
        for (var k = 0; k < Directions; k++)
        {
            var direction = RandomVector.Uniform(theta.Length, unchecked(seed + k));
            var unit = length / Spans.Norm(direction);
            foreach (var size in Sizes)
            {
                var there = objective.LossOrNotFinite([.. theta.Select((value, i) => value + (size * unit * direction[i]))]);
                largest = Math.Max(largest, double.IsFinite(there) ? Math.Abs(there - loss) : double.PositiveInfinity);
            }
        }

        return new(loss, Directions * Sizes.Length, largest);
    }
}
