using Optimizers.Steps;

namespace Optimizers;

/// <summary>What Adam and its relatives have in common: a mean of the gradient by β₁, a mean of its square by β₂, and ε.</summary>
/// <typeparam name="TRule">The formula.</typeparam>
public abstract class AdamFamily<TRule> : Optimizer<TRule>, IHasMomentum
    where TRule : struct, IUpdateRule
{
#pragma warning disable RS0022 // It is derived in this assembly only.
    private protected AdamFamily(Schedule learningRate, Schedule? beta1, Schedule? beta2, Schedule? epsilon)
#pragma warning restore RS0022
        : base(learningRate) => Moments = new AdamMoments(beta1, beta2, epsilon);

    /// <summary>β₁(i): the decay of the mean. A new one takes effect in the next step.</summary>
    public Schedule Beta1 { get => Moments.Beta1; set => Moments.Beta1 = Settable(value, nameof(Beta1)); }

    /// <summary>β₂(i): the decay of the mean square. A new one takes effect in the next step.</summary>
    public Schedule Beta2 { get => Moments.Beta2; set => Moments.Beta2 = Settable(value, nameof(Beta2)); }

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get => Moments.Epsilon; set => Moments.Epsilon = HyperparameterRange.NotNegative(value, nameof(Epsilon)); }

    Schedule IHasMomentum.MomentumDecay { get => Beta1; set => Beta1 = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => Moments.Hyperparameters;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => Moments.State;

    private protected AdamMoments Moments { get; }
}
