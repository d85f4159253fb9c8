using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1): moving averages of the gradient and of its square, both corrected for their start at 0.
/// m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − α·m̂/(√v̂ + ε), with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
/// </summary>
/// <remarks>
/// Where a β is scheduled, the corrections divide by 1 − Πβ. The lecture note calls something else Adam: see <see cref="RmsMomentum"/>. With the
/// largest mean square so far: <see cref="AmsGrad"/>. What torch.optim.Adam calls weight_decay is <see cref="Optimizer.L2Penalty"/>.
/// </remarks>
public sealed class Adam : Optimizer<Adam.Rule>, IHasMomentum
{
    /// <summary>Adam.</summary>
    /// <param name="learningRate">α(i), at least 0: about the length of a coordinate's step. 0.001 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1): the decay of the mean. 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1): the decay of the mean square. 0.999 if left out.</param>
    /// <param name="epsilon">
    /// ε(i), in units of the gradient, at least 0. With 0 a coordinate whose gradients have all been 0 does not move. 1e-8 if left out.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Adam(Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.001) => Moments = new AdamMoments(beta1, beta2, epsilon);

    /// <summary>β₁(i). A new one takes effect in the next step.</summary>
    public Schedule Beta1 { get => Moments.Beta1; set => Moments.Beta1 = Settable(value, nameof(Beta1)); }

    /// <summary>β₂(i). A new one takes effect in the next step.</summary>
    public Schedule Beta2 { get => Moments.Beta2; set => Moments.Beta2 = Settable(value, nameof(Beta2)); }

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get => Moments.Epsilon; set => Moments.Epsilon = HyperparameterRange.NotNegative(value, nameof(Epsilon)); }

    Schedule IHasMomentum.MomentumDecay { get => Beta1; set => Beta1 = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => Moments.Hyperparameters;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => Moments.State;

    private AdamMoments Moments { get; }

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => Moments.At(step);

    /// <summary>m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², u = α·m̂/(√v̂ + ε).</summary>
    /// <param name="stepSize">α/(1 − Πβ₁).</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="correction2">1/(1 − Πβ₂).</param>
    /// <param name="epsilon">ε.</param>
    public readonly struct Rule(double stepSize, double beta1, double beta2, double correction2, double epsilon) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var (m, v) = Average(gradient, gradient, ref state);
            return Step(m, v);
        }

        /// <summary>m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)q², where Adam's q is g.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal (T Mean, T Square) Average<T>(T gradient, T squared, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var m = state.First = T.Lerp(gradient, state.First, beta1);
            var v = state.Second = T.Lerp(squared * squared, state.Second, beta2);
            return (m, v);
        }

        /// <summary>u = α·m̂/(√v̂ + ε).</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal T Step<T>(T mean, T square) where T : struct, IArithmetic<T> =>
            T.DivideOrZero(stepSize * mean, T.Sqrt(square * correction2) + epsilon);
    }
}
