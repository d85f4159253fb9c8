using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// NAdam (Dozat 2016, algorithm 2): Adam with Nesterov's look ahead. With the momenta μₜ = β₁(1 − ½·0.96^(tψ)),
/// m̂ = μₜ₊₁m/(1 − Πᵢ≤ₜ₊₁μᵢ) + (1 − μₜ)g/(1 − Πᵢ≤ₜμᵢ), θ ← θ − α·m̂/(√v̂ + ε).
/// </summary>
/// <remarks>
/// As in torch.optim.NAdam m averages by β₁ itself, where the paper has μₜ, and v̂ = v/(1 − β₂ᵗ). ψ is torch's momentum_decay and Keras's
/// schedule_decay; ψ = ∞ gives μ = β₁, the form of optax.nadam. NAdamW is <see cref="Optimizer.WeightDecay"/> (torch: decoupled_weight_decay).
/// </remarks>
public sealed class NAdam : AdamFamily<NAdam.Rule>
{
    private static readonly DoubleDouble LogRatio = PortableMath.Log(0.96);

    /// <summary>NAdam.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.002 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.999 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <param name="scheduleDecay">ψ, at least 0: how fast μ rises from β₁/2 to β₁; ∞ to begin there.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public NAdam(
        Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null, double scheduleDecay = 0.004)
        : base(learningRate ?? 0.002, beta1, beta2, epsilon) =>
        ScheduleDecay = scheduleDecay >= 0 ? scheduleDecay : throw HyperparameterRange.Outside(nameof(scheduleDecay), scheduleDecay, "at least 0");

    /// <summary>ψ.</summary>
    public double ScheduleDecay { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [.. Moments.Hyperparameters, new("scheduleDecay", ScheduleDecay)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        // The product is that of μ, which does not say what m lacks.
        new("exp_avg"), Moments.State[1], StateDescriptor.Scalar("mu_product", 2), Moments.State[3],
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var beta1 = Moments.Beta1At(step);
        var (now, next) = (beta1 * ShareAt(step.StepNumber), beta1 * ShareAt(step.StepNumber + 1));
        var weights = step.SumOfWeights(0, now);
        var nextWeights = (1 - next) + (next * weights);
        return new(
            step.LearningRate * next / nextWeights, step.LearningRate * (1 - now) / weights,
            beta1, Moments.Beta2At(step), 1 / Moments.Weights2(step), Moments.EpsilonAt(step));
    }

    private double ShareAt(long t) => double.IsInfinity(ScheduleDecay) ? 1 : 1 - (0.5 * (double)PortableMath.Exp(LogRatio * (t * ScheduleDecay)));

    /// <summary>m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², u = (a·m + b·g)/(√v̂ + ε).</summary>
    /// <param name="ofMean">a.</param>
    /// <param name="ofGradient">b.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="correction2">1/(1 − Πβ₂).</param>
    /// <param name="epsilon">ε.</param>
    public readonly struct Rule(double ofMean, double ofGradient, double beta1, double beta2, double correction2, double epsilon) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var m = state.First = T.Lerp(gradient, state.First, beta1);
            var v = state.Second = T.Lerp(gradient * gradient, state.Second, beta2);
            return T.DivideOrZero((ofMean * m) + (ofGradient * gradient), T.Sqrt(v * correction2) + epsilon);
        }
    }
}
