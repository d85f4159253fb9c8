using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>An interval for one eigenvalue.</summary>
/// <param name="Lower">Its lower end, in the units of A; −∞ where nothing is known.</param>
/// <param name="Upper">Its upper end; ∞ where nothing is known.</param>
public readonly record struct EigenvalueInterval(double Lower, double Upper)
{
    /// <summary>Upper − Lower.</summary>
    public double Width => Upper - Lower;

    /// <summary>True if the value is not outside.</summary>
    /// <param name="value">The value.</param>
    public bool Contains(double value) => Lower <= value && value <= Upper;

    /// <summary>[Lower, Upper], to eight digits, rounded outwards.</summary>
    public override string ToString() => $"[{BoundText.Below(Lower, 8)}, {BoundText.Above(Upper, 8)}]";
}
