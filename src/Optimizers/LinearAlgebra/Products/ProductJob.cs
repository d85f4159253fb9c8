using System.Numerics;
using Optimizers.Threads;

namespace Optimizers.LinearAlgebra;

/// <summary>A product on several threads: C is cut into a grid of parts. Each thread that asks for products has one: nothing is allocated.</summary>
internal sealed class ProductJob<E> : IBlockJob
    where E : unmanaged, IBinaryFloatingPointIeee754<E>
{
    // Parts of whole tiles, and of whole cache lines of C.
    private const int Unit = 48;

    [ThreadStatic]
    private static ProductJob<E>? _ofThread;

    private readonly Crew _crew = new();
    private ProductPart<E> _whole;
    private int _height;
    private int _width;
    private int _across;

    /// <summary>That of the calling thread.</summary>
    public static ProductJob<E> OfThread => _ofThread ??= new();

    /// <summary>Multiplies on at most so many threads.</summary>
    public void Run(in ProductPart<E> whole, int threads)
    {
        threads = Math.Min(threads, whole.ThreadsWorthWhile);
        if (threads <= 1)
        {
            whole.Multiply();
            return;
        }

        _whole = whole;
        (_height, _width) = (whole.Rows, whole.Columns);
        while (Parts(_height, _width) < threads && Halve())
        {
        }

        _across = Count(whole.Columns, _width);
        _crew.Run(this, Parts(_height, _width), threads);
    }

    void IBlockJob.Run(int block)
    {
        var (row, column) = (block / _across * _height, block % _across * _width);
        _whole.Of(row, Math.Min(_height, _whole.Rows - row), column, Math.Min(_width, _whole.Columns - column)).Multiply();
    }

    private static int Count(int length, int part) => (length + part - 1) / part;

    private int Parts(int height, int width) => Count(_whole.Rows, height) * Count(_whole.Columns, width);

    // The longer side, so that a part has few rows and columns to pack for its entries.
    private bool Halve()
    {
        if (Math.Max(_height, _width) <= Unit)
            return false;
        if (_height > _width)
            _height = Half(_height);
        else
            _width = Half(_width);
        return true;
    }

    private static int Half(int length) => Count(Count(length, 2), Unit) * Unit;
}
