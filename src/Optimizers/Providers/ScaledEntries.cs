using System.Numerics;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers;

/// <summary>A matrix in double and divided by a power of two, so that no square of its entries leaves the range; it changes no digit.</summary>
internal static class ScaledEntries
{
    /// <summary>The entries times 2⁻ᵉ, the largest of them in [1, 2), and e; e = 0 where all are 0.</summary>
    /// <param name="matrix">Finite entries. They stay.</param>
    public static (double[] Entries, int Exponent) Of<E>(E[] matrix) where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        var largest = Reduction.Largest<E>(matrix);
        var exponent = largest == 0 ? 0 : Math.ILogB(largest);
        return (Array.ConvertAll(matrix, entry => Math.ScaleB(Element.ToDouble(entry), -exponent)), exponent);
    }
}
