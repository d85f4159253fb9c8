using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// MADGRAD (Defazio and Jelassi 2021, algorithm 1): dual averaging with a cube root. With λₖ = α√(k + 1) from k = 0, s ← s + λg, ν ← ν + λg²,
/// z = θ₀ − s/(∛ν + ε), θ ← μθ + (1 − μ)z.
/// </summary>
/// <remarks>The authors' code takes α + ε for α. Decay, if any, is small here: θ₀ keeps its pull.</remarks>
public sealed class Madgrad : Optimizer<Madgrad.Rule>, IHasMomentum
{
    /// <summary>MADGRAD.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.01 if left out.</param>
    /// <param name="momentum">μ(i) = 1 − c, in [0, 1): how much of θ stays. 0.9 if left out.</param>
    /// <param name="epsilon">ε(i), at least 0. 1e-6 if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Madgrad(Schedule? learningRate = null, Schedule? momentum = null, Schedule? epsilon = null)
        : base(learningRate ?? 0.01)
    {
        Momentum = HyperparameterRange.Decay(momentum ?? 0.9, nameof(momentum));
        Epsilon = HyperparameterRange.NotNegative(epsilon ?? 1e-6, nameof(epsilon));
    }

    /// <summary>μ(i). A new one takes effect in the next step.</summary>
    public Schedule Momentum { get; set => field = Settable(value, nameof(Momentum)); }

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get; set => field = HyperparameterRange.NotNegative(value, nameof(Epsilon)); }

    Schedule IHasMomentum.MomentumDecay { get => Momentum; set => Momentum = value; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [new("momentum", Momentum), new("epsilon", Epsilon)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
        [new("grad_sum"), new("grad_sum_sq"), new("x0", StateMeaning.ParameterValue)];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(
        step.LearningRate * Math.Sqrt(step.StepNumber),
        Evaluate(Momentum, step.Iteration, nameof(Momentum), below: 1),
        Evaluate(Epsilon, step.Iteration, nameof(Epsilon)),
        step.StepNumber == 1);

    /// <summary>s ← s + λg, ν ← ν + λg², u = (1 − μ)(θ − θ₀ + s/(∛ν + ε)).</summary>
    /// <param name="weight">λ.</param>
    /// <param name="momentum">μ.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="isFirst">True in the first step, where θ₀ is θ.</param>
    public readonly struct Rule(double weight, double momentum, double epsilon, bool isFirst) : IUpdateRule
    {
        private readonly int _isFirst = isFirst ? 1 : 0; // A number, since a launch on a device takes no flags.

        /// <inheritdoc/>
        public static int StateCount => 3;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var weighted = weight * gradient;
            var s = state.First = state.First + weighted;
            var next = state.Second + (weighted * gradient);
            var nu = state.Second = T.WhereLess(next, T.Constant(double.PositiveInfinity), next, state.Second); // As in Adagrad.
            var start = state.Third = _isFirst != 0 ? parameter : state.Third;
            return (1 - momentum) * (parameter - start + T.DivideOrZero(s, T.Cbrt(nu) + epsilon));
        }
    }
}
