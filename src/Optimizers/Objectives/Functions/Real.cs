namespace Optimizers.Curvature.Functions;

/// <summary>A double.</summary>
internal readonly record struct Real(double Value) : IScalar<Real>
{
    public static implicit operator Real(double value) => new(value);

    public static Real operator +(Real a, Real b) => a.Value + b.Value;

    public static Real operator -(Real a, Real b) => a.Value - b.Value;

    public static Real operator *(Real a, Real b) => a.Value * b.Value;

    public static Real operator /(Real a, Real b) => a.Value / b.Value;

    public static Real operator -(Real x) => -x.Value;

    public static Real Sqrt(Real x) => Math.Sqrt(x.Value);

    public static Real Exp(Real x) => Math.Exp(x.Value);

    public static Real Log(Real x) => Math.Log(x.Value);

    public static Real Sin(Real x) => Math.Sin(x.Value);

    public static Real Cos(Real x) => Math.Cos(x.Value);

    public static Real Tanh(Real x) => Math.Tanh(x.Value);

    public static Real Softplus(Real x)
    {
        // ln(1 + eˣ) = max(x, 0) + ln(1 + u), u = e^−|x|; the quotient takes back what 1 + u lost (Kahan; Goldberg 1991, theorem 4).
        var u = Math.Exp(-Math.Abs(x.Value));
        var rounded = 1 + u;
        return Math.Max(x.Value, 0) + (rounded == 1 ? u : Math.Log(rounded) * (u / (rounded - 1)));
    }

    public static Real Sigmoid(Real x)
    {
        var u = Math.Exp(-Math.Abs(x.Value));
        return (x.Value < 0 ? u : 1) / (1 + u);
    }

    public static Real Pow(Real x, int n) => n < 0 ? 1 / IScalar<Real>.NaturalPower(x, -n) : IScalar<Real>.NaturalPower(x, n);

    public static Real Abs(Real x) => Math.Abs(x.Value);

    public static Real Max(Real x, Real y) => Math.Max(x.Value, y.Value);

    public static Real LogSlope(Real x) => x.Value > 0 ? 1 / x.Value : double.NaN;

    public static Real Sign(Real x) => double.IsNaN(x.Value) ? double.NaN : Math.Sign(x.Value);

    public static Real SignSlope(Real x) => double.IsNaN(x.Value) ? double.NaN : 0;
}
