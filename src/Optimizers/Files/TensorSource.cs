namespace Optimizers.Files;

/// <summary>A tensor to be written: its name and form, and its bytes piece by piece, so that no second copy of it is made.</summary>
internal abstract class TensorSource
{
    protected TensorSource(string name, TensorType type, TensorShape shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (shape.Lengths.Length > TensorShape.MaxRank || shape.Lengths.ContainsAnyExceptInRange(0, long.MaxValue))
            throw new ArgumentException($"The shape {shape} must have at most {TensorShape.MaxRank} lengths, none below 0.", nameof(shape));
        Name = name;
        Type = type;
        Shape = shape;
        Length = shape.Bytes(type) ?? throw new ArgumentException($"The {this} has no whole number of bytes below 2^63.", nameof(shape));
    }

    public string Name { get; }

    public TensorType Type { get; }

    public TensorShape Shape { get; }

    /// <summary>Its bytes.</summary>
    public long Length { get; }

    /// <summary>Copies bytes of the tensor, the last index of its shape running fastest.</summary>
    /// <param name="offset">The first of them: a multiple of the element's width.</param>
    /// <param name="destination">Receives as many as it is long: a multiple of the width too.</param>
    public abstract void CopyTo(long offset, Span<byte> destination);

    public override string ToString() => TensorText.Of(Name, Type, Shape);

    /// <summary>A tensor whose elements lie in memory in the order of the file: a number, a vector, an array by rows.</summary>
    public static TensorSource ByRows<T>(string name, TensorType type, TensorShape shape, ReadOnlyMemory<T> elements) where T : unmanaged =>
        new RowMajorSource<T>(name, type, shape, elements);

    /// <summary>A matrix whose elements lie in memory column by column, as MathNet's do.</summary>
    public static TensorSource ByColumns<T>(string name, TensorType type, int rows, int columns, ReadOnlyMemory<T> elements) where T : unmanaged =>
        new ColumnMajorSource<T>(name, type, rows, columns, elements);
}
