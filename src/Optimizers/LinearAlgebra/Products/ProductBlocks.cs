namespace Optimizers.LinearAlgebra;

/// <summary>The sizes of a product's blocks: constants, so that no bit depends on a cache.</summary>
internal static class ProductBlocks
{
    /// <summary>The terms of a sum that are added up from 0, before the next so many follow: the one size that the bits depend on.</summary>
    public const int Depth = 256;

    /// <summary>The bytes of the packed block of A: it stays in the second cache.</summary>
    public const int LeftBytes = 384 * 1024;

    /// <summary>The columns of the packed panel of B: it stays in the third cache.</summary>
    public const int Columns = 1024;
}
