namespace Optimizers.Files;

/// <summary>The element types of the safetensors format, by its own names. Little-endian, all of them.</summary>
internal enum TensorType
{
    /// <summary>A truth value in a byte: 0 or 1.</summary>
    BOOL,

    /// <summary>4 bits, two to a byte.</summary>
    F4,

    /// <summary>6 bits, 2 of them the exponent; four elements to three bytes.</summary>
    F6_E2M3,

    /// <summary>6 bits, 3 of them the exponent; four elements to three bytes.</summary>
    F6_E3M2,

    U8,
    I8,
    F8_E5M2,
    F8_E4M3,

    /// <summary>A power of two: the exponent alone.</summary>
    F8_E8M0,

    /// <summary>Finite values, one zero, one NaN.</summary>
    F8_E4M3FNUZ,

    /// <summary>Finite values, one zero, one NaN.</summary>
    F8_E5M2FNUZ,

    I16,
    U16,
    F16,

    /// <summary>The upper half of an <see cref="F32"/>.</summary>
    BF16,

    I32,
    U32,
    F32,

    /// <summary>A complex number of two <see cref="F32"/>.</summary>
    C64,

    F64,
    I64,
    U64,
}
