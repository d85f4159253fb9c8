namespace Optimizers.Arithmetic;

/// <summary>The spacing of the numbers next to 1.</summary>
internal static class MachineEpsilon
{
    /// <summary>2⁻⁵².</summary>
    public const double Double = 2.220446049250313e-16;

    /// <summary>2⁻²³.</summary>
    public const double Single = 1.1920928955078125e-07;
}
