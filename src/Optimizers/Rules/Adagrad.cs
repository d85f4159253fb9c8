using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// Adagrad (Duchi, Hazan and Singer 2011, figure 1, diagonal): each coordinate's step is divided by the root of the sum of the squares of its
/// gradients, S ← S + g², θ ← θ − αg/(√S + ε).
/// </summary>
/// <remarks>
/// torch.optim.Adagrad's lr_decay is <c>Schedule.InverseTimeDecay</c>. With ε = 0 a coordinate whose gradients have all been 0 does not move.
/// </remarks>
public sealed class Adagrad : Optimizer<Adagrad.Rule>
{
    /// <summary>Adagrad.</summary>
    /// <param name="learningRate">α(i), at least 0.</param>
    /// <param name="initialAccumulator">S before the first step, in units of the squared gradient; finite, at least 0.</param>
    /// <param name="epsilon">ε(i), in units of the gradient, at least 0. 1e-10 if left out.</param>
    /// <exception cref="ArgumentNullException">The learning rate is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Adagrad(Schedule learningRate, double initialAccumulator = 0, Schedule? epsilon = null)
        : base(learningRate)
    {
        InitialAccumulator = HyperparameterRange.NotNegative(initialAccumulator);
        Epsilon = epsilon ?? 1e-10;
    }

    /// <summary>S before the first step.</summary>
    public double InitialAccumulator { get; }

    /// <summary>ε(i). A new one takes effect in the next step.</summary>
    public Schedule Epsilon { get; set => field = HyperparameterRange.NotNegative(value, "epsilon"); }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters =>
        [new("initialAccumulator", InitialAccumulator), new("epsilon", Epsilon)];

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State => [new("sum", StateMeaning.SquareSum) { Start = InitialAccumulator }];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) =>
        new(step.LearningRate, step.StepNumber == 1 ? InitialAccumulator : 0, Evaluate(Epsilon, step.Iteration, "epsilon"));

    /// <summary>S ← S + g², u = αg/(√S + ε). What is added to S at the first step is its initial value.</summary>
    /// <param name="learningRate">α.</param>
    /// <param name="added">The initial value of S in the first step, else 0.</param>
    /// <param name="epsilon">ε.</param>
    public readonly struct Rule(double learningRate, double added, double epsilon) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 1;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            var next = state.First + added + (gradient * gradient);
            var sum = state.First = T.WhereLess(next, T.Constant(double.PositiveInfinity), next, state.First); // An infinite one would stop for good.
            return T.DivideOrZero(learningRate * gradient, T.Sqrt(sum) + epsilon);
        }
    }
}
