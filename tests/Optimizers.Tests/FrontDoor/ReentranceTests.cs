namespace Optimizers.Tests.FrontDoor;

/// <summary>What is called from inside a step may look at the optimizer, and changes nothing of it.</summary>
public sealed class ReentranceTests
{
    public static TheoryData<string> Deeds => ["array", "span", "other span", "reset", "restore", "carry over"];

    [Theory]
    [MemberData(nameof(Deeds))]
    public void A_schedule_that_changes_its_own_optimizer_fails_the_step_and_changes_nothing(string deed)
    {
        double[] theta = [1, 1, 1], other = [1, 1, 1], gradient = [1, 1, 1];
        Adam? optimizer = null;
        OptimizerState? earlier = null;
        var isArmed = false;
        optimizer = new Adam(Schedule.From(_ =>
        {
            if (!isArmed)
                return 0.1;
            isArmed = false;
            switch (deed)
            {
                case "array": optimizer!.Step([(other, gradient)]); break;
                case "span": optimizer!.Step(other.AsSpan(), gradient); break;
                case "other span": optimizer!.Step(other.AsSpan(0, 2), gradient.AsSpan(0, 2)); break;
                case "reset": optimizer!.Reset(); break;
                case "restore": optimizer!.Restore(earlier!); break;
                default: optimizer!.CarryOver(new Adam(0.1)); break;
            }

            return 0.1;
        }));
        var calm = new Adam(0.1);
        var expected = theta.ToArray();
        for (var i = 0; i < 6; i++)
        {
            if (i == 2)
                earlier = optimizer.Snapshot();
            if (i is 3 or 5)
            {
                isArmed = true;
                optimizer.Invoking(o => Step(o, i)).Should().Throw<InvalidOperationException>().WithMessage("*is taking a step*");
            }

            Step(optimizer, i);
            calm.Step(expected, gradient);
        }

        theta.Should().Equal(expected);
        other.Should().Equal(1, 1, 1);
        optimizer.Iteration.Should().Be(6);

        void Step(Optimizer taking, int i)
        {
            if (i % 2 == 0)
                taking.Step([(theta, gradient)]);
            else
                taking.Step(theta.AsSpan(), gradient);
        }
    }

    [Fact]
    public void A_schedule_and_an_observer_may_take_a_snapshot_and_see_the_state_of_before_and_of_after()
    {
        Sgd? optimizer = null;
        var seen = new List<long>();
        optimizer = new Sgd(Schedule.From(_ =>
        {
            if (optimizer is not null)
                seen.Add(optimizer.Snapshot().Iteration);
            return 0.1;
        }));
        seen.Clear();
        optimizer.Watch(new SnapshotTaker(seen));
        double[] theta = [1];
        optimizer.Step(theta, [1.0]);
        optimizer.Step(theta, [1.0]);
        seen.Should().Equal(0, 0, 1, 1, 1, 2);
    }

    [Theory]
    [InlineData(1e39, 1)]
    [InlineData(1e20, 1e20)]
    public void A_rate_beyond_the_element_type_is_refused_where_a_gradient_of_0_would_make_it_NaN(double rate, double scale)
    {
        float[] theta = [1, 2];
        var optimizer = new Sgd(rate);
        optimizer.Invoking(o => o.Step([new Parameter(theta, new float[2]) { LearningRateScale = scale }]))
            .Should().Throw<InvalidOperationException>().WithMessage("*learning rate of parameters[0] is 1E+*largest number of its element type*");
        theta.Should().Equal(1, 2);
    }

    private sealed class SnapshotTaker(List<long> seen) : StepObserver
    {
        protected internal override void Planned(in StepView step) => seen.Add(((IOptimizer)step.Optimizer).Snapshot().Iteration);

        protected internal override void Taken(in StepView step) => seen.Add(step.Optimizer.Snapshot().Iteration);
    }
}
