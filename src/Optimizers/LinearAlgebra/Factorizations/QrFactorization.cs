using System.Buffers;
using System.Numerics;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// A = QR by Householder's reflections, Q = (I − V₁T₁V₁ᵀ)(I − V₂T₂V₂ᵀ)…, in panels of columns that are halved down to one (Elmroth and Gustavson, IBM
/// J. Res. Dev. 44 (2000), 605; Schreiber and Van Loan 1989): all but n² of the operations are in <see cref="MatrixProduct"/>. Column by column
/// ‖δaⱼ‖₂ ≤ c·mnu‖aⱼ‖₂ in A + δA = QR, c small (Higham, theorem 19.4). The diagonal of R has either sign.
/// </summary>
/// <typeparam name="E">Float or double.</typeparam>
internal sealed unsafe class QrFactorization<E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private const int PanelWidth = 64;
    private readonly int _rows;
    private readonly int _count; // Of reflections.
    private readonly int _threads;
    private readonly E[] _vectors; // V: a column a reflection, 0 above its own row, where it is 1.
    private readonly E[] _factors; // T of one panel after the other, upper triangles.

    /// <summary>Factors A.</summary>
    /// <param name="rows">The rows of A.</param>
    /// <param name="columns">The columns of A.</param>
    /// <param name="a">A, column by column without gaps; it becomes R, 0 below the diagonal.</param>
    /// <param name="threads">At most so many threads.</param>
    public QrFactorization(int rows, int columns, E[] a, int threads)
    {
        (_rows, _count, _threads) = (rows, Math.Min(rows, columns), threads);
        _vectors = new E[checked(rows * _count)];
        _factors = new E[PanelWidth * _count];
        fixed (E* pa = a, v = _vectors, t = _factors)
        {
            for (var start = 0; start < _count; start += PanelWidth)
            {
                var (width, place) = (Math.Min(PanelWidth, _count - start), start + ((nint)start * rows));
                FactorPanel(rows - start, width, pa + place, v + place, t + (start * PanelWidth));
                Apply(start, isTransposed: true, columns - start - width, pa + place + ((nint)width * rows), rows);
            }

            for (var j = 0; j < _count; j++)
                new Span<E>(pa + j + 1 + ((nint)j * rows), rows - j - 1).Clear();
        }
    }

    /// <summary>C ← QᵀC.</summary>
    /// <param name="columns">The columns of C.</param>
    /// <param name="c">C, column by column, with the rows of A.</param>
    public void MultiplyTransposed(int columns, E[] c)
    {
        fixed (E* pc = c)
        {
            for (var start = 0; start < _count; start += PanelWidth)
                Apply(start, isTransposed: true, columns, pc + start, _rows);
        }
    }

    /// <summary>The first columns of Q.</summary>
    /// <param name="columns">How many: at least those of V.</param>
    /// <param name="q">Becomes them, column by column.</param>
    public void FormColumns(int columns, E[] q)
    {
        Array.Clear(q);
        for (var j = 0; j < columns; j++)
            q[j + (j * _rows)] = E.One;
        fixed (E* pq = q)
        {
            // Before a panel is applied, the columns left of it are still those of I.
            for (var start = (_count - 1) / PanelWidth * PanelWidth; start >= 0 && _count > 0; start -= PanelWidth)
                Apply(start, isTransposed: false, columns - start, pq + start + ((nint)start * _rows), _rows);
        }
    }

    /// <summary>C ← (I − VTVᵀ)C with the panel that begins at a column, or its transpose; C begins at the panel's first row.</summary>
    private void Apply(int start, bool isTransposed, int columns, E* c, nint stride)
    {
        var (rows, width) = (_rows - start, Math.Min(PanelWidth, _count - start));
        fixed (E* v = _vectors, t = _factors)
        {
            Apply(
                rows, width, Operand<E>.ByColumns(v + start + ((nint)start * _rows), _rows),
                Operand<E>.ByColumns(t + (start * PanelWidth), PanelWidth), isTransposed, columns, c, stride);
        }
    }

    private void Apply(int rows, int width, Operand<E> v, Operand<E> t, bool isTransposed, int columns, E* c, nint stride)
    {
        if (columns <= 0)
            return;
        var length = checked(width * columns);
        var memory = ArrayPool<E>.Shared.Rent(checked(2 * length));
        fixed (E* first = memory)
        {
            var second = first + length;
            MatrixProduct.Multiply(width, columns, rows, E.One, v.Transposed, Operand<E>.ByColumns(c, stride), E.Zero, first, width, _threads);
            MatrixProduct.Multiply(
                width, columns, width, E.One, isTransposed ? t.Transposed : t, Operand<E>.ByColumns(first, width), E.Zero, second, width, _threads);
            MatrixProduct.Multiply(rows, columns, width, -E.One, v, Operand<E>.ByColumns(second, width), E.One, c, stride, _threads);
        }

        ArrayPool<E>.Shared.Return(memory);
    }

    /// <summary>Factors a panel whose columns have the rows of A between them, and so has V.</summary>
    private void FactorPanel(int rows, int columns, E* a, E* v, E* t)
    {
        if (columns == 1)
        {
            *t = Reflect(rows, a, v);
            return;
        }

        var half = columns / 2;
        var (rest, down) = (columns - half, half + ((nint)half * _rows));
        var (left, leftFactor) = (Operand<E>.ByColumns(v, _rows), Operand<E>.ByColumns(t, PanelWidth));
        FactorPanel(rows, half, a, v, t);
        Apply(rows, half, left, leftFactor, isTransposed: true, rest, a + ((nint)half * _rows), _rows);
        FactorPanel(rows - half, rest, a + down, v + down, t + half + (half * PanelWidth));

        // T = [T₁, −T₁(V₁ᵀV₂)T₂; 0, T₂]
        E* both = stackalloc E[2 * half * rest];
        var corner = t + (half * PanelWidth);
        var other = both + (half * rest);
        MatrixProduct.Multiply(
            half, rest, rows - half, E.One, left.From(half, 0).Transposed, Operand<E>.ByColumns(v + down, _rows), E.Zero, both, half, _threads);
        MatrixProduct.Multiply(half, rest, half, -E.One, leftFactor, Operand<E>.ByColumns(both, half), E.Zero, other, half, _threads);
        MatrixProduct.Multiply(
            half, rest, rest, E.One, Operand<E>.ByColumns(other, half), leftFactor.From(half, half), E.Zero, corner, PanelWidth, _threads);
    }

    /// <summary>The reflection I − τvvᵀ that takes x to a multiple of the first unit vector, v₁ = 1.</summary>
    /// <param name="rows">The length of x.</param>
    /// <param name="x">x; its first entry becomes the multiple.</param>
    /// <param name="v">Becomes v.</param>
    /// <returns>τ from 1 to 2; 0, and no reflection, where x is one already.</returns>
    private E Reflect(int rows, E* x, E* v)
    {
        var largest = E.Zero;
        for (var i = 1; i < rows; i++)
            largest = E.Abs(x[i]) <= largest ? largest : E.Abs(x[i]); // NaN stays.
        if (largest == E.Zero)
        {
            *v = E.One;
            return E.Zero;
        }

        // By a power of 2, so that no square leaves the range.
        var exponent = E.ILogB(E.Abs(*x) <= largest ? largest : E.Abs(*x));
        for (var i = 0; i < rows; i++)
            v[i] = E.ScaleB(x[i], -exponent);
        var square = E.Zero;
        MatrixProduct.Multiply(
            1, 1, rows, E.One, Operand<E>.ByColumns(v, rows).Transposed, Operand<E>.ByColumns(v, rows), E.Zero, &square, 1, _threads);
        var multiple = -E.CopySign(E.Sqrt(square), *v);
        var (first, factor) = (*v - multiple, (multiple - *v) / multiple);
        for (var i = 1; i < rows; i++)
            v[i] /= first;
        *v = E.One;
        *x = E.ScaleB(multiple, exponent);
        return factor;
    }
}
