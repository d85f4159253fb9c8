namespace Optimizers;

/// <summary>The element type of a parameter and its gradient.</summary>
public enum ElementKind
{
#pragma warning disable CA1720 // The names of the element types are what this is about.
    /// <summary>Double precision.</summary>
    Double,

    /// <summary>Single precision.</summary>
    Single,
#pragma warning restore CA1720

    /// <summary>IEEE half precision, 16 bits. Computed and remembered in single precision.</summary>
    Half,

    /// <summary>bfloat16: the upper 16 bits of a single. Computed and remembered in single precision.</summary>
    BFloat16,
}
