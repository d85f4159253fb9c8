namespace Optimizers.Curvature.Functions;

/// <summary>
/// a + a′ε with ε² = 0: a value and its derivative along one direction (Clifford 1873). A function of x + vε is f(x) + Df(x)[v]ε, without
/// any error but rounding.
/// </summary>
/// <param name="Value">a.</param>
/// <param name="Slope">a′.</param>
internal readonly record struct Dual<T>(T Value, T Slope) : IScalar<Dual<T>> where T : struct, IScalar<T>, IReal<T>
{
    public static implicit operator Dual<T>(double value) => new(value, 0);

    public static Dual<T> operator +(Dual<T> a, Dual<T> b) => new(a.Value + b.Value, a.Slope + b.Slope);

    public static Dual<T> operator -(Dual<T> a, Dual<T> b) => new(a.Value - b.Value, a.Slope - b.Slope);

    public static Dual<T> operator -(Dual<T> x) => new(-x.Value, -x.Slope);

    public static Dual<T> operator *(Dual<T> a, Dual<T> b) => new(a.Value * b.Value, a.Value * b.Slope + a.Slope * b.Value);

    /// <summary>q = a/b, from the derivative of a = qb.</summary>
    public static Dual<T> operator /(Dual<T> a, Dual<T> b)
    {
        var quotient = a.Value / b.Value;
        return new(quotient, (a.Slope - quotient * b.Slope) / b.Value);
    }

    public static Dual<T> Sqrt(Dual<T> x) => x.Chain(Jet<T>.Sqrt(x.Value));

    public static Dual<T> Exp(Dual<T> x) => x.Chain(Jet<T>.Exp(x.Value));

    public static Dual<T> Log(Dual<T> x) => x.Chain(Jet<T>.Log(x.Value));

    public static Dual<T> Sin(Dual<T> x) => x.Chain(Jet<T>.Sin(x.Value));

    public static Dual<T> Cos(Dual<T> x) => x.Chain(Jet<T>.Cos(x.Value));

    public static Dual<T> Tanh(Dual<T> x) => x.Chain(Jet<T>.Tanh(x.Value));

    public static Dual<T> Softplus(Dual<T> x) => x.Chain(Jet<T>.Softplus(x.Value));

    public static Dual<T> Sigmoid(Dual<T> x) => x.Chain(Jet<T>.Sigmoid(x.Value));

    public static Dual<T> Pow(Dual<T> x, int n) => x.Chain(Jet<T>.Pow(x.Value, n));

    public static Dual<T> Abs(Dual<T> x) => x.Chain(Jet<T>.Abs(x.Value));

    /// <summary>With s = ½(1 + sign(x − y)), the derivative is s·x′ + (1 − s)·y′.</summary>
    public static Dual<T> Max(Dual<T> x, Dual<T> y)
    {
        var s = 0.5 + 0.5 * T.Sign(x.Value - y.Value);
        return new(T.Max(x.Value, y.Value), s * x.Slope + (1 - s) * y.Slope);
    }

    public static Dual<T> LogSlope(Dual<T> x) => x.Chain(Jet<T>.LogSlope(x.Value));

    public static Dual<T> Sign(Dual<T> x) => x.Chain(Jet<T>.Sign(x.Value));

    public static Dual<T> SignSlope(Dual<T> x) => x.Chain(Jet<T>.SignSlope(x.Value));

    /// <summary>f(a + a′ε) = f(a) + f′(a)a′ε.</summary>
    private Dual<T> Chain(Jet<T> f) => new(f.Value, f.Slope * Slope);
}
