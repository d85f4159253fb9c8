using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Lion (Chen et al. 2023, algorithm 2): steps by the sign of a momentum. c ← β₁m + (1 − β₁)g, θ ← θ − α·sign(c), m ← β₂m + (1 − β₂)g.
/// </summary>
/// <remarks>Every coordinate moves by α: take about a tenth of Adam's, and ten times its <see cref="Optimizer.WeightDecay"/>. sign(0) = 0.</remarks>
public sealed class Lion : Optimizer<Lion.Rule>, IHasMomentum
{
    /// <summary>Lion.</summary>
    /// <param name="learningRate">α(i), at least 0: the length of a coordinate's step. 1e-4 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1): how much of the momentum the step has. 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1): the decay of the momentum. 0.99 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Lion(Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null)
        : base(learningRate ?? 1e-4)
    {
        Beta1 = HyperparameterRange.Decay(beta1 ?? 0.9, nameof(beta1));
        Beta2 = HyperparameterRange.Decay(beta2 ?? 0.99, nameof(beta2));
    }

    /// <summary>
    /// Signum (Bernstein et al. 2018, algorithm 2): Lion with one β, m ← βm + (1 − β)g, θ ← θ − α·sign(m).
    /// </summary>
    /// <param name="learningRate">α(i), at least 0: the length of a coordinate's step.</param>
    /// <param name="beta">β(i), in [0, 1). 0.9 if left out.</param>
    /// <exception cref="ArgumentNullException">The learning rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public static Lion Signum(Schedule learningRate, Schedule? beta = null)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        return new(learningRate, beta ?? 0.9, beta ?? 0.9);
    }

    /// <summary>β₁(i). A new one takes effect in the next step.</summary>
    public Schedule Beta1 { get; set => field = Settable(value, nameof(Beta1)); }

    /// <summary>β₂(i). A new one takes effect in the next step.</summary>
    public Schedule Beta2 { get; set => field = Settable(value, nameof(Beta2)); }

    Schedule IHasMomentum.MomentumDecay { get => Beta2; set => Beta2 = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [new("beta1", Beta1), new("beta2", Beta2)];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("exp_avg", StateMeaning.GradientMean)
        {
            Unit = 1 - AdamMoments.Constant(Beta2), Decay = AdamMoments.Constant(Beta2), Completion = MeanCompletion.Never,
        },
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(
        step.LearningRate,
        Evaluate(Beta1, step.Iteration, nameof(Beta1), below: 1),
        Evaluate(Beta2, step.Iteration, nameof(Beta2), below: 1));

    /// <summary>u = α·sign(β₁m + (1 − β₁)g), m ← β₂m + (1 − β₂)g.</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    public readonly struct Rule(double learningRate, double beta1, double beta2) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 1;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var c = T.Lerp(gradient, state.First, beta1);
            state.First = T.Lerp(gradient, state.First, beta2);
            return learningRate * T.Sign(c);
        }
    }
}
