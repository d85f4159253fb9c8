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
    private readonly int _rows;
    private readonly ReflectionPanels<E> _panels;

    /// <summary>Factors A.</summary>
    /// <param name="rows">The rows of A.</param>
    /// <param name="columns">The columns of A.</param>
    /// <param name="a">A, column by column without gaps; it becomes R, 0 below the diagonal.</param>
    /// <param name="threads">At most so many threads.</param>
    public QrFactorization(int rows, int columns, E[] a, int threads)
    {
        _rows = rows;
        var count = Math.Min(rows, columns);
        var vectors = new E[checked(rows * count)];
        _panels = new(rows, count, vectors, first: 0, rows, threads);
        fixed (E* pa = a, v = vectors)
        {
            for (var start = 0; start < count; start += ReflectionPanels<E>.Width)
            {
                var (width, place) = (Math.Min(ReflectionPanels<E>.Width, count - start), start + ((nint)start * rows));
                fixed (E* t = _panels.Factor(start))
                    FactorPanel(rows - start, width, pa + place, v + place, t, threads);
                _panels.Apply(start, isTransposed: true, columns - start - width, pa + place + ((nint)width * rows), rows);
            }

            for (var j = 0; j < count; j++)
                new Span<E>(pa + j + 1 + ((nint)j * rows), rows - j - 1).Clear();
        }
    }

    /// <summary>C ← QᵀC.</summary>
    /// <param name="columns">The columns of C.</param>
    /// <param name="c">C, column by column, with the rows of A.</param>
    public void MultiplyTransposed(int columns, E[] c)
    {
        fixed (E* pc = c)
            _panels.MultiplyTransposed(columns, pc, _rows);
    }

    /// <summary>C ← QC.</summary>
    /// <inheritdoc cref="MultiplyTransposed"/>
    public void Multiply(int columns, E[] c)
    {
        fixed (E* pc = c)
            _panels.Multiply(columns, pc, _rows);
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
            _panels.Multiply(columns, pq, _rows, isUnit: true);
    }

    /// <summary>Factors a panel whose columns have the rows of A between them, and so has V.</summary>
    private void FactorPanel(int rows, int columns, E* a, E* v, E* t, int threads)
    {
        if (columns == 1)
        {
            *t = Reflect(rows, a, v, threads);
            return;
        }

        var half = columns / 2;
        var (rest, down) = (columns - half, half + ((nint)half * _rows));
        FactorPanel(rows, half, a, v, t, threads);
        _panels.Apply(
            rows, half, Operand<E>.ByColumns(v, _rows), Operand<E>.ByColumns(t, ReflectionPanels<E>.Width), isTransposed: true, rest,
            a + ((nint)half * _rows), _rows);
        FactorPanel(rows - half, rest, a + down, v + down, t + half + (half * ReflectionPanels<E>.Width), threads);
        _panels.Join(rows, half, rest, v, t);
    }

    /// <summary>The reflection I − τvvᵀ that takes x to a multiple of the first unit vector, v₁ = 1.</summary>
    /// <param name="rows">The length of x.</param>
    /// <param name="x">x; its first entry becomes the multiple.</param>
    /// <param name="v">Becomes v.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <returns>τ from 1 to 2; 0, and no reflection, where x is one already.</returns>
    private static E Reflect(int rows, E* x, E* v, int threads)
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
            1, 1, rows, E.One, Operand<E>.ByColumns(v, rows).Transposed, Operand<E>.ByColumns(v, rows), E.Zero, &square, 1, threads);
        var multiple = -E.CopySign(E.Sqrt(square), *v);
        var (first, factor) = (*v - multiple, (multiple - *v) / multiple);
        for (var i = 1; i < rows; i++)
            v[i] /= first;
        *v = E.One;
        *x = E.ScaleB(multiple, exponent);
        return factor;
    }
}
