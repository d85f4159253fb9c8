using Optimizers.Arithmetic;

namespace Optimizers.Tests.Steps;

/// <summary>
/// Numbers as unevaluated sums of two doubles, about 32 digits (Dekker 1971): the arithmetic of the reference trajectories. Written apart from the
/// library's own extended numbers, so that the two cannot share an error.
/// </summary>
internal readonly record struct DoubleDoubleArithmetic(double High, double Low) : IArithmetic<DoubleDoubleArithmetic>
{
    public static DoubleDoubleArithmetic operator +(DoubleDoubleArithmetic left, DoubleDoubleArithmetic right)
    {
        var (high, error) = TwoSum(left.High, right.High);
        var (low, error2) = TwoSum(left.Low, right.Low);
        var (high2, low2) = FastTwoSum(high, error + low);
        return Normalized(high2, low2 + error2);
    }

    public static DoubleDoubleArithmetic operator -(DoubleDoubleArithmetic left, DoubleDoubleArithmetic right) =>
        left + new DoubleDoubleArithmetic(-right.High, -right.Low);

    public static DoubleDoubleArithmetic operator *(DoubleDoubleArithmetic left, DoubleDoubleArithmetic right)
    {
        var (high, error) = TwoProduct(left.High, right.High);
        return Normalized(high, error + ((left.High * right.Low) + (left.Low * right.High)));
    }

    public static DoubleDoubleArithmetic operator /(DoubleDoubleArithmetic left, DoubleDoubleArithmetic right)
    {
        var first = left.High / right.High;
        if (!double.IsFinite(first))
            return new(first, 0);
        var rest = left - (right * Constant(first));
        var second = rest.High / right.High;
        rest -= right * Constant(second);
        return Constant(first) + Constant(second) + Constant(rest.High / right.High);
    }

    public static DoubleDoubleArithmetic Constant(double value) => new(value, 0);

    public static DoubleDoubleArithmetic Sqrt(DoubleDoubleArithmetic value)
    {
        if (value.High <= 0)
            return Constant(Math.Sqrt(value.High));
        var root = Constant(Math.Sqrt(value.High));
        var half = Constant(0.5);
        root = half * (root + (value / root)); // Heron: each round doubles the digits.
        return half * (root + (value / root));
    }

    public static DoubleDoubleArithmetic Abs(DoubleDoubleArithmetic value) => value.High < 0 ? Constant(0) - value : value;

    public static DoubleDoubleArithmetic WhereLess(
        DoubleDoubleArithmetic left, DoubleDoubleArithmetic right, DoubleDoubleArithmetic then, DoubleDoubleArithmetic otherwise) =>
        left.High < right.High || (left.High == right.High && left.Low < right.Low) ? then : otherwise;

    public static DoubleDoubleArithmetic WhereEqual(
        DoubleDoubleArithmetic left, DoubleDoubleArithmetic right, DoubleDoubleArithmetic then, DoubleDoubleArithmetic otherwise) =>
        left.High == right.High && left.Low == right.Low ? then : otherwise;

    private static DoubleDoubleArithmetic Normalized(double high, double low)
    {
        var (sum, error) = FastTwoSum(high, low);
        return new(sum, error);
    }

    private static (double Sum, double Error) FastTwoSum(double a, double b)
    {
        var sum = a + b;
        return (sum, b - (sum - a));
    }

    private static (double Sum, double Error) TwoSum(double a, double b)
    {
        var sum = a + b;
        var part = sum - a;
        return (sum, a - (sum - part) + (b - part));
    }

    /// <summary>Veltkamp's splitting and Dekker's product.</summary>
    private static (double Product, double Error) TwoProduct(double a, double b)
    {
        var product = a * b;
        var (aHigh, aLow) = Split(a);
        var (bHigh, bLow) = Split(b);
        return (product, (aHigh * bHigh) - product + (aHigh * bLow) + (aLow * bHigh) + (aLow * bLow));
    }

    private static (double High, double Low) Split(double a)
    {
        var scaled = 134217729 * a;
        var high = scaled - (scaled - a);
        return (high, a - high);
    }
}
