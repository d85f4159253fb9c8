using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>
/// DoG, distance over gradients (Ivgi, Hinder and Carmon 2023): SGD by the rate r̄/√(G + ε), with r̄ the largest distance from the start so far and G
/// the sum of the squared gradient norms, over all parameters. θ ← θ − γ(r̄/√(G + ε))g.
/// </summary>
/// <remarks>
/// r̄ begins at rε = a(1 + ‖θ₀‖). The layer-wise form, L-DoG, is <see cref="LayerwiseDog"/>.
/// </remarks>
public sealed class Dog : Optimizer<Dog.Rule>
{
    /// <summary>DoG.</summary>
    /// <param name="learningRate">γ(i), at least 0: a factor. 1 if left out.</param>
    /// <param name="relativeStart">a: the first movement, relative to 1 + ‖θ₀‖; finite, above 0. DoG's reps_rel.</param>
    /// <param name="epsilon">ε, in units of the squared gradient; finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public Dog(Schedule? learningRate = null, double relativeStart = 1e-6, double epsilon = 1e-8)
        : base(learningRate ?? 1)
    {
        RelativeStart = HyperparameterRange.Positive(relativeStart);
        Epsilon = HyperparameterRange.NotNegative(epsilon);
    }

    /// <summary>a.</summary>
    public double RelativeStart { get; }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [new("relativeStart", RelativeStart), new("epsilon", Epsilon)];

    /// <inheritdoc/>
    protected internal override bool SquaresGradient => false; // Squares are taken in double.

    /// <inheritdoc/>
    protected internal override IReadOnlyList<StateDescriptor> State =>
    [
        new("x0", StateMeaning.ParameterValue), StateDescriptor.GroupScalar("distance_and_squares", 2),
    ];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step) =>
        new(StepScale.Bounded(step, step.LearningRate * RateOf(step.NextGroupScalars, Epsilon)), step.StepNumber == 1);

    /// <inheritdoc/>
    protected internal override void ConcludeGroup(int round, in GroupInfo group) =>
        Gather(group.Scalars, group.NextScalars, RelativeStart, group.Result(0, 0), group.Result(0, 1), group.Result(0, 2));

    /// <summary>r̄ and G with what a step has gathered.</summary>
    internal static void Gather(
        ReadOnlySpan<double> scalars, Span<double> next, double relativeStart, double moved, double squares, double length)
    {
        var before = scalars[0] > 0 ? scalars[0] : relativeStart * (1 + Math.Sqrt(length));
        next[0] = Math.Max(before, Math.Sqrt(moved));
        next[1] = scalars[1] + squares;
    }

    /// <summary>r̄/√(G + ε).</summary>
    internal static double RateOf(ReadOnlySpan<double> scalars, double epsilon) =>
        scalars[1] + epsilon > 0 ? scalars[0] / Math.Sqrt(scalars[1] + epsilon) : 0;

    /// <summary>Gathers ‖θ − θ₀‖², ‖g‖² and, in the first step, ‖θ₀‖²; u = ηg.</summary>
    /// <param name="rate">η.</param>
    /// <param name="isFirst">True in the first step, where θ₀ is θ.</param>
    public readonly struct Rule(double rate, bool isFirst) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => 1;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Group, Values: 3);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
        {
            state.First = isFirst ? parameter : state.First;
            return rate * gradient;
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T>
        {
            var moved = isFirst ? T.Constant(0) : parameter - state.First;
            return new()
            {
                First = moved * moved,
                Second = gradient * gradient,
                Third = isFirst ? parameter * parameter : T.Constant(0),
            };
        }
    }
}
