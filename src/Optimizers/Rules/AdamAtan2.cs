using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Adam-atan2 (Everett et al. 2024, section 4.4): Adam without ε, unchanged by any scale of the gradient: θ ← θ − α·a·atan2(m̂, b√v̂).
/// </summary>
public sealed class AdamAtan2 : Optimizer<AdamAtan2.Rule>, IHasMomentum
{
    /// <summary>Adam-atan2.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.001 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.999 if left out.</param>
    /// <param name="a">a: a factor of the step; finite, above 0.</param>
    /// <param name="b">b: the larger, the nearer is the step to a/b times Adam's; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public AdamAtan2(Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, double a = 1, double b = 1)
        : base(learningRate ?? 0.001)
    {
        Moments = new AdamMoments(beta1, beta2, 0);
        A = HyperparameterRange.Positive(a);
        B = HyperparameterRange.Positive(b);
    }

    /// <summary>β₁(i). A new one takes effect in the next step.</summary>
    public Schedule Beta1 { get => Moments.Beta1; set => Moments.Beta1 = Settable(value, nameof(Beta1)); }

    /// <summary>β₂(i). A new one takes effect in the next step.</summary>
    public Schedule Beta2 { get => Moments.Beta2; set => Moments.Beta2 = Settable(value, nameof(Beta2)); }

    /// <summary>a.</summary>
    public double A { get; }

    /// <summary>b.</summary>
    public double B { get; }

    Schedule IHasMomentum.MomentumDecay { get => Beta1; set => Beta1 = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("beta1", Beta1), new("beta2", Beta2), new("a", A), new("b", B)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => Moments.State;

    private AdamMoments Moments { get; }

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(
        step.LearningRate * A,
        Moments.Beta1At(step), Moments.Beta2At(step), 1 / Moments.Weights1(step), B / Math.Sqrt(Moments.Weights2(step)));

    /// <summary>m and v as in Adam, u = s·atan2(c·m, d·√v).</summary>
    /// <param name="scale">s = αa.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="correction1">c = 1/(1 − Πβ₁).</param>
    /// <param name="correction2">d = b/√(1 − Πβ₂).</param>
    public readonly struct Rule(double scale, double beta1, double beta2, double correction1, double correction2) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var m = state.First = T.Lerp(gradient, state.First, beta1);
            var v = state.Second = T.Lerp(gradient * gradient, state.Second, beta2);
            return scale * T.Atan2(correction1 * m, correction2 * T.Sqrt(v));
        }
    }
}
