namespace Optimizers.Tests.Threads;

/// <summary>One optimizer and two threads: the second one is refused in all that it tries, and tears nothing.</summary>
public sealed class SharedOptimizerTests
{
    [Fact]
    public void Whatever_a_second_thread_asks_of_an_optimizer_inside_a_step_is_refused_and_the_step_is_whole()
    {
        using var isInside = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        var optimizer = new Adam(Schedule.From(i =>
        {
            if (i == 2)
            {
                isInside.Set();
                mayGoOn.Wait(TimeSpan.FromSeconds(60));
            }

            return 0.1;
        }));
        double[] theta = [1, 2], other = [5], expected = [1, 2], gradient = [1, -1];
        optimizer.Step(theta, gradient);
        var state = optimizer.Snapshot();
        optimizer.Step(theta, gradient);
        var stepping = new Thread(() => optimizer.Step(theta, gradient));
        stepping.Start();
        isInside.Wait(TimeSpan.FromSeconds(60)).Should().BeTrue();
        Action[] deeds =
        [
            () => optimizer.Step(theta, gradient),
            () => optimizer.Step([(other, other.ToArray())]),
            () => optimizer.Snapshot(),
            () => optimizer.Snapshot(state),
            () => optimizer.Restore(state),
            () => optimizer.Reset(),
            () => optimizer.CarryOver(new Adam(0.1)),
            () => new Adam(0.1).CarryOver(optimizer),
        ];
        try
        {
            foreach (var deed in deeds)
                deed.Should().Throw<InvalidOperationException>().WithMessage("This Adam is taking a step.*one thread at a time*Nothing was changed.");
        }
        finally
        {
            mayGoOn.Set();
            stepping.Join();
        }

        var calm = new Adam(0.1);
        for (var i = 0; i < 3; i++)
            calm.Step(expected, gradient);
        theta.Should().Equal(expected);
        other.Should().Equal(5);
        (optimizer.Iteration, state.Iteration).Should().Be((3, 1));
        optimizer.Restore(state);
        optimizer.Iteration.Should().Be(1);
    }

    [Fact]
    public void Two_threads_that_step_spans_of_two_lengths_write_nothing_beyond_their_own()
    {
        var optimizer = new Sgd(1e-3) { MaxThreads = 1 };
        double[] large = new double[4096], gradient = [.. Enumerable.Repeat(1.0, 4096)];
        optimizer.Step(large.AsSpan(), gradient);
        var small = Enumerable.Range(0, 200).Select(_ => Enumerable.Repeat(42.0, 16).ToArray()).ToArray();
        var (isOver, accepted) = (false, 1);
        var other = new Thread(() =>
        {
            for (var i = 0; !Volatile.Read(ref isOver); i++)
            {
                try
                {
                    optimizer.Step(small[i % small.Length].AsSpan(), gradient.AsSpan(0, 16));
                }
                catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
                {
                }
            }
        });
        other.Start();
        for (var until = Environment.TickCount64 + 1000; Environment.TickCount64 < until;)
        {
            try
            {
                optimizer.Step(large.AsSpan(), gradient);
                accepted++;
            }
            catch (InvalidOperationException)
            {
            }
        }

        Volatile.Write(ref isOver, true);
        other.Join();
        small.Should().AllSatisfy(each => each.Should().OnlyContain(x => x == 42));
        optimizer.Iteration.Should().Be(accepted);
        var expected = 0.0;
        for (var i = 0; i < accepted; i++)
            expected -= 1e-3;
        large.Should().OnlyContain(x => x == expected);
    }
}
