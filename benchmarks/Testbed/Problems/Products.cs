using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Optimizers.Testbed.Problems;

/// <summary>The one matrix product that the models are made of.</summary>
internal static class Products
{
    /// <summary>
    /// C = A·B, by rows: C(r, j) = Σₖ A(r, k)·B(k, j). Each sum runs over k in one order with fused steps: the same bits at every width.
    /// </summary>
    /// <param name="a">A: element (r, k) at r·<paramref name="rowStride"/> + k·<paramref name="innerStride"/>, so that Aᵀ is one too.</param>
    /// <param name="rowStride">How far a row of A is from the next.</param>
    /// <param name="innerStride">How far an element of a row of A is from the next.</param>
    /// <param name="b">B, inner × columns, row after row.</param>
    /// <param name="c">C, rows × columns, row after row.</param>
    /// <param name="rows">The rows of A and C.</param>
    /// <param name="inner">The columns of A, the rows of B.</param>
    /// <param name="columns">The columns of B and C.</param>
    public static void Multiply(
        ReadOnlySpan<float> a, int rowStride, int innerStride, ReadOnlySpan<float> b, Span<float> c, int rows, int inner, int columns)
    {
        if (rows == 0 || inner == 0 || columns == 0)
            return;

        // The loops below read without a check.
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Length, ((rows - 1) * rowStride) + ((inner - 1) * innerStride) + 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, inner * columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(c.Length, rows * columns);
        ref var left = ref MemoryMarshal.GetReference(a);
        ref var right = ref MemoryMarshal.GetReference(b);
        ref var result = ref MemoryMarshal.GetReference(c);
        var lanes = Vector<float>.Count;
        for (var r = 0; r < rows; r++)
        {
            ref var row = ref Unsafe.Add(ref left, r * rowStride);
            var j = 0;
            for (; j <= columns - (4 * lanes); j += 4 * lanes)
            {
                Vector<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
                for (var k = 0; k < inner; k++)
                {
                    var factor = new Vector<float>(Unsafe.Add(ref row, k * innerStride));
                    var at = (nuint)((k * columns) + j);
                    sum0 = Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref right, at), sum0);
                    sum1 = Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref right, at + (nuint)lanes), sum1);
                    sum2 = Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref right, at + (nuint)(2 * lanes)), sum2);
                    sum3 = Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref right, at + (nuint)(3 * lanes)), sum3);
                }

                var to = (nuint)((r * columns) + j);
                sum0.StoreUnsafe(ref result, to);
                sum1.StoreUnsafe(ref result, to + (nuint)lanes);
                sum2.StoreUnsafe(ref result, to + (nuint)(2 * lanes));
                sum3.StoreUnsafe(ref result, to + (nuint)(3 * lanes));
            }

            // The last two overlap what was done where that is no multiple of the lanes: the same bits once more.
            for (; j < columns && columns >= lanes; j += 2 * lanes)
            {
                var (one, other) = (Math.Min(j, columns - lanes), Math.Min(j + lanes, columns - lanes));
                Vector<float> sum0 = default, sum1 = default;
                for (var k = 0; k < inner; k++)
                {
                    var factor = new Vector<float>(Unsafe.Add(ref row, k * innerStride));
                    sum0 = Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref right, (nuint)((k * columns) + one)), sum0);
                    sum1 = Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref right, (nuint)((k * columns) + other)), sum1);
                }

                sum0.StoreUnsafe(ref result, (nuint)((r * columns) + one));
                sum1.StoreUnsafe(ref result, (nuint)((r * columns) + other));
            }

            for (; j < columns; j++)
            {
                var sum = 0f;
                for (var k = 0; k < inner; k++)
                    sum = MathF.FusedMultiplyAdd(Unsafe.Add(ref row, k * innerStride), Unsafe.Add(ref right, (k * columns) + j), sum);
                Unsafe.Add(ref result, (r * columns) + j) = sum;
            }
        }
    }
}
