using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Sophia (Liu et al. 2023, algorithm 3): m ← β₁m + (1 − β₁)g; every k steps h ← β₂h + (1 − β₂)ĥ, with ĥ an estimate of the Hessian's diagonal;
/// θ ← θ − α·clip(m/max(γh, ε), 1).
/// </summary>
/// <remarks>
/// <para>The diagonal is handed over in the steps that <see cref="ITakesInputs.InputsAt"/> names: the first, and every k-th from there. Sophia-H
/// takes z ∘ Hz with a vector z of random signs (<see cref="Curvature.DiagonalEstimate"/>) and γ = 0.01, Sophia-G takes B·ĝ ∘ ĝ, ĝ the gradient of
/// a batch of B by labels that the model has drawn, and γ = 0.05.</para>
/// <para>Nothing is corrected for the start at 0. The paper's weight decay is <see cref="Optimizer.WeightDecay"/>.</para>
/// </remarks>
public sealed class Sophia : Optimizer<Sophia.Rule>, IHasMomentum
{
    /// <summary>Sophia.</summary>
    /// <param name="learningRate">α(i), at least 0: the longest step of a coordinate. 0.001 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.96 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.99 if left out.</param>
    /// <param name="gamma">γ: how much of the Newton step is taken; finite, above 0.</param>
    /// <param name="epsilon">ε: the least curvature; finite, above 0.</param>
    /// <param name="interval">k: how many steps an estimate serves; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Sophia(
        Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, double gamma = 0.01, double epsilon = 1e-12, int interval = 10)
        : base(learningRate ?? 0.001)
    {
        Beta1 = HyperparameterRange.Decay(beta1 ?? 0.96, nameof(beta1));
        Beta2 = HyperparameterRange.Decay(beta2 ?? 0.99, nameof(beta2));
        Gamma = HyperparameterRange.Positive(gamma);
        Epsilon = HyperparameterRange.Positive(epsilon);
        Interval = (int)HyperparameterRange.AtLeast(1, interval);
    }

    /// <summary>β₁(i). A new one takes effect in the next step.</summary>
    public Schedule Beta1 { get; set => field = Settable(value, nameof(Beta1)); }

    /// <summary>β₂(i). A new one takes effect in the next step.</summary>
    public Schedule Beta2 { get; set => field = Settable(value, nameof(Beta2)); }

    /// <summary>γ.</summary>
    public double Gamma { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>k.</summary>
    public int Interval { get; }

    Schedule IHasMomentum.MomentumDecay { get => Beta1; set => Beta1 = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
    [
        new("beta1", Beta1), new("beta2", Beta2), new("gamma", Gamma), new("epsilon", Epsilon), new("interval", Interval),
    ];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
        [StateDescriptor.Mean("exp_avg", StateMeaning.GradientMean, Beta1, MeanCompletion.Never), new("hessian")];

    /// <inheritdoc/>
    protected internal override StepInput InputsAt(long iteration) => iteration % Interval == 0 ? StepInput.HessianDiagonal : StepInput.None;

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(
        step.LearningRate,
        Evaluate(Beta1, step.Iteration, nameof(Beta1), below: 1),
        InputsAt(step.Iteration) == StepInput.None ? 1 : Evaluate(Beta2, step.Iteration, nameof(Beta2), below: 1),
        Gamma,
        Epsilon);

    /// <summary>m ← β₁m + (1 − β₁)g, h ← β₂h + (1 − β₂)ĥ, u = α·clip(m/max(γh, ε), 1).</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂; 1 in a step without an estimate.</param>
    /// <param name="gamma">γ.</param>
    /// <param name="epsilon">ε.</param>
    public readonly struct Rule(double learningRate, double beta1, double beta2, double gamma, double epsilon) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 3;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static StateForm FormOf(int index) => index == 2 ? StateForm.HessianDiagonal : StateForm.Element;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var m = state.First = T.Lerp(gradient, state.First, beta1);
            var h = state.Second = T.Lerp(state.Third, state.Second, beta2);
            var newton = m / T.Max(gamma * h, T.Constant(epsilon));
            return learningRate * T.Max(T.Min(newton, T.Constant(1)), T.Constant(-1));
        }
    }
}
