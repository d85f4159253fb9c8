using System.Buffers;
using System.Numerics;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// Q = H₁H₂…, Hₖ = I − τₖvₖvₖᵀ, in panels of 64 as (I − V₁T₁V₁ᵀ)(I − V₂T₂V₂ᵀ)… (Schreiber and Van Loan 1989): all but a small part of the work
/// with it is in <see cref="MatrixProduct"/>.
/// </summary>
/// <typeparam name="E">Float or double.</typeparam>
/// <param name="rows">The order of Q.</param>
/// <param name="count">The number of reflections, at most <paramref name="rows"/>.</param>
/// <param name="vectors">V: column k is vₖ, 0 above row k and 1 in it.</param>
/// <param name="first">The index of V's first entry.</param>
/// <param name="stride">From one column of V to the next.</param>
/// <param name="threads">At most so many threads.</param>
internal sealed unsafe class ReflectionPanels<E>(int rows, int count, E[] vectors, int first, int stride, int threads)
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    /// <summary>The reflections of a panel.</summary>
    public const int Width = 64;

    private readonly E[] _factors = new E[Width * count]; // T of one panel after the other, upper triangles.

    /// <summary>The T of a panel, with <see cref="Width"/> from one column to the next.</summary>
    /// <param name="start">The panel's first reflection.</param>
    public Span<E> Factor(int start) => _factors.AsSpan(start * Width);

    /// <summary>Reflections that are known one by one.</summary>
    /// <inheritdoc cref="ReflectionPanels{E}"/>
    /// <param name="rows">The order of Q.</param>
    /// <param name="vectors">V.</param>
    /// <param name="first">The index of V's first entry.</param>
    /// <param name="stride">From one column of V to the next.</param>
    /// <param name="tau">τ, one a reflection.</param>
    /// <param name="threads">At most so many threads.</param>
    public static ReflectionPanels<E> Of(int rows, E[] vectors, int first, int stride, ReadOnlySpan<E> tau, int threads)
    {
        var panels = new ReflectionPanels<E>(rows, tau.Length, vectors, first, stride, threads);
        fixed (E* v = vectors, t = panels._factors)
        {
            for (var start = 0; start < tau.Length; start += Width)
            {
                var some = Math.Min(Width, tau.Length - start);
                panels.JoinAll(rows - start, tau.Slice(start, some), v + first + start + ((nint)start * stride), t + (start * Width));
            }
        }

        return panels;
    }

    /// <summary>C ← QC.</summary>
    /// <param name="columns">The columns of C.</param>
    /// <param name="c">C, with the rows of Q.</param>
    /// <param name="cStride">From one column of C to the next.</param>
    /// <param name="isUnit">True if C begins as the unit matrix: before a panel is applied, the columns left of it are still its own.</param>
    public void Multiply(int columns, E* c, nint cStride, bool isUnit = false)
    {
        for (var start = (count - 1) / Width * Width; start >= 0 && count > 0; start -= Width)
        {
            var left = isUnit ? start : 0;
            Apply(start, isTransposed: false, columns - left, c + start + (left * cStride), cStride);
        }
    }

    /// <summary>C ← QᵀC.</summary>
    /// <inheritdoc cref="Multiply"/>
    public void MultiplyTransposed(int columns, E* c, nint cStride)
    {
        for (var start = 0; start < count; start += Width)
            Apply(start, isTransposed: true, columns, c + start, cStride);
    }

    /// <summary>C ← (I − VTVᵀ)C with the panel that begins at a reflection, or its transpose; C begins at the panel's first row.</summary>
    public void Apply(int start, bool isTransposed, int columns, E* c, nint cStride)
    {
        var width = Math.Min(Width, count - start);
        fixed (E* v = vectors, t = _factors)
        {
            Apply(
                rows - start, width, Operand<E>.ByColumns(v + first + start + ((nint)start * stride), stride),
                Operand<E>.ByColumns(t + (start * Width), Width), isTransposed, columns, c, cStride);
        }
    }

    /// <summary>C ← (I − VTVᵀ)C, or with Tᵀ, for any V of a number of rows and columns.</summary>
    public void Apply(int height, int width, Operand<E> v, Operand<E> t, bool isTransposed, int columns, E* c, nint cStride)
    {
        if (columns <= 0)
            return;
        var length = checked(width * columns);
        var memory = ArrayPool<E>.Shared.Rent(checked(2 * length));
        fixed (E* one = memory)
        {
            var other = one + length;
            MatrixProduct.Multiply(width, columns, height, E.One, v.Transposed, Operand<E>.ByColumns(c, cStride), E.Zero, one, width, threads);
            MatrixProduct.Multiply(
                width, columns, width, E.One, isTransposed ? t.Transposed : t, Operand<E>.ByColumns(one, width), E.Zero, other, width, threads);
            MatrixProduct.Multiply(height, columns, width, -E.One, v, Operand<E>.ByColumns(other, width), E.One, c, cStride, threads);
        }

        ArrayPool<E>.Shared.Return(memory);
    }

    /// <summary>T of the reflections of two halves: [T₁, −T₁(V₁ᵀV₂)T₂; 0, T₂], of which T₁ and T₂ are there.</summary>
    /// <param name="height">The rows of V₁, which begins at v.</param>
    /// <param name="half">The columns of V₁.</param>
    /// <param name="rest">The columns of V₂, which begin beside it.</param>
    /// <param name="v">V.</param>
    /// <param name="t">T.</param>
    public void Join(int height, int half, int rest, E* v, E* t)
    {
        E* both = stackalloc E[2 * half * rest];
        var corner = t + (half * Width);
        var other = both + (half * rest);
        var (left, factor) = (Operand<E>.ByColumns(v, stride), Operand<E>.ByColumns(t, Width));
        MatrixProduct.Multiply(
            half, rest, height - half, E.One, left.From(half, 0).Transposed, left.From(half, half), E.Zero, both, half, threads);
        MatrixProduct.Multiply(half, rest, half, -E.One, factor, Operand<E>.ByColumns(both, half), E.Zero, other, half, threads);
        MatrixProduct.Multiply(half, rest, rest, E.One, Operand<E>.ByColumns(other, half), factor.From(half, half), E.Zero, corner, Width, threads);
    }

    private void JoinAll(int height, ReadOnlySpan<E> tau, E* v, E* t)
    {
        if (tau.Length == 1)
        {
            *t = tau[0];
            return;
        }

        var half = tau.Length / 2;
        JoinAll(height, tau[..half], v, t);
        JoinAll(height - half, tau[half..], v + half + ((nint)half * stride), t + half + (half * Width));
        Join(height, half, tau.Length - half, v, t);
    }
}
