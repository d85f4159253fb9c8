namespace Optimizers.Threads;

/// <summary>Shares the blocks of one function after another out to threads; running them allocates nothing.</summary>
internal sealed class SharedPass : IBlockJob
{
    private readonly Crew _crew = new();
    private Action<int>? _block;

    /// <summary>Runs every block on at most so many threads, and returns when all are done: see <see cref="Crew.Run"/>.</summary>
    public void Run(Action<int> block, int blocks, int threads)
    {
        _block = block;
        try
        {
            _crew.Run(this, blocks, threads);
        }
        finally
        {
            _block = null;
        }
    }

    void IBlockJob.Run(int block) => _block!(block);
}
