using System.Globalization;
using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Momentum divided by RMSProp's σ, under a schedule: what the lecture note (section 3.2.3, last equation) calls Adam.
/// m ← λm + g, v ← kv + (1 − k)g² from v⁰ = (g⁰)² on, θ ← θ − (αⁱ/√v)·m.
/// </summary>
/// <remarks>
/// <para>Unlike <see cref="Adam"/> the momentum is a decayed sum, not an average, so that a steady gradient is stepped with α/(1 − λ); neither is
/// corrected for its start, and there is no ε: a coordinate whose gradients have all been 0 does not move.</para>
/// <para>The note takes m from its section 3.2.2, which already holds the minus sign and α, and so would climb; this is the
/// form that descends.</para>
/// <para>When the gradients of a coordinate stop, m falls by λ a step and √v by √k: with λ &gt; √k their quotient grows without bound, and so does θ.
/// That is refused where both decays are known to be constant.</para>
/// </remarks>
public sealed class RmsMomentum : Optimizer<RmsMomentum.Rule>, IHasMomentum
{
    /// <summary>Momentum divided by RMSProp's σ.</summary>
    /// <param name="learningRate">α(i), at least 0: the length of a coordinate's first step.</param>
    /// <param name="momentumDecay">λ(i), in [0, 1), at most √k. 0.9 if left out.</param>
    /// <param name="squareDecay">k(i), in [0, 1): how much of the average of the squares stays. 0.9 if left out.</param>
    /// <exception cref="ArgumentNullException">The learning rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public RmsMomentum(Schedule learningRate, Schedule? momentumDecay = null, Schedule? squareDecay = null)
        : base(learningRate)
    {
        MomentumDecay = HyperparameterRange.Decay(momentumDecay ?? 0.9, nameof(momentumDecay));
        SquareDecay = HyperparameterRange.Decay(squareDecay ?? 0.9, nameof(squareDecay));
        if (AdamMoments.Constant(MomentumDecay) > Math.Sqrt(AdamMoments.Constant(SquareDecay)))
        {
            throw HyperparameterRange.Outside(
                nameof(momentumDecay), MomentumDecay.At(0),
                FormattableString.Invariant($"at most the root of squareDecay, {Math.Sqrt(SquareDecay.At(0))}"));
        }
    }

    /// <summary>λ(i). A new one takes effect in the next step.</summary>
    public Schedule MomentumDecay { get; set => field = Settable(value, nameof(MomentumDecay)); }

    /// <summary>k(i). A new one takes effect in the next step.</summary>
    public Schedule SquareDecay { get; set => field = Settable(value, nameof(SquareDecay)); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("momentumDecay", MomentumDecay), new("squareDecay", SquareDecay)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("momentum_buffer", StateMeaning.GradientSum) { Unit = 1, Decay = AdamMoments.Constant(MomentumDecay) },
        new("square_avg", StateMeaning.SquareMean)
        {
            Unit = 1 - AdamMoments.Constant(SquareDecay), Decay = AdamMoments.Constant(SquareDecay), Completion = MeanCompletion.Whole,
        },
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        var decay = Evaluate(SquareDecay, step.Iteration, nameof(SquareDecay), below: 1);
        var momentum = Evaluate(MomentumDecay, step.Iteration, nameof(MomentumDecay), below: 1);
        if (momentum > Math.Sqrt(decay) && MomentumDecay.IsConstant && SquareDecay.IsConstant)
            throw RunsAway(momentum, decay);
        return new(step.LearningRate, momentum, step.StepNumber == 1 ? 0 : decay);
    }

    private static InvalidOperationException RunsAway(double momentum, double decay) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"MomentumDecay is {momentum} and SquareDecay {decay}; it must be at most the root of SquareDecay, {Math.Sqrt(decay)}: "
        + $"else θ grows without bound "
        + $"where gradients stop. Nothing was changed."));

    /// <summary>m ← λm + g, v ← kv + (1 − k)g², u = αm/√v. With k = 0 in the first step, v starts at g².</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="momentum">λ.</param>
    /// <param name="decay">k.</param>
    public readonly struct Rule(double learningRate, double momentum, double decay) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var m = state.First = (momentum * state.First) + gradient;
            var v = state.Second = T.Lerp(gradient * gradient, state.Second, decay);
            return T.DivideOrZero(learningRate * m, T.Sqrt(v));
        }
    }
}
