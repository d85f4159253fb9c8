using MathNet.Numerics.Providers.LinearAlgebra;
using Optimizers.Arithmetic;

namespace Optimizers;

/// <summary>
/// Dense linear algebra for MathNet's matrices at the speed of the processor, in managed code: products of matrices and vectors in double and float.
/// What it does not do itself it passes on to MathNet's managed provider.
/// </summary>
/// <remarks>
/// <para>One line installs it for the whole process, another removes it:</para>
/// <code>
/// LinearAlgebraControl.Provider = new SimdLinearAlgebraProvider();
/// LinearAlgebraControl.Provider = ManagedLinearAlgebraProvider.Instance;
/// </code>
/// <para>The same numbers give the same bits on any number of threads and on every processor. Products add their terms by fused multiply–add: their
/// last digits differ from those of MathNet's provider. |Ĉ − C| ≤ 2(k + 2)u(|α||A||B| + |β||C|) holds entry by entry, with k terms and u = 2⁻⁵³ or
/// 2⁻²⁴. A processor without that instruction gets the same bits at least ten times slower. 0·NaN is NaN; where β = 0 the result is not read,
/// and where α = 0 the factors are not.</para>
/// <para>At most <see cref="MathNet.Numerics.Control.MaxDegreeOfParallelism"/> threads work on a product. It may be called from several threads at
/// once. Each of them keeps up to 4 MB of memory for its next product, and nothing is allocated by a call after that.</para>
/// </remarks>
public sealed partial class SimdLinearAlgebraProvider : ILinearAlgebraProvider
{
    private static ManagedLinearAlgebraProvider Managed => ManagedLinearAlgebraProvider.Instance;

    bool ILinearAlgebraProvider.IsAvailable() => true;

    void ILinearAlgebraProvider.InitializeVerify()
    {
        // There is nothing to initialize.
    }

    void ILinearAlgebraProvider.FreeResources()
    {
        // The memory that threads keep is freed with them.
    }

    /// <summary>The provider and the widest lanes of this processor.</summary>
    public override string ToString() => $"Optimizers (managed, {LaneText.Widest})";
}
