namespace Optimizers.Diagnostics;

/// <summary>The learning-rate range test (Smith 2017, "Cyclical learning rates", 3.3): a short run from θ whose rate rises exponentially.</summary>
/// <param name="Rates">The rate of every step, rising.</param>
/// <param name="Losses">The full (or fixed-sample) loss after that step; ∞ where it is not finite.</param>
/// <param name="StartLoss">The loss before the first step.</param>
/// <param name="Best">The rate at which the loss fell most steeply against the logarithm of the rate; NaN if it never fell.</param>
/// <param name="Diverging">The rate from which the loss rose above twice its lowest and above its start for good; ∞ if it never did.</param>
public sealed record RateRange(IReadOnlyList<double> Rates, IReadOnlyList<double> Losses, double StartLoss, double Best, double Diverging)
{
    // Smith (2017) takes the rates below the one at which the loss becomes ragged; a tenth of it is the custom of the field.
    private const double BelowDivergence = 0.1;

    // Less than this of the loss is not worth the name of a fall.
    private const double LeastFall = 0.01;

    /// <summary>
    /// A rate to train with: that of the steepest fall, or a tenth of the one from which the loss diverges, whichever is lower. NaN where the loss
    /// did not fall by a hundredth of what it was before.
    /// </summary>
    public double Suggested => HasFallen ? Math.Min(Best, BelowDivergence * Diverging) : double.NaN;

    /// <summary>Why this rate, or why none, in a sentence.</summary>
    public string Because => !HasFallen
        ? $"No rate was found: from {Numbers.Text(Rates[0])} to {Numbers.Text(Rates[^1])} the loss never fell by a hundredth of the "
            + $"{Numbers.Text(StartLoss)} of the start."
        : $"The loss falls most steeply at the rate {Numbers.Text(Best)}, and is {Numbers.Text(Losses.Min())} at its lowest, from "
            + $"{Numbers.Text(StartLoss)}; "
            + (double.IsFinite(Diverging)
                ? $"from {Numbers.Text(Diverging)} on it diverges{(Suggested < Best ? ", and a tenth of that is the lower of the two" : "")}."
                : "it does not diverge at any of them.");

    private bool HasFallen => double.IsFinite(Best) && StartLoss - Losses.Min() > LeastFall * Math.Abs(StartLoss);
}
