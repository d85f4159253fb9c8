using System.Numerics;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.LinearAlgebra.Products;

/// <summary>
/// C ← α·A·B + β·C of random numbers in random shapes and layouts, each within memory that is larger, beside the triple loop in double-double.
/// </summary>
internal sealed unsafe class RandomProduct<E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    // What is special about a size: nothing or one of it, a tile's edge, a panel's edge, a part for a thread.
    private static readonly int[] Sizes = [0, 1, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 24, 31, 33, 48, 49, 64, 97];
    private static readonly int[] Depths = [0, 1, 2, 3, 5, 8, 13, 31, 32, 33, 64, 65, 100, 255, 256, 257, 300, 511, 513];

    private readonly Layout _a;
    private readonly Layout _b;
    private readonly Layout _c;
    private readonly E _alpha;
    private readonly E _beta;

    public RandomProduct(Random random, int most = int.MaxValue)
    {
        (Rows, Columns, Depth) = (Pick(Sizes), Pick(Sizes), Pick(Depths));
        _a = new(random, Rows, Depth, random.Next(2) == 0);
        _b = new(random, Depth, Columns, random.Next(2) == 0);
        _c = new(random, Rows, Columns, isByColumns: true);
        (_alpha, _beta) = (Factor(), Factor());
        if (E.IsZero(_beta))
            Array.Fill(_c.Entries, E.NaN);
        if (E.IsZero(_alpha))
            Array.Fill(_a.Entries, E.NaN);

        int Pick(int[] from) => Math.Min(most, random.Next(4) == 0 ? random.Next(80) : from[random.Next(from.Length)]);

        E Factor() => random.Next(4) switch { 0 => E.Zero, 1 => E.One, 2 => -E.One, _ => Element.From<E>((2 * random.NextDouble()) - 1) };
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Depth { get; }

    /// <summary>All of C's memory after the product.</summary>
    public E[] Multiply(int threads)
    {
        var c = (E[])_c.Entries.Clone();
        fixed (E* pa = _a.Entries, pb = _b.Entries, pc = c)
            MatrixProduct.Multiply(Rows, Columns, Depth, _alpha, _a.At(pa), _b.At(pb), _beta, _c.At(pc).First, _c.Stride, threads);
        return c;
    }

    /// <summary>The same on lanes of a width; nothing where no term is multiplied.</summary>
    public E[]? Multiply<T, N>() where T : struct, ILanes<T, E> where N : struct, ICount
    {
        if (Rows * Columns * Depth == 0 || E.IsZero(_alpha))
            return null;
        var c = (E[])_c.Entries.Clone();
        fixed (E* pa = _a.Entries, pb = _b.Entries, pc = c)
            MatrixProduct.Whole(Rows, Columns, Depth, _alpha, _a.At(pa), _b.At(pb), _beta, _c.At(pc)).Multiply<T, N>();
        return c;
    }

    /// <summary>The first entry that is further from the exact one than the bound allows, or that is not C's and has changed.</summary>
    public string? Fault(E[] c)
    {
        var unit = Element.ToDouble(E.BitIncrement(E.One) - E.One) / 2;
        var isOfC = new bool[c.Length];
        for (var j = 0; j < Columns; j++)
        {
            for (var i = 0; i < Rows; i++)
            {
                DoubleDouble exact = 0.0;
                var size = 0.0;
                for (var k = 0; k < Depth && !E.IsZero(_alpha); k++)
                {
                    var (x, y) = (Element.ToDouble(_a.Entries[_a.Index(i, k)]), Element.ToDouble(_b.Entries[_b.Index(k, j)]));
                    exact += DoubleDouble.Product(x, y);
                    size += Math.Abs(x * y);
                }

                exact *= Element.ToDouble(_alpha);
                size *= Math.Abs(Element.ToDouble(_alpha));
                var index = _c.Index(i, j);
                if (!E.IsZero(_beta))
                {
                    exact += DoubleDouble.Product(Element.ToDouble(_beta), Element.ToDouble(_c.Entries[index]));
                    size += Math.Abs(Element.ToDouble(_beta * _c.Entries[index]));
                }

                isOfC[index] = true;
                var error = Math.Abs((exact - Element.ToDouble(c[index])).High);
                if (!(error <= 2 * (Depth + 2) * unit * size))
                    return $"{this}: c({i}, {j}) is {c[index]}, {error} off; {2 * (Depth + 2) * unit * size} is allowed";
            }
        }

        for (var index = 0; index < c.Length; index++)
        {
            if (!isOfC[index] && !c[index].Equals(_c.Entries[index]))
                return $"{this}: entry {index} of the memory is not C's and was written";
        }

        return null;
    }

    public override string ToString() => $"{_alpha}·{_a}·{_b} + {_beta}·{_c}";

    private sealed class Layout
    {
        private readonly int _first;
        private readonly int _rows;
        private readonly int _columns;
        private readonly bool _isByColumns;

        public Layout(Random random, int rows, int columns, bool isByColumns)
        {
            (_rows, _columns, _isByColumns) = (rows, columns, isByColumns);
            Stride = (isByColumns ? rows : columns) + (random.Next(2) == 0 ? 0 : random.Next(9));
            _first = random.Next(9);
            Entries = new E[_first + (Stride * (isByColumns ? columns : rows)) + 8];
            for (var i = 0; i < Entries.Length; i++)
                Entries[i] = Element.From<E>((2 * random.NextDouble()) - 1);
        }

        public int Stride { get; }

        public E[] Entries { get; }

        public Operand<E> At(E* entries)
        {
            var matrix = Operand<E>.ByColumns(entries + _first, Stride);
            return _isByColumns ? matrix : matrix.Transposed;
        }

        public int Index(int i, int j) => _first + (_isByColumns ? i + (j * Stride) : j + (i * Stride));

        public override string ToString() => $"{typeof(E).Name} {_rows}×{_columns} {(_isByColumns ? "by columns" : "by rows")} of {Stride}";
    }
}
