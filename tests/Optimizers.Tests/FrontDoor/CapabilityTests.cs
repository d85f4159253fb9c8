namespace Optimizers.Tests.FrontDoor;

/// <summary>What an optimizer, a step and a parameter say of themselves to code that has the public members only.</summary>
public sealed class CapabilityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_observer_does_its_own_work_in_parts_each_once(int threads)
    {
        var observer = new CountingObserver(parts: 1000);
        var optimizer = new Sgd(0.1) { MaxThreads = threads };
        optimizer.Watch(observer);
        optimizer.Step([1.0], [1.0]);
        observer.Done.Should().OnlyContain(times => times == 2, "planned and taken");
    }

    [Fact]
    public void A_step_of_an_optimizer_that_does_not_say_how_many_threads_it_uses_is_worked_on_by_the_calling_thread()
    {
        var here = Environment.CurrentManagedThreadId;
        var order = new List<int>();
        new StepView(new Sgd(1), [], 0, 1).ParallelFor(5, part =>
        {
            Environment.CurrentManagedThreadId.Should().Be(here);
            order.Add(part);
        });
        order.Should().Equal(0, 1, 2, 3, 4);
        FluentActions.Invoking(() => new StepView(new Sgd(1), [], 0, 1).ParallelFor(-1, _ => { })).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new StepView(new Sgd(1), [], 0, 1).ParallelFor(1, null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void What_a_part_throws_surfaces_and_the_step_is_not_taken()
    {
        var optimizer = new Sgd(0.1) { MaxThreads = 2 };
        optimizer.Watch(new FailingObserver());
        double[] theta = [1];
        optimizer.Invoking(each => each.Step(theta, [1.0])).Should().Throw<NotSupportedException>();
        theta.Should().Equal(1);
    }

    [Fact]
    public void One_optimizer_goes_on_in_the_place_of_another_with_its_observers()
    {
        var observer = new CountingObserver(parts: 1);
        var old = new Adam(0.1);
        old.Watch(observer);
        double[] theta = [1];
        old.Step(theta, [1.0]);
        var next = new AdamW(0.1, 0);
        next.Find<ITakesOver>()!.CarryOver(old).Should().BeEmpty();
        next.TakeObservers(old);
        next.Iteration.Should().Be(1);
        old.Step(theta, [1.0]);
        observer.Done[0].Should().Be(2, "the old one is no longer watched");
        next.Step(theta, [1.0]);
        observer.Done[0].Should().Be(4);
    }

    [Fact]
    public void An_optimizer_whose_state_or_observers_cannot_be_read_is_refused_by_name()
    {
        var next = new Adam(0.1);
        var unread = new Lookahead(new Sgd(0.1));
        next.Invoking(each => each.CarryOver(unread)).Should().Throw<ArgumentException>().WithMessage("*its state cannot be read*");
        next.Invoking(each => each.TakeObservers(unread)).Should().Throw<ArgumentException>().WithMessage("*its observers cannot be read*");
        next.Invoking(each => each.CarryOver(null!)).Should().Throw<ArgumentNullException>();
        next.Invoking(each => each.TakeObservers(null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void A_parameter_says_why_no_step_can_take_it()
    {
        ((Parameter)(new double[3], new double[3])).Fault.Should().BeNull();
        ((Parameter)(new double[3], new double[2])).Fault.Should().Be("the value is a vector of 3, but its gradient is a vector of 2");
        ((Parameter)(new double[3], (double[])null!)).Fault.Should().Be("the gradient is null");
        (((Parameter)(new double[3], (double[])null!)) with { Frozen = true }).Fault.Should().BeNull();
        default(Parameter).Fault.Should().Be("the value is null");
    }

    [Fact]
    public void A_clipping_says_its_limit()
    {
        GradientClipping.ByGlobalNorm(2).MaxNorm.Should().Be(2);
        GradientClipping.ByGlobalNorm(2).MaxValue.Should().Be(double.PositiveInfinity);
        GradientClipping.ByValue(3).MaxValue.Should().Be(3);
        GradientClipping.ByValue(3).MaxNorm.Should().Be(double.PositiveInfinity);
    }

    [Fact]
    public void A_penalty_that_is_set_to_0_is_as_one_that_was_never_set()
    {
        var optimizer = new Sgd(0.1) { L2Penalty = 0.5 };
        optimizer.L2Penalty = 0;
        optimizer.ToString().Should().Be(new Sgd(0.1).ToString());
        Schedule.Constant(-0.0).Should().NotBeSameAs(Schedule.Constant(0));
    }

    [Fact]
    public void An_observer_that_watches_twice_sees_every_step_once()
    {
        CountingObserver first = new(1), second = new(1);
        var optimizer = new Sgd(0.1);
        foreach (var observer in (StepObserver[])[first, first, second, first, second])
            optimizer.Watch(observer);
        optimizer.Step([1.0], [1.0]);
        (first.Done[0], second.Done[0]).Should().Be((2, 2), "each step is planned once and taken once");
    }

    [Fact]
    public unsafe void Pinned_memory_is_pinned_from_an_element_on()
    {
        var memory = new PinnedMemory<double>();
        var numbers = stackalloc double[5];
        memory.Point(numbers, 5);
        using var pin = memory.Memory[3..].Pin();
        ((nint)pin.Pointer).Should().Be((nint)(numbers + 3));
    }

    private sealed class CountingObserver(int parts) : StepObserver
    {
        public int[] Done { get; } = new int[parts];

        protected internal override void Planned(in StepView step) => Count(step);

        protected internal override void Taken(in StepView step) => Count(step);

        private void Count(in StepView step) => step.ParallelFor(parts, part => Interlocked.Increment(ref Done[part]));
    }

    private sealed class FailingObserver : StepObserver
    {
        protected internal override void Planned(in StepView step) => step.ParallelFor(3, _ => throw new NotSupportedException());
    }
}
