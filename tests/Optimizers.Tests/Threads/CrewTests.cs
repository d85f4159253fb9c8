using System.Collections.Concurrent;
using Optimizers.Threads;

namespace Optimizers.Tests.Threads;

/// <summary>Blocks of one job on several threads.</summary>
public sealed class CrewTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_block_is_run_once_on_no_more_threads_than_are_allowed(int threads)
    {
        var job = new SlowJob();
        new Crew().Run(job, blocks: 60, threads);
        job.Blocks.Order().Should().Equal(Enumerable.Range(0, 60));
        job.MostAtOnce.Should().BeLessThanOrEqualTo(threads);
        if (threads == 1)
            job.Blocks.Should().BeInAscendingOrder();
    }

    [Fact]
    public void Two_threads_run_two_blocks_at_once()
    {
        using var barrier = new Barrier(2);
        var job = new MeetingJob(barrier);
        new Crew().Run(job, blocks: 2, threads: 2);
        job.HaveMet.Should().BeTrue();
    }

    private sealed class MeetingJob(Barrier barrier) : IBlockJob
    {
        public bool HaveMet { get; private set; }

        public void Run(int block)
        {
            if (barrier.SignalAndWait(TimeSpan.FromSeconds(10)))
                HaveMet = true;
        }
    }

    private sealed class SlowJob : IBlockJob
    {
        private readonly Lock _lock = new();
        private int _running;

        public ConcurrentQueue<int> Blocks { get; } = [];

        public int MostAtOnce { get; private set; }

        public void Run(int block)
        {
            Blocks.Enqueue(block);
            lock (_lock)
                MostAtOnce = Math.Max(MostAtOnce, ++_running);
            Thread.Sleep(1);
            lock (_lock)
                _running--;
        }
    }
}
