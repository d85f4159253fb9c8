using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Optimizers.FaultBench;

/// <summary>
/// The two products of a dense layer, over matrices column by column. MathNet's own are made for large matrices: at these sizes they cost several
/// times as much, and the bench takes some ten million of them.
/// </summary>
internal static class Products
{
    /// <summary>Z ← WX + b: every example is a column.</summary>
    /// <param name="w">rows × columns.</param>
    /// <param name="rows">The units.</param>
    /// <param name="columns">The inputs.</param>
    /// <param name="bias">b, rows entries; empty for none.</param>
    /// <param name="x">columns × count.</param>
    /// <param name="count">The examples, at least 1.</param>
    /// <param name="z">rows × count.</param>
    public static void Multiply(ReadOnlySpan<double> w, int rows, int columns,
        ReadOnlySpan<double> bias, ReadOnlySpan<double> x, int count, Span<double> z)
    {
        Check(w.Length >= rows * columns && x.Length >= columns * count && z.Length >= rows * count && (bias.IsEmpty || bias.Length >= rows));
        var width = Vector<double>.Count;
        ref var w0 = ref MemoryMarshal.GetReference(w);
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var z0 = ref MemoryMarshal.GetReference(z);
        var row = 0;

        // Two examples at a time share what is loaded of W; where their number is odd, the last one is its own partner.
        for (; row + (4 * width) <= rows; row += 4 * width)
        {
            var (b0, b1, b2, b3) = bias.IsEmpty
                ? default
                : (At(bias, row), At(bias, row + width), At(bias, row + (2 * width)), At(bias, row + (3 * width)));
            for (var n = 0; n < count; n += 2)
            {
                var other = Math.Min(n + 1, count - 1);
                var (p0, p1, p2, p3, q0, q1, q2, q3) = (b0, b1, b2, b3, b0, b1, b2, b3);
                var (at, left, right) = ((nuint)row, (nuint)(n * columns), (nuint)(other * columns));
                for (var c = 0; c < columns; c++, at += (nuint)rows, left++, right++)
                {
                    var (u, v) = (new Vector<double>(Unsafe.Add(ref x0, left)), new Vector<double>(Unsafe.Add(ref x0, right)));
                    var (w1, w2) = (Vector.LoadUnsafe(ref w0, at), Vector.LoadUnsafe(ref w0, at + (nuint)width));
                    p0 = Vector.FusedMultiplyAdd(w1, u, p0);
                    q0 = Vector.FusedMultiplyAdd(w1, v, q0);
                    p1 = Vector.FusedMultiplyAdd(w2, u, p1);
                    q1 = Vector.FusedMultiplyAdd(w2, v, q1);
                    (w1, w2) = (Vector.LoadUnsafe(ref w0, at + (2 * (nuint)width)), Vector.LoadUnsafe(ref w0, at + (3 * (nuint)width)));
                    p2 = Vector.FusedMultiplyAdd(w1, u, p2);
                    q2 = Vector.FusedMultiplyAdd(w1, v, q2);
                    p3 = Vector.FusedMultiplyAdd(w2, u, p3);
                    q3 = Vector.FusedMultiplyAdd(w2, v, q3);
                }

                Store(ref z0, (n * rows) + row, p0, p1, p2, p3);
                Store(ref z0, (other * rows) + row, q0, q1, q2, q3);
            }
        }

        for (; row + width <= rows; row += width)
        {
            var b = bias.IsEmpty ? default : At(bias, row);
            for (var n = 0; n < count; n += 4)
            {
                var (n1, n2, n3) = (Math.Min(n + 1, count - 1), Math.Min(n + 2, count - 1), Math.Min(n + 3, count - 1));
                var (p0, p1, p2, p3) = (b, b, b, b);
                for (var c = 0; c < columns; c++)
                {
                    var weights = Vector.LoadUnsafe(ref w0, (nuint)((c * rows) + row));
                    p0 = Vector.FusedMultiplyAdd(weights, new Vector<double>(x[(n * columns) + c]), p0);
                    p1 = Vector.FusedMultiplyAdd(weights, new Vector<double>(x[(n1 * columns) + c]), p1);
                    p2 = Vector.FusedMultiplyAdd(weights, new Vector<double>(x[(n2 * columns) + c]), p2);
                    p3 = Vector.FusedMultiplyAdd(weights, new Vector<double>(x[(n3 * columns) + c]), p3);
                }

                p0.StoreUnsafe(ref z0, (nuint)((n * rows) + row));
                p1.StoreUnsafe(ref z0, (nuint)((n1 * rows) + row));
                p2.StoreUnsafe(ref z0, (nuint)((n2 * rows) + row));
                p3.StoreUnsafe(ref z0, (nuint)((n3 * rows) + row));
            }
        }

        for (; row < rows; row++)
        {
            for (var n = 0; n < count; n++)
            {
                var sum = bias.IsEmpty ? 0 : bias[row];
                for (var c = 0; c < columns; c++)
                    sum = Math.FusedMultiplyAdd(w[(c * rows) + row], x[(n * columns) + c], sum);
                z[(n * rows) + row] = sum;
            }
        }
    }

    /// <summary>D ← EXᵀ: the gradient of the weights of a layer from its errors and its inputs.</summary>
    /// <param name="errors">rows × count.</param>
    /// <param name="rows">The units.</param>
    /// <param name="x">columns × count.</param>
    /// <param name="columns">The inputs.</param>
    /// <param name="count">The examples.</param>
    /// <param name="d">rows × columns.</param>
    public static void Outer(ReadOnlySpan<double> errors, int rows, ReadOnlySpan<double> x, int columns, int count, Span<double> d)
    {
        Check(errors.Length >= rows * count && x.Length >= columns * count && d.Length >= rows * columns);
        const int chunk = 64; // So that errors and inputs stay in the first cache.
        var width = Vector<double>.Count;
        d[..(rows * columns)].Clear();
        ref var e0 = ref MemoryMarshal.GetReference(errors);
        ref var d0 = ref MemoryMarshal.GetReference(d);
        for (var first = 0; first < count; first += chunk)
        {
            var end = Math.Min(count, first + chunk);
            var row = 0;
            for (; row + (4 * width) <= rows; row += 4 * width)
            {
                for (var c = 0; c < columns; c++)
                {
                    var at = (nuint)((c * rows) + row);
                    var (p0, p1) = (Vector.LoadUnsafe(ref d0, at), Vector.LoadUnsafe(ref d0, at + (nuint)width));
                    var (p2, p3) = (Vector.LoadUnsafe(ref d0, at + (2 * (nuint)width)), Vector.LoadUnsafe(ref d0, at + (3 * (nuint)width)));
                    for (var n = first; n < end; n++)
                    {
                        var (u, e) = (new Vector<double>(x[(n * columns) + c]), (nuint)((n * rows) + row));
                        p0 = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref e0, e), u, p0);
                        p1 = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref e0, e + (nuint)width), u, p1);
                        p2 = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref e0, e + (2 * (nuint)width)), u, p2);
                        p3 = Vector.FusedMultiplyAdd(Vector.LoadUnsafe(ref e0, e + (3 * (nuint)width)), u, p3);
                    }

                    Store(ref d0, (c * rows) + row, p0, p1, p2, p3);
                }
            }

            for (; row + width <= rows; row += width)
            {
                for (var c = 0; c < columns; c += 2)
                {
                    var other = Math.Min(c + 1, columns - 1);
                    var (at, beside) = ((nuint)((c * rows) + row), (nuint)((other * rows) + row));
                    var (p, q) = (Vector.LoadUnsafe(ref d0, at), Vector.LoadUnsafe(ref d0, beside));
                    for (var n = first; n < end; n++)
                    {
                        var e = Vector.LoadUnsafe(ref e0, (nuint)((n * rows) + row));
                        p = Vector.FusedMultiplyAdd(e, new Vector<double>(x[(n * columns) + c]), p);
                        q = Vector.FusedMultiplyAdd(e, new Vector<double>(x[(n * columns) + other]), q);
                    }

                    p.StoreUnsafe(ref d0, at);
                    q.StoreUnsafe(ref d0, beside);
                }
            }

            for (; row < rows; row++)
            {
                for (var n = first; n < end; n++)
                {
                    var e = errors[(n * rows) + row];
                    for (var c = 0; c < columns; c++)
                        d[(c * rows) + row] += e * x[(n * columns) + c];
                }
            }
        }
    }

    private static Vector<double> At(ReadOnlySpan<double> values, int index) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)index);

    private static void Store(ref double start, int index, Vector<double> first, Vector<double> second, Vector<double> third, Vector<double> fourth)
    {
        var (at, width) = ((nuint)index, (nuint)Vector<double>.Count);
        first.StoreUnsafe(ref start, at);
        second.StoreUnsafe(ref start, at + width);
        third.StoreUnsafe(ref start, at + (2 * width));
        fourth.StoreUnsafe(ref start, at + (3 * width));
    }

    private static void Check(bool fits)
    {
        if (!fits)
            throw new ArgumentException("The matrices do not fit together.");
    }
}
