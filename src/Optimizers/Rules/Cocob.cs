using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// COCOB-Backprop (Orabona and Tommasi 2017, algorithm 2): each coordinate bets on its gradients, without a rate. L ← max(L, |g|), G ← G + |g|,
/// R ← max(R − (θ − θ₀)g, 0), S ← S − g, θ ← θ₀ + S/(L·max(G + L, αL))·(L + R).
/// </summary>
/// <remarks>
/// L begins at ε, as in optax.contrib.cocob; the paper leaves 0/0 open. A learning rate below 1 goes only a part of the way. Weight decay has no
/// effect: θ is made anew from θ₀ in each step.
/// </remarks>
public sealed class Cocob : Optimizer<Cocob.Rule>
{
    /// <summary>COCOB.</summary>
    /// <param name="learningRate">γ(i), at least 0: the share of the way to the new θ. 1 if left out.</param>
    /// <param name="alpha">α: the larger, the smaller the first bets; finite, above 0.</param>
    /// <param name="epsilon">ε: the least L, in units of the gradient; finite, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Cocob(Schedule? learningRate = null, double alpha = 100, double epsilon = 1e-8)
        : base(learningRate ?? 1)
    {
        Alpha = HyperparameterRange.Positive(alpha);
        Epsilon = HyperparameterRange.Positive(epsilon);
    }

    /// <summary>α.</summary>
    public double Alpha { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [new("alpha", Alpha), new("epsilon", Epsilon)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("largest_grad"), new("abs_grad_sum"), new("grad_sum"), new("reward"), new("x0", StateMeaning.ParameterValue),
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) => new(step.LearningRate, Alpha, Epsilon, step.StepNumber == 1);

    /// <summary>u = γ(θ − θ₀ − S/max(G + L, αL)·(L + R)/L).</summary>
    /// <param name="rate">γ.</param>
    /// <param name="alpha">α.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="isFirst">True in the first step, where θ₀ is θ.</param>
    public readonly struct Rule(double rate, double alpha, double epsilon, bool isFirst) : IUpdateRule
    {
        private readonly int _isFirst = isFirst ? 1 : 0; // A number, since a launch on a device takes no flags.

        /// <inheritdoc/>
        public static int StateCount => 5;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var size = T.Abs(gradient);
            var start = state.Fifth = _isFirst != 0 ? parameter : state.Fifth;
            var largest = state.First = T.Max(T.Max(state.First, T.Constant(epsilon)), size);
            var total = state.Second = state.Second + size;
            var sum = state.Third = state.Third - gradient;
            var moved = parameter - start;
            var reward = state.Fourth = T.Max(state.Fourth - (moved * gradient), T.Constant(0));
            var bet = sum / T.Max(total + largest, alpha * largest);
            return rate * (moved - (bet * ((largest + reward) / largest)));
        }
    }
}
