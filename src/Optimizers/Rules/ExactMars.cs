using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// MARS-AdamW with the gradient of this batch at the point before (Yuan et al. 2024, algorithm 2): c = g + γ·β₁/(1 − β₁)·(g − g′), g′ = ∇L(θ₋₁) of
/// the same batch, made to the norm 1 where its norm over the parameter is larger, and then Adam on c.
/// </summary>
/// <remarks>
/// <code>
/// Gradients(batch, dw);                                     // at θ
/// using (optimizer.AtPreviousPoint([(w, dw)]))
///     Gradients(batch, before);                             // at θ₋₁
/// optimizer.Step([(w, dw)], new StepInputs { SecondGradient = [(w, before)] });
/// </code>
/// <para>A step without g′ takes g in its place: the first one has no point before it. Clipping and the L2 penalty are of g alone. With the gradient
/// of the step before, at no cost: <see cref="Mars"/>.</para>
/// </remarks>
public sealed class ExactMars : Optimizer<ExactMars.Rule>, IHasMomentum
{
    private const int Point = 3;

    private readonly Mars _mars;

    /// <summary>MARS-AdamW with two gradients a step.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.003 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.95 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.99 if left out.</param>
    /// <param name="epsilon">ε(i), at least 0. 1e-8 if left out.</param>
    /// <param name="gamma">γ: how strongly the change of the gradient counts; finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public ExactMars(
        Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null, double gamma = 0.025)
        : base(learningRate ?? 0.003) => _mars = new Mars(learningRate, beta1, beta2, epsilon, gamma);

    /// <summary>β₁(i). A new one takes effect in the next step.</summary>
    public Schedule Beta1 { get => _mars.Beta1; set => _mars.Beta1 = Settable(value, nameof(Beta1)); }

    /// <summary>β₂(i). A new one takes effect in the next step.</summary>
    public Schedule Beta2 { get => _mars.Beta2; set => _mars.Beta2 = Settable(value, nameof(Beta2)); }

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get => _mars.Epsilon; set => _mars.Epsilon = value; }

    /// <summary>γ.</summary>
    public double Gamma => _mars.Gamma;

    Schedule IHasMomentum.MomentumDecay { get => Beta1; set => Beta1 = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => _mars.RuleHyperparameters;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("exp_avg"), new("exp_avg_sq"), new("last_parameter", StateMeaning.ParameterValue),
        StateDescriptor.Scalar("beta1_product", 2, StateMeaning.DecayProduct), StateDescriptor.Scalar("beta2_product", 2, StateMeaning.DecayProduct),
    ];

    /// <inheritdoc/>
    protected internal override StepInput InputsAt(long iteration) => iteration == 0 ? StepInput.None : StepInput.SecondGradient;

    /// <inheritdoc/>
    protected internal override double GrowthAt(long iteration) => _mars.GrowthAt(iteration);

    /// <summary>
    /// Puts the point of the step before into the parameters until the scope is disposed, and then θ again, bit for bit. A step inside is refused.
    /// Before the first step it is θ.
    /// </summary>
    /// <param name="parameters">The parameters of the steps, in their order; gradients are not read.</param>
    /// <exception cref="ArgumentException">They are not the parameters of the steps.</exception>
    /// <exception cref="InvalidOperationException">Such a scope is open already.</exception>
    public IDisposable AtPreviousPoint(params ReadOnlySpan<Parameter> parameters) => OpenScope(parameters, Point);

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(_mars.At(step, difference: step.Has(StepInput.SecondGradient)));

    /// <summary>c = s·(g + k(g − g′)), then Adam on c.</summary>
    /// <param name="mars">The numbers of MARS.</param>
    public readonly struct Rule(Mars.Rule mars) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 4;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static StateForm FormOf(int index) => index == 2 ? StateForm.SecondGradient : StateForm.Element;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => Mars.Rule.RoundAt(round);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            state.Fourth = parameter;
            return mars.Apply(parameter, gradient, ref state);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
            mars.Measure(round, parameter, gradient, state);
    }
}
