namespace Optimizers.Threads;

/// <summary>Work that falls into independent blocks.</summary>
internal interface IBlockJob
{
    /// <summary>Does one block. Called once for each, on any thread.</summary>
    void Run(int block);
}
