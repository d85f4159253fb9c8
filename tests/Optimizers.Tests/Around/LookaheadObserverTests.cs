namespace Optimizers.Tests.Around;

/// <summary>What observers of a Lookahead see is what the Lookahead does, not what the optimizer inside does.</summary>
public sealed class LookaheadObserverTests
{
    [Fact]
    public void A_taken_step_is_seen_with_the_slow_weights_joined_and_one_inside_without()
    {
        var inner = new Sgd(1);
        var optimizer = new Lookahead(inner, steps: 2);
        var (outside, inside) = (new Seen(), new Seen());
        optimizer.Watch(outside);
        inner.Watch(inside);
        double[] theta = [0], gradient = [-1];
        for (var i = 0; i < 4; i++)
            optimizer.Step(theta, gradient);
        inside.Afters.Should().Equal(1, 2, 2, 3);
        outside.Afters.Should().Equal(1, 1, 2, 2);
        outside.Befores.Should().Equal(0, 1, 1, 2);
        outside.Optimizers.Should().AllSatisfy(each => each.Should().BeSameAs(optimizer));
        outside.Iterations.Should().Equal(0, 1, 2, 3);
        outside.Rates.Should().AllBeEquivalentTo(1.0);
    }

    [Fact]
    public void A_step_that_an_observer_forbids_leaves_theta_and_the_slow_weights_alone()
    {
        var optimizer = new Lookahead(new Sgd(1), steps: 1);
        var seen = new Seen { Forbids = true };
        optimizer.Watch(seen);
        double[] theta = [3];
        optimizer.Invoking(o => o.Step(theta, (double[])[1])).Should().Throw<TimeoutException>();
        theta[0].Should().Be(3);
        optimizer.Iteration.Should().Be(0);
        seen.Afters.Should().BeEmpty();
    }

    [Fact]
    public void What_an_observer_throws_behind_a_step_surfaces_with_the_weights_joined()
    {
        var optimizer = new Lookahead(new Sgd(1), steps: 1);
        var (fails, seen) = (new Seen { Fails = true }, new Seen());
        optimizer.Watch(fails);
        optimizer.Watch(seen);
        double[] theta = [3];
        optimizer.Invoking(o => o.Step(theta, (double[])[1])).Should().Throw<StepObserverException>()
            .Which.InnerException.Should().BeOfType<TimeoutException>();
        theta[0].Should().Be(2.5);
        seen.Afters.Should().Equal(2.5);
    }

    [Fact]
    public void A_refused_step_is_told_and_an_observer_that_was_let_go_hears_nothing()
    {
        var optimizer = new Lookahead(new Sgd(1));
        var (stays, goes) = (new Seen(), new Seen());
        optimizer.Watch(stays);
        optimizer.Watch(goes);
        optimizer.Unwatch(goes);
        double[] theta = [3];
        optimizer.Invoking(o => o.Step(theta, (double[])[double.NaN])).Should().Throw<NonFiniteGradientException>();
        stays.Refusals.Should().Be(1);
        goes.Refusals.Should().Be(0);
        optimizer.Unwatch(stays);
        optimizer.Step(theta, (double[])[1]);
        stays.Afters.Should().BeEmpty();
    }

    private sealed class Seen : StepObserver
    {
        public List<double> Befores { get; } = [];

        public List<double> Afters { get; } = [];

        public List<IOptimizer> Optimizers { get; } = [];

        public List<long> Iterations { get; } = [];

        public List<double> Rates { get; } = [];

        public int Refusals { get; private set; }

        public bool Forbids { get; init; }

        public bool Fails { get; init; }

        protected internal override void Planned(in StepView step)
        {
            if (Forbids)
                throw new TimeoutException();
            Befores.Add(step.Parameters[0].Values<double>()[0]);
        }

        protected internal override void Taken(in StepView step)
        {
            Afters.Add(step.Parameters[0].Values<double>()[0]);
            Optimizers.Add(step.Optimizer);
            Iterations.Add(step.Iteration);
            Rates.Add(step.LearningRate);
            if (Fails)
                throw new TimeoutException();
        }

        protected internal override void Refused(IOptimizer optimizer, NonFiniteGradientException fault) => Refusals++;
    }
}
