using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers;

/// <summary>L-DoG (Ivgi, Hinder and Carmon 2023): <see cref="Dog"/> with a distance and a sum of gradients for each parameter by itself.</summary>
public sealed class LayerwiseDog : Optimizer<LayerwiseDog.Rule>
{
    /// <summary>L-DoG.</summary>
    /// <param name="learningRate">γ(i), at least 0: a factor. 1 if left out.</param>
    /// <param name="relativeStart">a: the first movement, relative to 1 + ‖θ₀‖; finite, above 0.</param>
    /// <param name="epsilon">ε, in units of the squared gradient; finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A hyperparameter is out of its range.</exception>
    public LayerwiseDog(Schedule? learningRate = null, double relativeStart = 1e-6, double epsilon = 1e-8)
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
        [new("x0", StateMeaning.ParameterValue), StateDescriptor.Scalar("distance_and_squares", 2)];

    /// <inheritdoc/>
    protected internal override Rule At(in StepInfo step)
    {
        if (step.RoundsDone > 0)
            Dog.Gather(step.Scalars, step.NextScalars, RelativeStart, step.Result(0, 0), step.Result(0, 1), step.Result(0, 2));
        return new(new(StepScale.Bounded(step, step.LearningRate * Dog.RateOf(step.NextScalars, Epsilon)), step.StepNumber == 1));
    }

    /// <summary>DoG's formula, gathered over the parameter.</summary>
    /// <param name="dog">DoG's numbers.</param>
    public readonly struct Rule(Dog.Rule dog) : IUpdateRule
    {
        /// <inheritdoc/>
        public static int StateCount => Dog.Rule.StateCount;

        /// <inheritdoc/>
        public static int RoundCount => 1;

        /// <inheritdoc/>
        public static Round RoundAt(int round) => new(MeasureScope.Parameter, Values: 3);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
            dog.Apply(parameter, gradient, ref state);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
            dog.Measure(round, parameter, gradient, state);
    }
}
