using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;
using Optimizers.Steps;

namespace Optimizers.Tests.FrontDoor;

/// <summary>What a step that fails, is skipped or is watched by somebody who throws leaves behind.</summary>
public sealed class FailedStepTests
{
    [Fact]
    public void A_step_that_fails_behind_the_guard_leaves_the_norm_of_the_last_one()
    {
        double[] theta = [1];
        var optimizer = new Sgd(Schedule.From(i => i == 1 ? throw new FormatException("mine") : 0.1)) { MeasuresGradientNorm = true };
        optimizer.Step(theta, [3.0]);
        optimizer.Invoking(o => o.Step(theta, [7.0])).Should().Throw<FormatException>();
        (optimizer.LastGradientNorm, optimizer.Iteration).Should().Be((3, 1));
    }

    [Fact]
    public void An_observer_that_throws_before_the_step_leaves_everything_and_a_skipped_step_it_fails_is_not_counted()
    {
        double[] theta = [1], calm = [1];
        var (optimizer, other) = (new Adam(0.1) { NonFinite = NonFiniteGradients.Skip }, new Adam(0.1));
        var observer = new Thrower();
        optimizer.Watch(observer);
        for (var i = 0; i < 4; i++)
        {
            observer.Where = "Planned";
            optimizer.Invoking(o => o.Step(theta, [1.0 + i])).Should().Throw<FormatException>();
            theta.Should().Equal(calm);
            observer.Where = "Refused";
            optimizer.Invoking(o => o.Step(theta, [double.NaN])).Should().Throw<FormatException>();
            optimizer.SkippedSteps.Should().Be(i);
            observer.Where = "";
            optimizer.Step(theta, [double.NaN]);
            optimizer.SkippedSteps.Should().Be(i + 1);
            optimizer.Step(theta, [1.0 + i]);
            other.Step(calm, [1.0 + i]);
            theta.Should().Equal(calm);
        }
    }

    [Fact]
    public void All_observers_are_told_of_a_step_and_the_first_exception_says_that_it_stands()
    {
        double[] theta = [1];
        var optimizer = new Sgd(0.5);
        Thrower[] observers = [new() { Where = "Taken" }, new(), new() { Where = "Taken" }];
        foreach (var observer in observers)
            optimizer.Watch(observer);
        var error = optimizer.Invoking(o => o.Step(theta, [1.0])).Should().Throw<StepObserverException>().Which;
        error.Observer.Should().BeSameAs(observers[0]);
        error.Message.Should().Contain("The step stands");
        error.InnerException.Should().BeOfType<FormatException>();
        observers.Should().AllSatisfy(each => each.Taking.Should().Be(1));
        (theta[0], optimizer.Iteration).Should().Be((0.5, 1));
    }

    [Fact]
    public void A_skipped_step_allocates_nothing_also_before_the_first_one_that_is_taken()
    {
        var optimizer = new Adam(0.1) { NonFinite = NonFiniteGradients.Skip, MaxThreads = 1 };
        float[] theta = new float[20_000], bad = new float[20_000];
        bad[12_345] = float.NaN;
        for (var i = 0; i < 200; i++)
            optimizer.Step(theta, bad);
        Allocation.Least(() =>
        {
            for (var i = 0; i < 10; i++)
                optimizer.Step(theta, bad);
        }).Should().Be(0);
        optimizer.SkippedSteps.Should().BeGreaterThanOrEqualTo(210);
        optimizer.Iteration.Should().Be(0);
        float[] shorter = [1], gradient = [1];
        optimizer.Step(shorter, gradient); // Nothing has been taken, so the first step may be of another shape.
        shorter[0].Should().BeApproximately(0.9f, 1e-6f);
    }

    [Fact]
    public void A_formula_that_throws_stops_the_optimizer_until_a_state_is_restored_and_the_message_says_so()
    {
        double[] theta = [1, 1, 1];
        var optimizer = new Faulty();
        optimizer.Step(theta, [1.0, 1.0, 1.0]);
        var state = optimizer.Snapshot();
        optimizer.IsArmed = true;
        optimizer.Invoking(o => o.Step(theta, [1.0, 1.0, 1.0])).Should().Throw<InvalidOperationException>()
            .WithMessage("*FormatException*Some elements have moved*Restore*Reset*").WithInnerException<FormatException>();
        optimizer.IsArmed = false;
        optimizer.Invoking(o => o.Step(theta, [1.0, 1.0, 1.0])).Should()
            .Throw<InvalidOperationException>().WithMessage("*interrupted while it wrote*");
        optimizer.Invoking(o => o.Snapshot()).Should().Throw<InvalidOperationException>();
        optimizer.Restore(state);
        optimizer.Step(theta, [1.0, 1.0, 1.0]);
        optimizer.Iteration.Should().Be(2);
    }

    [Fact]
    public void An_optimizer_whose_step_was_interrupted_hands_nothing_over()
    {
        double[] theta = [1];
        var (optimizer, successor) = (new Faulty { IsArmed = true }, new Momentum(0.1));
        optimizer.Invoking(o => o.Step(theta, [1.0])).Should().Throw<InvalidOperationException>();
        successor.Step([1.0], [1.0]);

        successor.Invoking(o => o.CarryOver(optimizer)).Should().Throw<InvalidOperationException>().WithMessage("*interrupted while it wrote*");

        successor.Iteration.Should().Be(1, "it keeps what it has");
    }

    [Fact]
    public void A_restored_state_is_a_copy_and_one_that_does_not_fit_leaves_nothing_behind()
    {
        double[] theta = [1], other = [1];
        var optimizer = new Momentum(0.1);
        optimizer.Step(theta, [1.0]);
        var state = optimizer.Snapshot();
        var restored = new Momentum(0.1);
        new Adam(0.1).Invoking(o => o.Restore(state)).Should().Throw<ArgumentException>();
        restored.Restore(state);
        state.Parameters[0].Values[0].Doubles[0] = 1e9;
        other[0] = theta[0];
        restored.Step(other, [1.0]);
        optimizer.Step(theta, [1.0]);
        other.Should().Equal(theta);
        var fresh = new Momentum(0.1) { Maximize = true };
        fresh.Invoking(o => o.Restore(state)).Should().Throw<ArgumentException>();
        double[] long1 = [1, 2, 3];
        fresh.Step(long1, [1.0, 1.0, 1.0]); // Of another shape than the state: nothing of it has stayed.
        fresh.Iteration.Should().Be(1);
    }

    private sealed class Thrower : StepObserver
    {
        public string Where { get; set; } = "";

        public int Taking { get; private set; }

        protected internal override void Planned(in StepView step) => ThrowIf("Planned");

        protected internal override void Taken(in StepView step)
        {
            Taking++;
            ThrowIf("Taken");
        }

        protected internal override void Refused(IOptimizer optimizer, NonFiniteGradientException fault) => ThrowIf("Refused");

        private void ThrowIf(string where)
        {
            if (Where == where)
                throw new FormatException("mine");
        }
    }

    private sealed class Faulty() : Optimizer<Faulty.Rule>(0.1)
    {
        public bool IsArmed { get; set; }

        protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [];

        protected internal override Rule At(in StepInfo step) => new(IsArmed);

        public readonly struct Rule(bool throws) : IUpdateRule
        {
            public static int StateCount => 0;

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
                throws ? throw new FormatException("mine") : gradient;
        }
    }
}
