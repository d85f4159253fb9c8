using System.Numerics;
using System.Runtime.Intrinsics;
using Optimizers.Arithmetic;

namespace Optimizers.LinearAlgebra;

/// <summary>C ← α·A·B + β·C as one thread does it: a whole product or a part of C. It has at least one row, column and term.</summary>
internal readonly unsafe struct ProductPart<E>
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    private readonly ProductPath _path;
    private readonly int _depth;
    private readonly E _alpha;
    private readonly Operand<E> _a;
    private readonly Operand<E> _b;
    private readonly E _beta;
    private readonly Operand<E> _c;

    /// <summary>A product.</summary>
    public ProductPart(ProductPath path, int rows, int columns, int depth, E alpha, Operand<E> a, Operand<E> b, E beta, Operand<E> c)
    {
        (_path, Rows, Columns, _depth) = (path, rows, columns, depth);
        (_alpha, _a, _b, _beta, _c) = (alpha, a, b, beta, c);
    }

    /// <summary>The rows of C.</summary>
    public int Rows { get; }

    /// <summary>The columns of C.</summary>
    public int Columns { get; }

    /// <summary>On how many threads the product is faster than on one fewer.</summary>
    public int ThreadsWorthWhile
    {
        get
        {
            // Measured on 2 cores. By a vector the time is that of the memory: an entry of A for each multiplication.
            var enough = _path == ProductPath.Blocked ? 1 << 19 : 1 << 17;
            return (int)Math.Min(int.MaxValue, 1 + ((long)Rows * Columns * _depth / enough));
        }
    }

    /// <summary>The part of C that begins at (row, column).</summary>
    public ProductPart<E> Of(int row, int rows, int column, int columns) =>
        new(_path, rows, columns, _depth, _alpha, _a.From(row, 0), _b.From(0, column), _beta, _c.From(row, column));

    /// <summary>Multiplies, on the widest lanes of this processor.</summary>
    public void Multiply()
    {
        if (Vector512.IsHardwareAccelerated)
            Multiply<Lanes512<E>, Counts.Eight>();
        else if (Vector256.IsHardwareAccelerated)
            Multiply<Lanes256<E>, Counts.Four>();
        else if (Vector128.IsHardwareAccelerated)
            Multiply<Lanes128<E>, Counts.Four>();
        else
            Multiply<Scalar<E>, Counts.Four>();
    }

    /// <summary>Multiplies on lanes of a width.</summary>
    /// <typeparam name="T">The lanes.</typeparam>
    /// <typeparam name="N">The columns of a tile.</typeparam>
    public void Multiply<T, N>()
        where T : struct, ILanes<T, E>
        where N : struct, ICount
    {
        if (_path == ProductPath.Blocked && Columns <= Counts.Four.Value)
            BlockedProduct<T, E, Counts.Four>.Multiply(Rows, Columns, _depth, _alpha, _a, _b, _beta, _c.First, _c.ColumnStep);
        else if (_path == ProductPath.Blocked)
            BlockedProduct<T, E, N>.Multiply(Rows, Columns, _depth, _alpha, _a, _b, _beta, _c.First, _c.ColumnStep);
        else if (_path == ProductPath.Thin)
            ThinProduct<T, E>.Multiply(Rows, _depth, _alpha, _a, _b.First, _b.RowStep, _beta, _c.First, _c.RowStep);
        else
            DotProduct<T, E>.Multiply(Rows, _depth, _alpha, _a, _b.First, _b.RowStep, _beta, _c.First, _c.RowStep);
    }
}
