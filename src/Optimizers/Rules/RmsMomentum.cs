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
/// <para>The note takes m from its section 3.2.2, which already holds the minus sign and α, and so would climb; this is the form that descends.</para>
/// </remarks>
public sealed class RmsMomentum : Optimizer
{
    /// <summary>Momentum divided by RMSProp's σ.</summary>
    /// <param name="learningRate">α(i), at least 0: the length of a coordinate's first step.</param>
    /// <param name="momentum">λ(i), in [0, 1). 0.9 if left out.</param>
    /// <param name="decay">k in [0, 1): how much of the average of the squares stays.</param>
    /// <exception cref="ArgumentNullException">The learning rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public RmsMomentum(Schedule learningRate, Schedule? momentum = null, double decay = 0.9)
        : base(learningRate)
    {
        Momentum = HyperparameterRange.Decay(momentum ?? 0.9, nameof(momentum));
        Decay = HyperparameterRange.Decay(decay);
    }

    /// <summary>λ(i).</summary>
    public Schedule Momentum { get; private set; }

    /// <summary>k.</summary>
    public double Decay { get; }

    /// <inheritdoc/>
    public override double? MomentumDecay { get => Momentum.At(Iteration); set => Momentum = DecayFromNowOn(value); }

    /// <inheritdoc/>
    protected override IEnumerable<Hyperparameter> RuleHyperparameters => [new("momentum", Momentum), new("decay", Decay)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateMeaning> StateMeanings => [StateMeaning.GradientSum, StateMeaning.SquareMean];

    /// <inheritdoc/>
    protected internal override void Update(in UpdateContext context) =>
        context.Apply(new RmsMomentumRule(
            context.LearningRate,
            Evaluate(Momentum, context.Iteration, "momentum", below: 1),
            context.StepNumber == 1 ? 0 : Decay));

    private protected override StateForm FormOf(int index, long steps, ReadOnlySpan<double> scalars, double rateScale) => index == 0
        ? new(StateMeaning.GradientSum, 1, Momentum.IsConstant ? Momentum.At(0) : double.NaN)
        : new(StateMeaning.SquareMean);
}

/// <summary>m ← λm + g, v ← kv + (1 − k)g², θ ← θ − αm/√v. With k = 0 in the first step, v starts at g².</summary>
internal readonly record struct RmsMomentumRule(double LearningRate, double Momentum, double Decay) : IUpdateRule
{
    public static int StateCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
    {
        var m = state.First = (Momentum * state.First) + gradient;
        var v = state.Second = T.Lerp(gradient * gradient, state.Second, Decay);
        parameter -= T.DivideOrZero(LearningRate * m, T.Sqrt(v));
    }
}
