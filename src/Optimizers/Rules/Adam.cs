using Optimizers.Arithmetic;

namespace Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1): moving averages of the gradient and of its square, both corrected for their start at 0.
/// m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − α·m̂/(√v̂ + ε), with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
/// </summary>
/// <remarks>
/// <para>AMSGrad (Reddi, Kale and Kumar 2018, algorithm 2) divides by the largest v so far; the correction for the start is kept, as in
/// torch.optim.Adam.</para>
/// <para>Where β₁ is scheduled, the corrections divide by 1 − Πβ₁. The lecture note calls something else Adam: see <see cref="RmsMomentum"/>. Weight
/// decay as an L2 penalty is <see cref="Optimizer.WeightDecay"/>; decoupled it is <see cref="AdamW"/>.</para>
/// </remarks>
public sealed class Adam : Optimizer
{
    private readonly AdamMoments _moments;

    /// <summary>Adam.</summary>
    /// <param name="learningRate">α(i), at least 0: about the length of a coordinate's step. 0.001 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1): the decay of the mean. 0.9 if left out.</param>
    /// <param name="beta2">β₂, in [0, 1): the decay of the mean square.</param>
    /// <param name="epsilon">ε, in units of the gradient; finite, at least 0. With 0 a coordinate whose gradients have all been 0 does not move.</param>
    /// <param name="amsGrad">True to divide by the largest mean square so far.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Adam(Schedule? learningRate = null, Schedule? beta1 = null, double beta2 = 0.999, double epsilon = 1e-8, bool amsGrad = false)
        : base(learningRate ?? 0.001) => _moments = new AdamMoments(beta1 ?? 0.9, beta2, epsilon, amsGrad);

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
