namespace Optimizers.Diagnostics;

/// <summary>The learning-rate range test (Smith 2017, "Cyclical learning rates", 3.3): a short run from θ whose rate rises exponentially.</summary>
/// <param name="Rates">The rate of every step, rising.</param>
/// <param name="Losses">The full (or fixed-sample) loss after that step; ∞ where it is not finite.</param>
/// <param name="StartLoss">The loss before the first step.</param>
/// <param name="Best">The rate at which the loss fell most steeply against the logarithm of the rate; NaN if it never fell.</param>
/// <param name="Diverging">The rate from which the loss rose above twice its lowest and above its start for good; ∞ if it never did.</param>
public sealed record RateRange(IReadOnlyList<double> Rates, IReadOnlyList<double> Losses, double StartLoss, double Best, double Diverging);
