namespace Optimizers.Tests.Threads;

/// <summary>
/// Trainings on a starved pool, under interrupts and collections, against the bits of one thread alone. As long as OPTIMIZERS_STRESS_SECONDS says, 6
/// seconds if it says nothing. Alone in the process: it blocks the pool.
/// </summary>
[Collection(nameof(StressTests))]
[CollectionDefinition(nameof(StressTests), DisableParallelization = true)]
public sealed class StressTests
{
    private const int Length = 150_000;
    private const int Steps = 6;

    private static TimeSpan Duration =>
        TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("OPTIMIZERS_STRESS_SECONDS"), out var seconds) ? seconds : 6);

    [Fact]
    public void Trainings_under_starvation_interrupts_and_collections_end_with_the_bits_of_one_thread()
    {
        var right = Enumerable.Range(0, 12).Select(seed => TrainingJob.Run(seed, Length, Steps, threads: 1)).ToArray();
        var until = Environment.TickCount64 + (long)Duration.TotalMilliseconds;
        using var gate = new ManualResetEventSlim();
        var (isOver, runs, wrong, thrown) = (false, 0, 0, 0);
        ThreadPool.GetMinThreads(out var least, out _);
        for (var i = 0; i < least + 4; i++)
            ThreadPool.QueueUserWorkItem(_ => gate.Wait());
        var trainers = Enumerable.Range(0, 4).Select(i => new Thread(() => Train(i))).ToArray();
        var disturber = new Thread(Disturb);
        foreach (var trainer in trainers)
            trainer.Start();
        disturber.Start();
        foreach (var trainer in trainers)
            trainer.Join();
        Volatile.Write(ref isOver, true);
        disturber.Join();
        gate.Set();
        (wrong, thrown).Should().Be((0, 0));
        runs.Should().BeGreaterThan(4);

        void Train(int first)
        {
            for (var i = first; Environment.TickCount64 < until || i == first; i++)
            {
                try
                {
                    var seed = i % right.Length;
                    var isRight = TrainingJob.Run(seed, Length, Steps, threads: 2 + (i % 3)) == right[seed];
                    Interlocked.Add(ref wrong, isRight ? 0 : 1);
                    Interlocked.Increment(ref runs);
                }
                catch (ThreadInterruptedException)
                {
                    Interlocked.Increment(ref thrown); // A step raises an interrupt again, and does not let it out.
                }

                try
                {
                    Thread.Sleep(0);
                }
                catch (ThreadInterruptedException)
                {
                }
            }
        }

        void Disturb()
        {
            for (var i = 0; !Volatile.Read(ref isOver); i++)
            {
                trainers[i % trainers.Length].Interrupt();
                if (i % 16 == 0)
                    GC.Collect(i % 64 == 0 ? 2 : 0, GCCollectionMode.Forced, blocking: true, compacting: true);
                if (i % 100 == 50)
                    gate.Set();
                if (i % 100 == 99)
                    gate.Reset();
                Thread.Sleep(1);
            }
        }
    }

    [Fact]
    public void An_interrupt_during_a_step_waits_until_it_is_whole_and_then_comes()
    {
        var (came, half) = (0, 0);
        for (var round = 0; round < 20; round++)
        {
            double[] theta = new double[400_000], gradient = new double[400_000];
            Array.Fill(gradient, 1);
            var optimizer = new Sgd(1) { MaxThreads = 4 };
            optimizer.Step([(theta, gradient)]);
            var stepping = new Thread(() =>
            {
                try
                {
                    for (var i = 0; i < 20; i++)
                        optimizer.Step([(theta, gradient)]);
                    Thread.Sleep(10_000);
                }
                catch (ThreadInterruptedException)
                {
                    Interlocked.Increment(ref came);
                }
            });
            stepping.Start();
            stepping.Interrupt();
            stepping.Join();
            half += theta.All(x => x == -optimizer.Iteration) && optimizer.Iteration == 21 ? 0 : 1;
        }

        (came, half).Should().Be((20, 0));
    }

    [Fact]
    public void Many_threads_each_with_an_optimizer_of_its_own_and_one_without_a_message_loop_get_the_same_bits()
    {
        var right = Enumerable.Range(0, 8).Select(seed => TrainingJob.Run(seed, Length, 2, threads: 1)).ToArray();
        var wrong = 0;
        var threads = Enumerable.Range(0, 32).Select(i => new Thread(() =>
        {
            if (i % 4 == 0)
                SynchronizationContext.SetSynchronizationContext(new DeafContext());
            if (TrainingJob.Run(i % 8, Length, 2, threads: 4) != right[i % 8])
                Interlocked.Increment(ref wrong);
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        wrong.Should().Be(0);
    }

    /// <summary>Runs nothing.</summary>
    private sealed class DeafContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing runs here.");
    }
}
