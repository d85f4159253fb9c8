using System.Numerics;
using System.Runtime.CompilerServices;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>How a sum s of a panel meets an entry c of the result: c ← fma(α, s, β·c); where β = 0, c ← α·s without reading c.</summary>
internal readonly unsafe struct Landing<E>(E alpha, E beta)
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private readonly E _alpha = alpha;
    private readonly E _beta = beta;

    /// <summary>β ≠ 0.</summary>
    public readonly bool IsRead = beta != E.Zero;

    /// <summary>Lanes of sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Land<T>(T sums, E* entries) where T : struct, ILanes<T, E>
    {
        var alpha = T.Broadcast(in _alpha);
        var landed = IsRead
            ? T.MultiplyAdd(alpha, sums, T.Broadcast(in _beta) * T.Load(in *entries, 0))
            : alpha * sums;
        landed.Store(ref *entries, 0);
    }

    /// <summary>So many sums, for entries so far from each other.</summary>
    public void Land<T>(E* sums, E* entries, nint step, int count) where T : struct, ILanes<T, E>
    {
        var i = 0;
        for (; step == 1 && i + T.Count <= count; i += T.Count)
            Land(T.Load(in sums[i], 0), entries + i);
        for (; i < count; i++)
            Land(Scalar<E>.Load(in sums[i], 0), entries + (i * step));
    }
}
