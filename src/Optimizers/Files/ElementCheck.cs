namespace Optimizers.Files;

/// <summary>That memory holds what a tensor is said to be.</summary>
internal static class ElementCheck
{
    public static void Throw<T>(TensorSource tensor, int elements)
    {
        if (!tensor.Type.IsHeldBy<T>())
            throw new ArgumentException($"The {tensor} cannot be written from elements of {typeof(T).Name}.", nameof(tensor));
        var right = tensor.Length / tensor.Type.Width;
        if (elements != right)
            throw new ArgumentException($"The {tensor} takes {right} elements; {elements} were given.", nameof(elements));
    }
}
