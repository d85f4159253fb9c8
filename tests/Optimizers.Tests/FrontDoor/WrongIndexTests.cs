using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers.Tests.FrontDoor;

/// <summary>A rule that asks for what it does not have is told what it has.</summary>
public sealed class WrongIndexTests
{
    private static readonly (Asks Asks, string Message)[] Mistakes =
    [
        ((in StepInfo step) => step.Pending(2), "the index 2 of its state values; it has 2."),
        ((in StepInfo step) => step.Pending(-1), "the index -1 of its state values; it has 2."),
        ((in StepInfo step) => step.NextVector(7), "the index 7 of its state values; it has 2."),
        ((in StepInfo step) => _ = step.Vector(2)[0], "the index 2 of its state values; it has 2."),
        ((in StepInfo step) => step.Result(1), "the round 1 of its rounds; it has 1."),
        ((in StepInfo step) => step.Result(-1), "the round -1 of its rounds; it has 1."),
        ((in StepInfo step) => step.Result(0, 1), "the value 1 of its round's values; it has 1."),
        ((in StepInfo step) => _ = step.RowResults(3)[0], "the round 3 of its rounds; it has 1."),
        ((in StepInfo step) => _ = step.ColumnResults(0, -2)[0], "the value -2 of its round's values; it has 1."),
        ((in StepInfo step) => step.NextMatrix(1), "the index 1 of its matrices; it has 1."),
        ((in StepInfo step) => _ = step.Matrix(4)[0], "the index 4 of its matrices; it has 1."),
    ];

    [Fact]
    public void A_wrong_index_is_told_with_the_number_that_there_is_and_changes_nothing()
    {
        foreach (var (asks, message) in Mistakes)
        {
            double[] theta = [1, 2], gradient = [1, 1];
            var optimizer = new Asking(asks);

            optimizer.Invoking(o => o.Step([(theta, gradient)])).Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*{message}*");

            theta.Should().Equal(1, 2);
            optimizer.Iteration.Should().Be(0);
        }
    }

    [Fact]
    public void A_part_of_a_chain_sees_nothing_of_the_part_behind_it()
    {
        foreach (var (asks, message) in Mistakes)
        {
            double[] theta = [1, 2], gradient = [1, 1];
            var optimizer = new Asking(asks).Then(new Trace()).Then(new Cautious()).Then(new Noting());

            optimizer.Invoking(o => o.Step([(theta, gradient)])).Should().Throw<ArgumentOutOfRangeException>().WithMessage($"*{message}*");

            theta.Should().Equal(1, 2);
        }

        var lengths = new List<int>();
        var first = new Noting { Lengths = lengths };
        var second = new Noting { Lengths = lengths };
        var chain = new Sgd(0.1).Then(first).Then(second);
        for (var i = 0; i < 2; i++)
            chain.Step((double[])[1, 2], (double[])[1, 1]);
        lengths.Should().NotBeEmpty().And.AllBeEquivalentTo(1);
        (first.Sum, second.Sum).Should().Be((2, 2));
        chain.Snapshot().Parameters[0].Values.Where(each => each.Form == StateForm.Scalar).Select(each => each.Doubles[0]).Should().Equal(2, 2);
    }

    [Fact]
    public void The_indices_that_there_are_are_given()
    {
        double[] theta = [1, 2], gradient = [1, 1];

        new Asking((in StepInfo step) =>
        {
            (step.Pending(1).Length, step.NextMatrix(0).Length, step.Matrix(0).Length).Should().Be((2, 4, 4));
            step.Result(0).Should().Be(2);
        }).Invoking(o => o.Step([(theta, gradient)])).Should().NotThrow();
    }

    /// <summary>Counts its steps in a scalar of its own, and notes how many scalars it sees.</summary>
    private sealed class Noting : Link<Noting.Formula>
    {
        public List<int> Lengths { get; init; } = [];

        public double Sum { get; private set; }

        protected internal override IEnumerable<Hyperparameter> Hyperparameters => [];

        protected internal override IReadOnlyList<StateDescriptor> State => [StateDescriptor.Scalar("steps")];

        protected internal override Formula At(in StepInfo step)
        {
            Lengths.Add(step.Scalars.Length);
            Lengths.Add(step.NextScalars.Length);
            Sum = step.NextScalars[0] = step.Scalars[0] + 1;
            return default;
        }

        internal readonly struct Formula : IUpdateLink
        {
            public static int StateCount => 0;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public T Apply<T>(T parameter, T gradient, T update, ref State<T> state) where T : struct, IArithmetic<T> => update;
        }
    }

    private delegate void Asks(in StepInfo step);

    private sealed class Asking(Asks asks) : Optimizer<Asking.Rule>(0.1)
    {
        protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [];

        protected internal override IReadOnlyList<StateDescriptor> State => [new("mean"), StateDescriptor.Matrix("basis", (rows, _) => (rows, rows))];

        protected internal override Rule At(in StepInfo step) => default;

        protected internal override void Conclude(int round, in StepInfo step) => asks(step);

        internal readonly struct Rule : IUpdateRule
        {
            public static int StateCount => 2;

            public static int RoundCount => 1;

            public static StateForm FormOf(int index) => index == 0 ? StateForm.Element : StateForm.Pending;

            public static Round RoundAt(int round) => new(MeasureScope.Parameter);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> => gradient;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public Measured<T> Measure<T>(int round, T parameter, T gradient, State<T> state) where T : struct, IArithmetic<T> =>
                new() { First = gradient };
        }
    }
}
