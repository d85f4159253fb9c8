using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers.Tests.Steps;

/// <summary>A rule may have as many state values as there are places, and each is its own.</summary>
public class StateCapacityTests
{
    [Fact]
    public void A_rule_of_sixteen_state_values_keeps_and_measures_each_of_them()
    {
        foreach (var length in (int[])[1, 7, 64, 5000])
        {
            var optimizer = new SixteenStates(0.5);
            double[] theta = new double[length], expected = new double[length];
            float[] single = new float[length];
            var states = new double[length, 16];
            for (var step = 0; step < 3; step++)
            {
                // Whole numbers: no operation rounds, in floats either.
                double[] gradient = [.. Enumerable.Range(0, length).Select(i => (double)((i % 5) + step))];
                optimizer.Step([(theta, gradient), (single, Array.ConvertAll(gradient, each => (float)each))]);
                for (var i = 0; i < length; i++)
                {
                    for (var k = 0; k < 16; k++)
                        states[i, k] += (k + 1) * gradient[i];
                    expected[i] -= 0.5 * Enumerable.Range(0, 16).Sum(k => (k % 3 == 0 ? -1 : k) * states[i, k]);
                }
            }

            theta.Should().Equal(expected);
            single.Should().Equal(Array.ConvertAll(expected, each => (float)each));

            // What is measured before the last step is of the states before it, and of what the step adds.
            optimizer.Seen.Should().Be(Enumerable.Range(0, length).Sum(i => states[i, 15] - (16 * ((i % 5) + 2))));
        }
    }

    private sealed class SixteenStates(Schedule learningRate) : Optimizer<SixteenStates.Rule>(learningRate)
    {
        /// <summary>The sum of the last state value that the last round measured.</summary>
        public double Seen { get; private set; }

        protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [];

        protected internal override IReadOnlyList<StateDescriptor> State =>
            [.. Enumerable.Range(1, 16).Select(k => new StateDescriptor(FormattableString.Invariant($"state{k}")))];

        protected internal override Rule At(in StepInfo step) => new(step.LearningRate);

        protected internal override void Conclude(int round, in StepInfo step) => Seen = step.Result(0);

        internal readonly struct Rule(double rate) : IUpdateRule
        {
            public static int StateCount => 16;

            public static int RoundCount => 1;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static StateForm FormOf(int index) => StateForm.Element;

            public static Round RoundAt(int round) => new(MeasureScope.Parameter);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T>
            {
                var sum = T.Constant(0);
                for (var k = 0; k < 16; k++)
                {
                    state[k] += (k + 1) * gradient;
                    sum += (k % 3 == 0 ? -1 : k) * state[k];
                }

                return rate * sum;
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
                new() { First = state.Sixteenth };
        }
    }

    [Fact]
    public void A_formula_that_contradicts_itself_is_refused_before_anything_moves()
    {
        Refused(new Wrong<OfScalars>(), "says of its state value 0 that it is Scalar");
        Refused(new Wrong<OfManyValues>(), "gathers 99 values in round 0");

        static void Refused(Optimizer optimizer, string message)
        {
            double[] theta = [1, 2];
            optimizer.Invoking(each => each.Step(theta, [1.0, 1])).Should().Throw<InvalidOperationException>().WithMessage($"*{message}*");
            theta.Should().Equal(1, 2);
            optimizer.Iteration.Should().Be(0);
        }
    }

    private sealed class Wrong<TRule>() : Optimizer<TRule>(1.0) where TRule : struct, IUpdateRule
    {
        protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [];

        protected internal override IReadOnlyList<StateDescriptor> State => [.. Enumerable.Repeat(new StateDescriptor("state"), TRule.StateCount)];

        protected internal override TRule At(in StepInfo step) => default;
    }

    private readonly struct OfScalars : IUpdateRule
    {
        public static int StateCount => 1;

        public static StateForm FormOf(int index) => StateForm.Scalar;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;
    }

    private readonly struct OfManyValues : IUpdateRule
    {
        public static int StateCount => 0;

        public static int RoundCount => 1;

        public static Round RoundAt(int round) => new(MeasureScope.Parameter, Values: 99);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> => default;
    }
}
