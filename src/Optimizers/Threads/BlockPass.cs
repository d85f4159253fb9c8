namespace Optimizers.Threads;

/// <summary>A function of a block as a job; made once, so that running it allocates nothing.</summary>
/// <param name="block">Does one block.</param>
internal sealed class BlockPass(Action<int> block) : IBlockJob
{
    public void Run(int index) => block(index);
}
