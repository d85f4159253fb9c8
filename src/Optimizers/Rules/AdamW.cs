using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019, algorithm 2): Adam with weight decay that does not pass through the averages, θ ← (1 − αλ)θ before Adam's step.
/// </summary>
/// <remarks>As in torch.optim.AdamW the decay is scaled by the learning rate; λ is <see cref="Optimizer.WeightDecay"/>.</remarks>
public sealed class AdamW : AdamFamily<Adam.Rule>
{
    /// <summary>AdamW.</summary>
    /// <param name="learningRate">α(i), at least 0: about the length of a coordinate's step. 0.001 if left out.</param>
    /// <param name="weightDecay">λ(i), at least 0. 0.01 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1): the decay of the mean. 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1): the decay of the mean square. 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public AdamW(
        Schedule? learningRate = null, Schedule? weightDecay = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.001, beta1, beta2, epsilon) => WeightDecay = weightDecay ?? 0.01;

    /// <inheritdoc/>
    protected internal override Adam.Rule At(in StepInfo step) => Moments.At(step);
}
