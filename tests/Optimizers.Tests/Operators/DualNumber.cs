namespace Optimizers.Tests.Curvature.Operators;

/// <summary>x + x'ε with ε² = 0: a value and its derivative along one direction.</summary>
internal readonly record struct DualNumber(double Value, double Tangent)
{
    public static implicit operator DualNumber(double value) => new(value, 0);

    public static DualNumber operator +(DualNumber a, DualNumber b) => new(a.Value + b.Value, a.Tangent + b.Tangent);

    public static DualNumber operator -(DualNumber a, DualNumber b) => new(a.Value - b.Value, a.Tangent - b.Tangent);

    public static DualNumber operator *(DualNumber a, DualNumber b) => new(a.Value * b.Value, (a.Value * b.Tangent) + (a.Tangent * b.Value));

    public static DualNumber operator /(DualNumber a, DualNumber b) =>
        new(a.Value / b.Value, (a.Tangent - (a.Value / b.Value * b.Tangent)) / b.Value);

    public static DualNumber Exp(DualNumber a) => new(Math.Exp(a.Value), Math.Exp(a.Value) * a.Tangent);

    public static DualNumber Tanh(DualNumber a) => Math.Tanh(a.Value) is var t ? new(t, (1 - (t * t)) * a.Tangent) : default;
}
