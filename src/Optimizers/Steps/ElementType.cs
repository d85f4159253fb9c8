namespace Optimizers;

/// <summary>The element type of a parameter.</summary>
internal enum ElementType
{
    /// <summary>Single precision.</summary>
    Float,

    /// <summary>Double precision.</summary>
    Double,
}
