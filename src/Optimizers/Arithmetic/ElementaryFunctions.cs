using System.Runtime.CompilerServices;

namespace Optimizers.Arithmetic;

/// <summary>
/// Functions of elements made of the operations of an arithmetic alone, in a fixed order: the same bits at every width and on every machine.
/// </summary>
internal static class ElementaryFunctions
{
    /// <summary>∛x for x ≥ 0, within a few ulp; 0 where x is so small that its half is 0.</summary>
    /// <remarks>
    /// x^(1/4 + 1/16 + 1/64 + 1/256) by square roots is off by x^0.0013, a factor of 2.6 at most. Four of Halley's steps y ← y(y³ + 2x)/(2y³ + x)
    /// make it exact; both sides are taken times 1/4, so that nothing overflows.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T CubeRoot<T>(T x) where T : struct, IArithmetic<T>
    {
        var a = T.Sqrt(T.Sqrt(x));
        var b = T.Sqrt(T.Sqrt(a));
        var c = T.Sqrt(T.Sqrt(b));
        var y = a * b * c * T.Sqrt(T.Sqrt(c));
        var (quarter, half) = (0.25 * x, 0.5 * x);
        y = Halley(y, quarter, half);
        y = Halley(y, quarter, half);
        y = Halley(y, quarter, half);
        return Halley(y, quarter, half);
    }

    /// <summary>The angle of the point (x, y) for x ≥ 0, in [−π/2, π/2], within a few ulp; 0 of the origin.</summary>
    /// <remarks>
    /// atan t of t = min/max in [0, 1], by atan t = 2·atan(t/(1 + √(1 + t²))) twice, which leaves t ≤ tan(π/16), and the power series.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Angle<T>(T y, T x) where T : struct, IArithmetic<T>
    {
        var height = T.Abs(y);
        var t = HalfTangent(HalfTangent(T.DivideOrZero(T.Min(height, x), T.Max(height, x))));
        var square = t * t;
        var sum = T.Constant(1.0 / 25);
        sum = T.Constant(1.0 / 23) - (square * sum);
        sum = T.Constant(1.0 / 21) - (square * sum);
        sum = T.Constant(1.0 / 19) - (square * sum);
        sum = T.Constant(1.0 / 17) - (square * sum);
        sum = T.Constant(1.0 / 15) - (square * sum);
        sum = T.Constant(1.0 / 13) - (square * sum);
        sum = T.Constant(1.0 / 11) - (square * sum);
        sum = T.Constant(1.0 / 9) - (square * sum);
        sum = T.Constant(1.0 / 7) - (square * sum);
        sum = T.Constant(1.0 / 5) - (square * sum);
        sum = T.Constant(1.0 / 3) - (square * sum);
        var angle = 4 * (t * (T.Constant(1) - (square * sum)));
        return T.Sign(y) * T.WhereLess(x, height, T.Constant(Math.PI / 2) - angle, angle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Halley<T>(T y, T quarter, T half) where T : struct, IArithmetic<T>
    {
        var quarterCube = y * y * (0.25 * y);
        return y * T.DivideOrZero(quarterCube + half, quarterCube + quarterCube + quarter);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T HalfTangent<T>(T t) where T : struct, IArithmetic<T> => t / (T.Sqrt((t * t) + 1) + 1);
}
