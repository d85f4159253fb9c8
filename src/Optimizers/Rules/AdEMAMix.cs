using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// AdEMAMix (Pagliardini et al. 2024, algorithm 1): Adam with a second, slow mean. m₂ ← β₃m₂ + (1 − β₃)g, not corrected for its start;
/// θ ← θ − α(m̂₁ + κm₂)/(√v̂ + ε).
/// </summary>
/// <remarks>
/// The paper's warm-ups over T steps are schedules: <c>new AdEMAMix(1e-3, mix: Schedule.WarmUp(T, to: 5), beta3: AdEMAMix.Beta3WarmUp(T))</c>. κ is
/// the paper's α. <see cref="SimplifiedAdEMAMix"/> has one mean.
/// </remarks>
public sealed class AdEMAMix : AdamFamily<AdEMAMix.Rule>
{
    /// <summary>AdEMAMix.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.001 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.999 if left out.</param>
    /// <param name="beta3">β₃(i), in [0, 1): the decay of the slow mean. 0.9999 if left out.</param>
    /// <param name="mix">κ(i), at least 0: how much the slow mean counts. 5 if left out.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-8 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public AdEMAMix(
        Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? beta3 = null, Schedule? mix = null,
        Schedule? epsilon = null)
        : base(learningRate ?? 0.001, beta1, beta2, epsilon)
    {
        Beta3 = HyperparameterRange.Decay(beta3 ?? 0.9999, nameof(beta3));
        Mix = HyperparameterRange.NotNegative(mix ?? 5, nameof(mix));
    }

    /// <summary>β₃(i). A new one takes effect in the next step.</summary>
    public Schedule Beta3 { get; set => field = Settable(value, nameof(Beta3)); }

    /// <summary>κ(i). A new one takes effect in the next step.</summary>
    public Schedule Mix { get; set => field = HyperparameterRange.NotNegative(value, nameof(Mix)); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("beta1", Beta1), new("beta2", Beta2), new("beta3", Beta3), new("mix", Mix), new("epsilon", Epsilon)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
        [.. Moments.State.Take(2), new("exp_avg_slow"), .. Moments.State.Skip(2)];

    /// <summary>
    /// The paper's rise of β₃: its half-life grows linearly, β₃(i) = min(exp(ln a·ln b/((1 − t/n)·ln b + (t/n)·ln a)), b) with t = i + 1.
    /// </summary>
    /// <param name="length">The number n of iterations; at least 1.</param>
    /// <param name="to">b in (0, 1): the last value.</param>
    /// <param name="from">a in (0, b]: the value that a step before the first would have.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Schedule Beta3WarmUp(long length, double to = 0.9999, double from = 0.9)
    {
        HyperparameterRange.AtLeast(1, length);
        if (to is not (> 0 and < 1))
            throw HyperparameterRange.Outside(nameof(to), to, "in (0, 1)");
        if (!(from > 0 && from <= to))
            throw HyperparameterRange.Outside(nameof(from), from, FormattableString.Invariant($"above 0 and at most to, which is {to}"));
        var (first, last) = (PortableMath.Log(from), PortableMath.Log(to));
        return new FormulaSchedule($"Beta3WarmUp({length}, to: {to}, from: {from})", length - 1, i =>
        {
            var part = (DoubleDouble)(i + 1) / length;
            return PortableMath.Exp(first * last / (((1.0 - part) * last) + (part * first)));
        }).Clamp(0, to);
    }

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(
        Moments.At(step),
        step.LearningRate * Evaluate(Mix, step.Iteration, nameof(Mix)),
        Evaluate(Beta3, step.Iteration, nameof(Beta3), below: 1));

    /// <summary>m₁ and v as in Adam, m₂ ← β₃m₂ + (1 − β₃)g, u = (α·m̂₁ + c·m₂)/(√v̂ + ε).</summary>
    /// <param name="adam">Adam's numbers.</param>
    /// <param name="ofSlow">c = ακ.</param>
    /// <param name="beta3">β₃.</param>
    public readonly struct Rule(Adam.Rule adam, double ofSlow, double beta3) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 3;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var (m, v) = adam.Average(gradient, ref state);
            var slow = state.Third = T.Lerp(gradient, state.Third, beta3);
            return adam.Step(m, v, ofSlow * slow);
        }
    }
}
