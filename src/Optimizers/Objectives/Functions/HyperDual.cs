namespace Optimizers.Curvature.Functions;

/// <summary>
/// a + a₁ε₁ + a₂ε₂ + a₁₂ε₁ε₂ with ε₁² = ε₂² = 0: a value, its derivatives along two directions, and the second derivative along both (Fike and
/// Alonso, The development of hyper-dual numbers for exact second-derivative calculations, AIAA 2011-886). A function of x + uε₁ + vε₂ has the mixed
/// part D²f(x)[u, v], without any error but rounding. Over hyper-dual numbers, that is D⁴; over intervals, it is an enclosure.
/// </summary>
/// <param name="Value">a.</param>
/// <param name="First">a₁.</param>
/// <param name="Second">a₂.</param>
/// <param name="Mixed">a₁₂.</param>
internal readonly record struct HyperDual<T>(T Value, T First, T Second, T Mixed) : IScalar<HyperDual<T>> where T : struct, IScalar<T>, IReal<T>
{
    public static implicit operator HyperDual<T>(double value) => new(value, 0, 0, 0);

    public static HyperDual<T> operator +(HyperDual<T> a, HyperDual<T> b) =>
        new(a.Value + b.Value, a.First + b.First, a.Second + b.Second, a.Mixed + b.Mixed);

    public static HyperDual<T> operator -(HyperDual<T> a, HyperDual<T> b) =>
        new(a.Value - b.Value, a.First - b.First, a.Second - b.Second, a.Mixed - b.Mixed);

    public static HyperDual<T> operator -(HyperDual<T> x) => new(-x.Value, -x.First, -x.Second, -x.Mixed);

    public static HyperDual<T> operator *(HyperDual<T> a, HyperDual<T> b) => new(
        a.Value * b.Value,
        a.Value * b.First + a.First * b.Value,
        a.Value * b.Second + a.Second * b.Value,
        a.Value * b.Mixed + a.First * b.Second + a.Second * b.First + a.Mixed * b.Value);

    /// <summary>q = a/b, from the derivatives of a = qb.</summary>
    public static HyperDual<T> operator /(HyperDual<T> a, HyperDual<T> b)
    {
        var quotient = a.Value / b.Value;
        var first = (a.First - quotient * b.First) / b.Value;
        var second = (a.Second - quotient * b.Second) / b.Value;
        return new(quotient, first, second, (a.Mixed - first * b.Second - second * b.First - quotient * b.Mixed) / b.Value);
    }

    public static HyperDual<T> Sqrt(HyperDual<T> x) => x.Chain(Jet<T>.Sqrt(x.Value));

    public static HyperDual<T> Exp(HyperDual<T> x) => x.Chain(Jet<T>.Exp(x.Value));

    public static HyperDual<T> Log(HyperDual<T> x) => x.Chain(Jet<T>.Log(x.Value));

    public static HyperDual<T> Sin(HyperDual<T> x) => x.Chain(Jet<T>.Sin(x.Value));

    public static HyperDual<T> Cos(HyperDual<T> x) => x.Chain(Jet<T>.Cos(x.Value));

    public static HyperDual<T> Tanh(HyperDual<T> x) => x.Chain(Jet<T>.Tanh(x.Value));

    public static HyperDual<T> Softplus(HyperDual<T> x) => x.Chain(Jet<T>.Softplus(x.Value));

    public static HyperDual<T> Sigmoid(HyperDual<T> x) => x.Chain(Jet<T>.Sigmoid(x.Value));

    public static HyperDual<T> Pow(HyperDual<T> x, int n) => x.Chain(Jet<T>.Pow(x.Value, n));

    public static HyperDual<T> Abs(HyperDual<T> x) => x.Chain(Jet<T>.Abs(x.Value));

    /// <summary>
    /// max = ½(x + y + |x − y|), the value aside; with s = ½(1 + sign(x − y)), the derivatives are s·x′ + (1 − s)·y′ and what s′ adds.
    /// </summary>
    public static HyperDual<T> Max(HyperDual<T> x, HyperDual<T> y)
    {
        var difference = x.Value - y.Value;
        var s = 0.5 + 0.5 * T.Sign(difference);
        var r = 1 - s;
        return new(
            T.Max(x.Value, y.Value),
            s * x.First + r * y.First,
            s * x.Second + r * y.Second,
            s * x.Mixed + r * y.Mixed + 0.5 * T.SignSlope(difference) * (x.First - y.First) * (x.Second - y.Second));
    }

    public static HyperDual<T> LogSlope(HyperDual<T> x) => x.Chain(Jet<T>.LogSlope(x.Value));

    public static HyperDual<T> Sign(HyperDual<T> x) => x.Chain(Jet<T>.Sign(x.Value));

    public static HyperDual<T> SignSlope(HyperDual<T> x) => x.Chain(Jet<T>.SignSlope(x.Value));

    /// <summary>f(a) + f′(a)a₁ε₁ + f′(a)a₂ε₂ + (f′(a)a₁₂ + f″(a)a₁a₂)ε₁ε₂.</summary>
    private HyperDual<T> Chain(Jet<T> f) =>
        new(f.Value, f.Slope * First, f.Slope * Second, f.Slope * Mixed + f.Curvature * First * Second);
}
