using System.Runtime.ExceptionServices;

namespace Optimizers.Threads;

/// <summary>
/// The calling thread and helpers from the thread pool, who take the blocks of one job one after another. Nothing is allocated, nobody waits for a
/// helper that has not started, and a helper that comes late finds no block left or helps with the next job.
/// </summary>
internal sealed class Crew : IThreadPoolWorkItem
{
    private IBlockJob? _job;
    private ExceptionDispatchInfo? _failure;
    private int _blocks;
    private int _onCall;
    private int _waiting;
    private int _unfinished;

    /// <summary>
    /// Runs every block, begun from the first to the last, on at most so many threads, and returns when all are done. An interrupt of the calling
    /// thread waits until then.
    /// </summary>
    public void Run(IBlockJob job, int blocks, int threads)
    {
        var helpers = Math.Min(threads, blocks) - 1;
        if (helpers <= 0)
        {
            for (var block = 0; block < blocks; block++)
                job.Run(block);
            return;
        }

        var isInterrupted = false;
        _job = job;
        _blocks = blocks;
        _failure = null;
        _unfinished = blocks;
        Volatile.Write(ref _waiting, blocks); // From here on a helper may take a block: all else is set before.
        try
        {
            Call(helpers);
        }
        catch (ThreadInterruptedException)
        {
            isInterrupted = true;
        }
        catch (OutOfMemoryException)
        {
            // Who could not be called is not waited for: the blocks are taken all the same.
        }

        TakeBlocks();
        var spin = default(SpinWait);
        while (Volatile.Read(ref _unfinished) > 0)
        {
            try
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true; // A helper still writes: the job ends first.
            }
        }

        if (isInterrupted)
            Thread.CurrentThread.Interrupt();
        _failure?.Throw();
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref _onCall);
        TakeBlocks();
    }

    /// <summary>
    /// Those who were called and have not started yet, in a busy pool, are not called again: its queue would grow from step to step.
    /// </summary>
    private void Call(int helpers)
    {
        for (var missing = helpers - Volatile.Read(ref _onCall); missing > 0; missing--)
        {
            Interlocked.Increment(ref _onCall);
            try
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
            catch
            {
                Interlocked.Decrement(ref _onCall);
                throw;
            }
        }
    }

    /// <summary>Whoever gets a number of 0 or more owns that block, and the job cannot end before it is done.</summary>
    private void TakeBlocks()
    {
        while (Interlocked.Decrement(ref _waiting) is >= 0 and var left)
        {
            try
            {
                _job!.Run(_blocks - 1 - left);
            }
#pragma warning disable CA1031 // It is thrown again on the calling thread.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Volatile.Write(ref _failure, ExceptionDispatchInfo.Capture(failure));
            }
            finally
            {
                Interlocked.Decrement(ref _unfinished);
            }
        }
    }
}
