using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// FTRL-Proximal (McMahan et al. 2013, algorithm 1): follow the regularized leader, with exact zeros by λ₁. σ = (√(n + g²) − √n)/α,
/// z ← z + g − σθ, n ← n + g², θ ← 0 where |z| ≤ λ₁, else −(z − sign(z)λ₁)/((β + √n)/α + λ₂).
/// </summary>
/// <remarks>
/// z is kept for the coordinates at 0 only; of another one it is what the formula makes θ of. So a training may begin at any θ, where the paper's
/// begins at 0, and α may be a schedule. A coordinate without gradient rests, and by a rate of 0 nothing moves.
/// </remarks>
public sealed class Ftrl : Optimizer<Ftrl.Rule>
{
    /// <summary>FTRL-Proximal.</summary>
    /// <param name="learningRate">α(i), at least 0. 0.1 if left out.</param>
    /// <param name="beta">β: the larger, the smaller the first steps; finite, at least 0.</param>
    /// <param name="lambda1">λ₁: the L1 penalty, in units of the gradient; finite, at least 0.</param>
    /// <param name="lambda2">λ₂: the L2 penalty; finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Ftrl(Schedule? learningRate = null, double beta = 1, double lambda1 = 0, double lambda2 = 0)
        : base(learningRate ?? 0.1)
    {
        Beta = HyperparameterRange.NotNegative(beta);
        Lambda1 = HyperparameterRange.NotNegative(lambda1);
        Lambda2 = HyperparameterRange.NotNegative(lambda2);
    }

    /// <summary>β.</summary>
    public double Beta { get; }

    /// <summary>λ₁.</summary>
    public double Lambda1 { get; }

    /// <summary>λ₂.</summary>
    public double Lambda2 { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("beta", Beta), new("lambda1", Lambda1), new("lambda2", Lambda2)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => [new("z"), new("n", StateMeaning.SquareSum)];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) =>
        step.LearningRate > 0 ? new(1 / step.LearningRate, Beta, Lambda1, Lambda2, 1) : new(1, Beta, Lambda1, Lambda2, 0);

    /// <summary>
    /// n ← n + g², k = (β + √n)/α + λ₂, and in units of θ, with c = λ₁/k: −z/k = a = θ + c·sign(θ) − g/k, of θ = 0 the z of before in its place;
    /// u = θ − w with w = 0 where |a| ≤ c, else a − c·sign(a).
    /// </summary>
    /// <param name="inverse">1/α.</param>
    /// <param name="beta">β.</param>
    /// <param name="lambda1">λ₁.</param>
    /// <param name="lambda2">λ₂.</param>
    /// <param name="share">1; 0 to rest.</param>
    public readonly struct Rule(double inverse, double beta, double lambda1, double lambda2, double share) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 2;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var (zero, bound) = (T.Constant(0), T.Constant(lambda1));
            var next = state.Second + (gradient * gradient);
            var n = state.Second = T.WhereLess(next, T.Constant(double.PositiveInfinity), next, state.Second); // As in Adagrad.
            var k = (inverse * (T.Sqrt(n) + beta)) + lambda2;
            var c = T.DivideOrZero(bound, k);
            var a = T.WhereEqual(parameter, zero, -T.DivideOrZero(state.First, k), parameter + (c * T.Sign(parameter)))
                - T.DivideOrZero(gradient, k);
            var z = T.WhereEqual(parameter, zero, state.First, -(bound * T.Sign(parameter)) - (k * parameter)) + gradient;
            state.First = T.Max(T.Min(z, bound), -bound); // It counts where w is 0, and there it is within.
            var w = T.WhereLess(c, T.Abs(a), a - (c * T.Sign(a)), zero);
            return share * T.WhereEqual(gradient, zero, zero, parameter - w);
        }
    }
}
