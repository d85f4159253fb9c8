namespace Optimizers.Tests.Curvature.Classification;

/// <summary>The arithmetic that a generated loss is written in: floats, doubles, or doubles with a tangent.</summary>
internal interface INumeric<T>
    where T : struct, INumeric<T>
{
    double Value { get; }

    static abstract T Of(double x);

    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T operator /(T a, T b);

    static abstract T Exp(T a);

    static abstract T Log(T a);

    static abstract T Tanh(T a);
}

/// <summary>A float.</summary>
internal readonly record struct Single32(float X) : INumeric<Single32>
{
    public double Value => X;

    public static Single32 Of(double x) => new((float)x);

    public static Single32 operator +(Single32 a, Single32 b) => new(a.X + b.X);

    public static Single32 operator -(Single32 a, Single32 b) => new(a.X - b.X);

    public static Single32 operator *(Single32 a, Single32 b) => new(a.X * b.X);

    public static Single32 operator /(Single32 a, Single32 b) => new(a.X / b.X);

    public static Single32 Exp(Single32 a) => new(MathF.Exp(a.X));

    public static Single32 Log(Single32 a) => new(MathF.Log(a.X));

    public static Single32 Tanh(Single32 a) => new(MathF.Tanh(a.X));
}

/// <summary>A double and its derivative along a direction.</summary>
internal readonly record struct Tangent64(double Value, double Slope) : INumeric<Tangent64>
{
    public static Tangent64 Of(double x) => new(x, 0);

    public static Tangent64 operator +(Tangent64 a, Tangent64 b) => new(a.Value + b.Value, a.Slope + b.Slope);

    public static Tangent64 operator -(Tangent64 a, Tangent64 b) => new(a.Value - b.Value, a.Slope - b.Slope);

    public static Tangent64 operator *(Tangent64 a, Tangent64 b) => new(a.Value * b.Value, (a.Value * b.Slope) + (a.Slope * b.Value));

    public static Tangent64 operator /(Tangent64 a, Tangent64 b) => new(a.Value / b.Value, (a.Slope - (a.Value / b.Value * b.Slope)) / b.Value);

    public static Tangent64 Exp(Tangent64 a) => new(Math.Exp(a.Value), Math.Exp(a.Value) * a.Slope);

    public static Tangent64 Log(Tangent64 a) => new(Math.Log(a.Value), a.Slope / a.Value);

    public static Tangent64 Tanh(Tangent64 a) => new(Math.Tanh(a.Value), (1 - (Math.Tanh(a.Value) * Math.Tanh(a.Value))) * a.Slope);
}
