namespace Optimizers.Curvature.Functions;

/// <summary>f(x), f′(x) and f″(x) of a function of one variable: what the chain rule needs of it to second order.</summary>
internal readonly record struct Jet<T>(T Value, T Slope, T Curvature) where T : struct, IScalar<T>, IReal<T>
{
    private const int LargestPower = 1 << 30;

    public static Jet<T> Sqrt(T x)
    {
        var root = T.Sqrt(x);
        var slope = 0.5 / root;
        return new(root, slope, -0.5 * slope / x);
    }

    public static Jet<T> Exp(T x)
    {
        var e = T.Exp(x);
        return new(e, e, e);
    }

    public static Jet<T> Log(T x)
    {
        var slope = T.LogSlope(x);
        return new(T.Log(x), slope, -T.Pow(slope, 2));
    }

    public static Jet<T> Sin(T x)
    {
        var sine = T.Sin(x);
        return new(sine, T.Cos(x), -sine);
    }

    public static Jet<T> Cos(T x)
    {
        var cosine = T.Cos(x);
        return new(cosine, -T.Sin(x), -cosine);
    }

    public static Jet<T> Tanh(T x)
    {
        var t = T.Tanh(x);
        var slope = 1 - T.Pow(t, 2);
        return new(t, slope, -2 * t * slope);
    }

    public static Jet<T> Softplus(T x)
    {
        var s = T.Sigmoid(x);
        return new(T.Softplus(x), s, s * T.Sigmoid(-x));
    }

    /// <summary>σ′ = σ(x)σ(−x), which does not cancel where σ(x) is near 1 as σ(1 − σ) does.</summary>
    public static Jet<T> Sigmoid(T x)
    {
        var s = T.Sigmoid(x);
        var rest = T.Sigmoid(-x);
        var slope = s * rest;
        return new(s, slope, slope * (rest - s));
    }

    public static Jet<T> Pow(T x, int n)
    {
        if (n is < -LargestPower or > LargestPower)
            throw new ArgumentOutOfRangeException(nameof(n), n, "An exponent is between −2³⁰ and 2³⁰.");
        return n switch
        {
            0 => new(1, 0, 0),
            1 => new(x, 1, 0),
            _ => new(T.Pow(x, n), n * T.Pow(x, n - 1), (double)n * (n - 1) * T.Pow(x, n - 2)),
        };
    }

    public static Jet<T> Abs(T x) => new(T.Abs(x), T.Sign(x), T.SignSlope(x));

    public static Jet<T> LogSlope(T x)
    {
        var slope = T.LogSlope(x);
        return new(slope, -T.Pow(slope, 2), 2 * T.Pow(slope, 3));
    }

    public static Jet<T> Sign(T x)
    {
        var slope = T.SignSlope(x);
        return new(T.Sign(x), slope, slope);
    }

    /// <summary>Off the kink everything is 0; where an interval reaches it, everything is unbounded.</summary>
    public static Jet<T> SignSlope(T x)
    {
        var slope = T.SignSlope(x);
        return new(slope, slope, slope);
    }
}
