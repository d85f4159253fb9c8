namespace Optimizers.LinearAlgebra;

/// <summary>Unit eigenvectors beside eigenvalues that are known; some are made only when they are asked for.</summary>
internal interface IEigenvectors
{
    /// <summary>All of them, n entries each, one behind the other.</summary>
    double[] All { get; }

    /// <summary>uᵢ, without the others where it can be had alone.</summary>
    ReadOnlySpan<double> VectorAlone(int i);
}
