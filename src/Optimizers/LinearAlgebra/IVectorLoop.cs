using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>A pass over one block of vectors of doubles, written once for every width of lanes.</summary>
internal unsafe interface IVectorLoop
{
    /// <summary>
    /// Does the block. A reduction writes <see cref="VectorLoops.Partials"/> partial sums: element i of the block is added to sum
    /// i mod <see cref="VectorLoops.Partials"/>, in ascending order of i, whatever the width.
    /// </summary>
    void Run<T>(double* partials) where T : struct, ILanes<T, double>;
}
