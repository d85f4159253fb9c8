using Optimizers.Arithmetic;

namespace Optimizers;

/// <summary>
/// AdamW (Loshchilov and Hutter 2019, algorithm 2): Adam with weight decay that does not pass through the moments, θ ← (1 − αλ)θ before Adam's step.
/// </summary>
/// <remarks>As in torch.optim.AdamW the decay is scaled by the learning rate; λ is <see cref="Optimizer.DecoupledWeightDecay"/>.</remarks>
public sealed class AdamW : Optimizer
{
    private readonly AdamMoments _moments;

    /// <summary>AdamW.</summary>
    /// <param name="learningRate">α(i), at least 0: about the length of a coordinate's step. 0.001 if left out.</param>
    /// <param name="weightDecay">λ(i), at least 0. 0.01 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1): the decay of the mean. 0.9 if left out.</param>
    /// <param name="beta2">β₂, in [0, 1): the decay of the mean square.</param>
    /// <param name="epsilon">ε, in units of the gradient; finite, at least 0.</param>
    /// <param name="amsGrad">True to divide by the largest mean square so far.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public AdamW(
        Schedule? learningRate = null,
        Schedule? weightDecay = null,
        Schedule? beta1 = null,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        bool amsGrad = false)
        : base(learningRate ?? 0.001)
    {
        DecoupledWeightDecay = weightDecay ?? 0.01;
        _moments = new AdamMoments(beta1 ?? 0.9, beta2, epsilon, amsGrad);
    }

    /// <summary>β₁(i).</summary>
    public Schedule Beta1 => _moments.Beta1;

    /// <summary>β₂.</summary>
    public double Beta2 => _moments.Beta2;

    /// <summary>ε.</summary>
    public double Epsilon => _moments.Epsilon;

    /// <summary>True to divide by the largest mean square so far.</summary>
    public bool AmsGrad => _moments.AmsGrad;

    /// <inheritdoc/>
    public override double? MomentumDecay { get => Beta1.At(Iteration); set => _moments.Beta1 = DecayFromNowOn(value); }

    /// <inheritdoc/>
    protected override IEnumerable<Hyperparameter> RuleHyperparameters => _moments.Hyperparameters;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateMeaning> StateMeanings => _moments.StateMeanings;

    /// <inheritdoc/>
    protected internal override int ScalarCount => AdamMoments.ScalarCount;

    /// <inheritdoc/>
    protected internal override void Update(in UpdateContext context) =>
        _moments.Apply(context, Evaluate(Beta1, context.Iteration, "beta1", below: 1));

    private protected override StateForm FormOf(int index, long steps, ReadOnlySpan<double> scalars, double rateScale) =>
        _moments.FormOf(index, scalars);

    private protected override bool TakeOverScalars(Span<double> scalars, Optimizer from, ReadOnlySpan<double> before, ReadOnlySpan<RunningProduct> missing)
    {
        AdamMoments.Keep(scalars, missing);
        return true;
    }
}
