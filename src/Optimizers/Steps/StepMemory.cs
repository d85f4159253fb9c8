namespace Optimizers.Steps;

/// <summary>A block of a parameter with all that belongs to it, while a round is gathered.</summary>
/// <param name="value">The block of values.</param>
/// <param name="gradient">The block of gradients, as long.</param>
/// <param name="streams">The state arrays.</param>
/// <param name="doubles">What is kept in double: rows, columns and pending values, by the index of the state value.</param>
/// <param name="start">Where the block starts.</param>
/// <param name="shape">The parameter's. What lies side by side is called a column, also where it is a row.</param>
/// <param name="origin">Where the state arrays of one number an element start in the parameter.</param>
internal readonly ref struct StepMemory<E>(
    ReadOnlySpan<E> value, ReadOnlySpan<E> gradient, E[][] streams, double[][] doubles, int start, Shape shape, int origin = 0)
    where E : unmanaged
{
    private readonly StepSegment<E> _whole = new(value, gradient, streams, doubles, start, 0, 0, origin);

    /// <summary>True if what is called a column here is a row of the parameter.</summary>
    public bool IsByRows => shape.IsByRows;

    public int Rows => shape.Run;

    public int Columns => shape.Runs;

    /// <summary>The column of the block's first element.</summary>
    public int FirstColumn => start / shape.Run;

    /// <summary>The block in one piece, or cut where a column ends.</summary>
    public SegmentEnumerator Segments(bool byColumn) => new(_whole, byColumn ? shape.Run : 0);

    /// <summary>Goes from segment to segment.</summary>
    public ref struct SegmentEnumerator(StepSegment<E> whole, int rows)
    {
        private readonly StepSegment<E> _whole = whole;
        private int _done;

        public StepSegment<E> Current { get; private set; }

        public readonly SegmentEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_done >= _whole.Value.Length)
                return false;
            var count = _whole.Value.Length - _done;
            var (column, row) = (0, 0);
            if (rows > 0)
            {
                (column, row) = Math.DivRem(_whole.Start + _done, rows);
                count = Math.Min(count, rows - row);
            }

            Current = new(
                _whole.Value.Slice(_done, count), _whole.Gradient.Slice(_done, count),
                _whole.Streams, _whole.Doubles, _whole.Start + _done, row, column, _whole.Origin);
            _done += count;
            return true;
        }
    }
}
