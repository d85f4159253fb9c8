namespace Optimizers.Files;

/// <summary>What the header of a file says of one tensor.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its shape; the last index runs fastest.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record TensorEntry(string Name, TensorType Type, TensorShape Shape, long Begin, long End)
{
    /// <summary>Its bytes.</summary>
    public long Length => End - Begin;

    public override string ToString() => TensorText.Of(Name, Type, Shape);
}
