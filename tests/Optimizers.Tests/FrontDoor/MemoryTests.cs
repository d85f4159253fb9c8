namespace Optimizers.Tests.FrontDoor;

/// <summary>The caller's memory: what is shared is refused, and what does not answer costs nothing.</summary>
public sealed class MemoryTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void Whichever_call_of_a_memory_manager_throws_the_step_is_taken_whole_and_says_so_or_not_at_all_and_the_next_one_goes_on(
        bool pins, bool hasRounds)
    {
        var (refused, tookAll) = (0, 0);
        for (var k = 1; k < 40; k++)
        {
            var memory = new StubbornMemory(3, pins);
            memory.Numbers.AsSpan().Fill(1);
            var view = memory.Memory; // Before the count begins.
            var stubborn = new StubbornMemory(3, pins) { ThrowsAt = k };
            stubborn.Numbers.AsSpan().Fill(1);
            Memory<double> stubbornView;
            try
            {
                stubbornView = stubborn.Memory;
            }
            catch (TimeoutException)
            {
                continue;
            }

            Optimizer optimizer = hasRounds ? new Lamb(0.1) : new Sgd(0.1);
            Exception? failure = null;
            for (var i = 0; i < 3; i++)
            {
                try
                {
                    optimizer.Step([new Parameter(view, new double[] { 1, 1, 1 }), new Parameter(stubbornView, new double[] { 1, 1, 1 })]);
                }
                catch (TimeoutException exception)
                {
                    failure = exception;
                    refused++;
                }
                catch (InvalidOperationException exception)
                {
                    exception.InnerException.Should().BeOfType<TimeoutException>();
                    exception.Message.Should().Contain("has been taken");
                    tookAll++;
                }

                stubborn.Numbers.Should().Equal(memory.Numbers);
                (memory.Pins, stubborn.Pins).Should().Be((0, 0));
            }

            optimizer.Iteration.Should().Be(failure is null ? 3 : 2);
            stubborn.Numbers.Should().OnlyContain(each => each < 1, "the steps reach memory that cannot be pinned too");
        }

        refused.Should().BePositive();
        tookAll.Should().Be(pins ? 3 : 0); // Unpin, once a step.
    }

    [Fact]
    public void Shared_memory_is_refused_again_when_the_step_is_repeated_and_forgiven_when_it_is_gone()
    {
        double[] a = [1, 1, 1], b = [1, 1, 1], g = [1, 1, 1];
        var optimizer = new Adam(0.1);
        optimizer.Step([(a, g), (b, g)]);
        var before = a.ToArray();
        for (var i = 0; i < 3; i++)
        {
            optimizer.Invoking(o => o.Step([(a, g), (a, g)])).Should().Throw<ArgumentException>().WithMessage("*change it twice*");
            optimizer.Invoking(o => o.Step([(a, g), (b, a)])).Should().Throw<ArgumentException>().WithMessage("*lies over the gradient*");
            optimizer.Invoking(o => o.Step([(a, g), (b, b)])).Should().Throw<ArgumentException>().WithMessage("*share memory*");
        }

        a.Should().Equal(before);
        optimizer.Step([(a, g), (b, g)]);
        optimizer.Iteration.Should().Be(2);
        a.Should().Equal(b);
    }

    [Theory]
    [InlineData(0, 1, 7)]
    [InlineData(1, 0, 7)]
    [InlineData(0, 6, 7)]
    [InlineData(6, 0, 7)]
    [InlineData(0, 0, 7)]
    public void Spans_that_overlap_are_refused_and_such_that_touch_are_not(int value, int gradient, int length)
    {
        var numbers = Enumerable.Range(1, 20).Select(i => (float)i).ToArray();
        var before = numbers.ToArray();
        var optimizer = new Sgd(0.5);
        for (var i = 0; i < 2; i++)
        {
            optimizer.Invoking(o => o.Step(numbers.AsSpan(value, length), numbers.AsSpan(gradient, length)))
                .Should().Throw<ArgumentException>().WithMessage("*share memory*");
        }

        numbers.Should().Equal(before);
        optimizer.Step(numbers.AsSpan(0, length), numbers.AsSpan(length, length));
        numbers[0].Should().Be(1 - (0.5f * 8));
        optimizer.Step(numbers.AsSpan(length, length), numbers.AsSpan(0, length));
        optimizer.Iteration.Should().Be(2);
    }

    [Fact]
    public void Many_parameters_in_new_arrays_are_told_apart_in_every_step()
    {
        const int count = 500;
        var optimizer = new Sgd(1);
        for (var step = 0; step < 5; step++)
        {
            var parameters = Enumerable.Range(0, count).Select(_ => (Parameter)(new double[3], new double[] { 1, 2, 3 })).ToArray();
            optimizer.Step(parameters);
            parameters.Should().AllSatisfy(each => each.Values<double>().ToArray().Should().Equal(-1, -2, -3));
            (parameters[step * 7], parameters[499 - step]) = (parameters[250], parameters[250]);
            optimizer.Invoking(o => o.Step(parameters)).Should().Throw<ArgumentException>().WithMessage("*change it twice*");
        }

        optimizer.Iteration.Should().Be(5);
    }

    [Fact]
    public void An_empty_span_is_stepped_without_a_word()
    {
        var optimizer = new Adam(0.1);
        optimizer.Step(Span<double>.Empty, []);
        optimizer.Step(Span<double>.Empty, []);
        optimizer.Iteration.Should().Be(2);
    }
}
