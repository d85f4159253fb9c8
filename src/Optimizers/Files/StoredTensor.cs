using Optimizers.Arithmetic;

namespace Optimizers.Files;

/// <summary>A tensor that was read whole.</summary>
/// <param name="name">Its name in the file.</param>
/// <param name="type">The type of its elements in the file.</param>
/// <param name="shape">Its shape in the file.</param>
/// <param name="elements">Its elements, the last index running fastest, in the array of <see cref="TensorTypeFacts"/>.</param>
internal sealed class StoredTensor(string name, TensorType type, TensorShape shape, Array elements)
{
    public string Name => name;

    public TensorType Type => type;

    public TensorShape Shape => shape;

    public override string ToString() => TensorText.Of(name, type, shape);

    /// <summary>The elements in the order of the file, without a copy.</summary>
    /// <exception cref="InvalidDataException"><typeparamref name="T"/> is not what holds the type.</exception>
    public ReadOnlyMemory<T> Elements<T>() where T : unmanaged =>
        type.IsHeldBy<T>()
            ? (T[])elements
            : throw new InvalidDataException($"The {this} in the file is not read as {typeof(T).Name}.");

    /// <summary>Copies a matrix into memory that takes it column by column, as MathNet's do.</summary>
    /// <exception cref="InvalidDataException">
    /// <typeparamref name="T"/> is not what holds the type, or the shape is not a matrix of so many elements.
    /// </exception>
    public void CopyToColumns<T>(Span<T> destination) where T : unmanaged
    {
        var source = Elements<T>().Span;
        if (shape.Lengths.Length != 2 || type.Bits < 8 || source.Length != destination.Length)
            throw new InvalidDataException($"The {this} in the file does not fit a matrix of {destination.Length} elements.");
        if (source.IsEmpty)
            return;
        var (rows, columns) = ((int)shape.Lengths[0], (int)shape.Lengths[1]);
        Transposition.Copy(source, columns, destination, rows, columns, rows);
    }
}
