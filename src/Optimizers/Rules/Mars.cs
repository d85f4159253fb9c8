using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// MARS-AdamW with the gradient of the step before (Yuan et al. 2024, algorithm 2, its approximate form): c = g + γ·β₁/(1 − β₁)·(g − g₋₁), made to
/// the norm 1 where its norm over the parameter is larger, and then Adam on c.
/// </summary>
/// <remarks>In a parameter's first step g₋₁ is 0, as in the authors' implementation. Weight decay is <see cref="Optimizer.WeightDecay"/>.</remarks>
public sealed class Mars : Optimizer<Mars.Rule>, IHasMomentum
{
    /// <summary>MARS-AdamW.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.003 if left out.</param>
    /// <param name="beta1">β₁(i), in [0, 1). 0.95 if left out.</param>
    /// <param name="beta2">β₂(i), in [0, 1). 0.99 if left out.</param>
    /// <param name="epsilon">ε(i), at least 0. 1e-8 if left out.</param>
    /// <param name="gamma">γ: how strongly the change of the gradient counts; finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Mars(
        Schedule? learningRate = null, Schedule? beta1 = null, Schedule? beta2 = null, Schedule? epsilon = null, double gamma = 0.025)
        : base(learningRate ?? 0.003)
    {
        Moments = new AdamMoments(beta1 ?? 0.95, beta2 ?? 0.99, epsilon);
        Gamma = HyperparameterRange.NotNegative(gamma);
    }

    /// <summary>β₁(i). A new one takes effect in the next step.</summary>
    public Schedule Beta1 { get => Moments.Beta1; set => Moments.Beta1 = Settable(value, nameof(Beta1)); }

    /// <summary>β₂(i). A new one takes effect in the next step.</summary>
    public Schedule Beta2 { get => Moments.Beta2; set => Moments.Beta2 = Settable(value, nameof(Beta2)); }

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get => Moments.Epsilon; set => Moments.Epsilon = HyperparameterRange.NotNegative(value, nameof(Epsilon)); }

    /// <summary>γ.</summary>
    public double Gamma { get; }

    Schedule IHasMomentum.MomentumDecay { get => Beta1; set => Beta1 = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [.. Moments.Hyperparameters, new("gamma", Gamma)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("exp_avg"), new("exp_avg_sq"), new("last_grad", StateMeaning.PreviousGradient),
        StateDescriptor.Scalar("beta1_product", 2, StateMeaning.DecayProduct), StateDescriptor.Scalar("beta2_product", 2, StateMeaning.DecayProduct),
    ];

    private AdamMoments Moments { get; }

    /// <inheritdoc/>
    protected internal override double GrowthAt(long iteration)
    {
        var beta1 = Evaluate(Beta1, iteration, nameof(Beta1), below: 1);
        return 1 + (2 * Gamma * beta1 / (1 - beta1));
    }

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => At(step, difference: true);

    /// <summary>The numbers of a step whose gradient has another one to differ from, or has none.</summary>
    internal Rule At(in StepInfo step, bool difference)
    {
        var beta1 = Evaluate(Beta1, step.Iteration, nameof(Beta1), below: 1);
        return new(Moments.At(step), difference ? Gamma * beta1 / (1 - beta1) : 0, 1 / Math.Max(1, Math.Sqrt(step.Result(0))));
    }

    /// <summary>c = s·(g + k(g − g₋₁)), then Adam on c.</summary>
    /// <param name="adam">Adam's numbers.</param>
    /// <param name="share">k = γβ₁/(1 − β₁).</param>
    /// <param name="scale">s = 1/max(1, ‖g + k(g − g₋₁)‖).</param>
    public readonly struct Rule(Adam.Rule adam, double share, double scale) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 3;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Parameter);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var corrected = scale * Corrected(gradient, state);
            state.Third = gradient;
            return adam.Apply(parameter, corrected, ref state);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
        {
            var corrected = Corrected(gradient, state);
            return new() { First = corrected * corrected };
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private T Corrected<T>(T gradient, in State<T> state) where T : struct, IArithmetic<T> =>
            gradient + (share * (gradient - state.Third));
    }
}
