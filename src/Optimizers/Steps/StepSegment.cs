namespace Optimizers.Steps;

/// <summary>A stretch of elements of one column, or of all columns where none is told apart.</summary>
internal readonly ref struct StepSegment<E>(
    ReadOnlySpan<E> value, ReadOnlySpan<E> gradient, E[][] streams, double[][] doubles, int start, int row, int column, int origin)
    where E : unmanaged
{
    public readonly ReadOnlySpan<E> Value = value;
    public readonly ReadOnlySpan<E> Gradient = gradient;
    public readonly E[][] Streams = streams;
    public readonly double[][] Doubles = doubles;

    /// <summary>The first element, in the whole parameter.</summary>
    public readonly int Start = start;

    /// <summary>Where the first element is in the streams of one number an element.</summary>
    public readonly int StartInStreams = start - origin;

    /// <summary>Where those streams start in the parameter.</summary>
    public readonly int Origin = origin;

    /// <summary>The row of the first element.</summary>
    public readonly int Row = row;

    /// <summary>The column.</summary>
    public readonly int Column = column;
}
