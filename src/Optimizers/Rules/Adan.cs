using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Adan (Xie et al. 2022, algorithm 1): Nesterov's momentum from the differences of gradients. m averages g by β₁, v averages g − g₋₁ by β₂, n
/// averages (g + β₂(g − g₋₁))² by β₃; θ ← θ − α(m̂ + β₂v̂)/(√n̂ + ε).
/// </summary>
/// <remarks>
/// The β are those of the implementations, 1 less the paper's. As in the authors' code the averages begin at 0 and are corrected for it, and the
/// first difference is 0. <see cref="Optimizer.WeightDecay"/> is the form that the code calls no_prox.
/// </remarks>
public sealed class Adan : Optimizer<Adan.Rule>, IHasMomentum
{
    /// <summary>Adan.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.001 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1): the decay of the gradient's mean. 0.98 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1): the decay of the mean difference. 0.92 if left out.</param>
    /// <param name="beta3">β₃(i), in [0, 1): the decay of the mean square. 0.99 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Adan(
        Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? beta3 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.001)
    {
        Beta1 = HyperparameterRange.Decay(beta1 ?? 0.98, nameof(beta1));
        Beta2 = HyperparameterRange.Decay(beta2 ?? 0.92, nameof(beta2));
        Beta3 = HyperparameterRange.Decay(beta3 ?? 0.99, nameof(beta3));
        Epsilon = HyperparameterRange.NotNegative(epsilon ?? 1e-8, nameof(epsilon));
    }

    /// <summary>β₁(i). A new one takes effect in the next step.</summary>
    public Schedule Beta1 { get; set => field = Settable(value, nameof(Beta1)); }

    /// <summary>β₂(i). A new one takes effect in the next step.</summary>
    public Schedule Beta2 { get; set => field = Settable(value, nameof(Beta2)); }

    /// <summary>β₃(i). A new one takes effect in the next step.</summary>
    public Schedule Beta3 { get; set => field = Settable(value, nameof(Beta3)); }

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get; set => field = HyperparameterRange.NotNegative(value, nameof(Epsilon)); }

    Schedule IHasMomentum.MomentumDecay { get => Beta1; set => Beta1 = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("beta1", Beta1), new("beta2", Beta2), new("beta3", Beta3), new("epsilon", Epsilon)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        AdamMoments.Mean("exp_avg", StateMeaning.GradientMean, Beta1, "beta1_product"),
        new("exp_avg_diff"), new("exp_avg_sq"), new("previous_grad", StateMeaning.PreviousGradient),
        StateDescriptor.Scalar("beta1_product", 2, StateMeaning.DecayProduct),
        StateDescriptor.Scalar("beta2_product", 2, StateMeaning.DecayProduct),
        StateDescriptor.Scalar("beta3_product", 2, StateMeaning.DecayProduct),
    ];

    /// <inheritdoc/>
    protected internal override double GrowthAt(long iteration) => 1 + (2 * Evaluate(Beta2, iteration, nameof(Beta2), below: 1));

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var beta1 = Evaluate(Beta1, step.Iteration, nameof(Beta1), below: 1);
        var beta2 = Evaluate(Beta2, step.Iteration, nameof(Beta2), below: 1);
        var beta3 = Evaluate(Beta3, step.Iteration, nameof(Beta3), below: 1);
        return new(
            step.LearningRate / step.SumOfWeights(0, beta1), step.LearningRate * beta2 / step.SumOfWeights(2, beta2),
            beta1, beta2, beta3, 1 / step.SumOfWeights(4, beta3), Evaluate(Epsilon, step.Iteration, nameof(Epsilon)), step.StepNumber == 1 ? 0 : 1);
    }

    /// <summary>d = g − g₋₁, m, v, n average g, d, (g + β₂d)²; u = (a·m + b·v)/(√n̂ + ε).</summary>
    /// <param name="ofMean">a = α/(1 − Πβ₁).</param>
    /// <param name="ofDifference">b = αβ₂/(1 − Πβ₂).</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="beta3">β₃.</param>
    /// <param name="correction3">1/(1 − Πβ₃).</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="share">1; 0 in the first step, whose d is 0.</param>
    public readonly struct Rule(
        double ofMean, double ofDifference, double beta1, double beta2, double beta3, double correction3, double epsilon, double share) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 4;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var difference = share * (gradient - state.Fourth);
            var ahead = gradient + (beta2 * difference);
            var m = state.First = T.Lerp(gradient, state.First, beta1);
            var v = state.Second = T.Lerp(difference, state.Second, beta2);
            var n = state.Third = T.Lerp(ahead * ahead, state.Third, beta3);
            state.Fourth = gradient;
            return T.DivideOrZero((ofMean * m) + (ofDifference * v), T.Sqrt(n * correction3) + epsilon);
        }
    }
}
