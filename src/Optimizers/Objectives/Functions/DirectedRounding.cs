using Optimizers.Arithmetic;

namespace Optimizers.Curvature.Functions;

/// <summary>
/// The operations of IEEE 754 rounded downwards and upwards. What the rounding to nearest lost is computed without error (<see
/// cref="DoubleDouble"/>; of a quotient and a root the remainder a − qb, x − s² by one fused multiply-add) and its sign decides whether the next
/// double is taken: the results are the nearest bounds there are, except where the remainder itself could underflow, where they are one double
/// farther away.
/// </summary>
/// <remarks>
/// Arguments are finite. A bound that overflows outwards is infinite. Boldo and Daumas, Representable correcting terms for possibly underflowing
/// floating point operations, 2003: when the remainders are doubles.
/// </remarks>
internal static class DirectedRounding
{
    /// <summary>2⁻⁹⁶⁰: a product, dividend or radicand above it has a remainder that is a double, 2⁻¹⁰⁶ of it and above 2⁻¹⁰⁷⁴.</summary>
    private const double RemainderIsExactAbove = 1.0261342003245941e-289;

    /// <summary>a + b, rounded down.</summary>
    public static double AddDown(double a, double b)
    {
        // The remainder is not finite where the sum overflows: one double down from +∞ is the largest one, from −∞ there is none.
        var sum = DoubleDouble.Sum(a, b);
        var low = double.IsFinite(sum.Low) || !double.IsFinite(sum.High) ? sum.Low : Remainder(a, b, sum.High);
        return low is >= 0 and <= double.MaxValue ? sum.High : Math.BitDecrement(sum.High);
    }

    // Next to the largest double a difference inside of the sum of two can overflow where the sum does not. From the larger one, none does
    // (Dekker 1971, "A floating-point technique for extending the available precision", Numer. Math. 18, section 5).
    private static double Remainder(double a, double b, double sum) => Math.Abs(a) >= Math.Abs(b) ? b - (sum - a) : a - (sum - b);

    /// <summary>a + b, rounded up.</summary>
    public static double AddUp(double a, double b) => -AddDown(-a, -b);

    /// <summary>a·b, rounded down.</summary>
    public static double MultiplyDown(double a, double b)
    {
        if (a == 0 || b == 0)
            return 0;
        var product = a * b;
        if (Math.Abs(product) > RemainderIsExactAbove)
            return Math.FusedMultiplyAdd(a, b, -product) >= 0 ? product : Math.BitDecrement(product);
        var below = Math.BitDecrement(product);
        return a < 0 == b < 0 ? Math.Max(0, below) : below;
    }

    /// <summary>a·b, rounded up.</summary>
    public static double MultiplyUp(double a, double b) => -MultiplyDown(-a, b);

    /// <summary>a/b for b ≠ 0, rounded down.</summary>
    public static double DivideDown(double a, double b)
    {
        if (a == 0)
            return 0;
        var quotient = a / b;
        if (Math.Abs(a) > RemainderIsExactAbove && Math.Abs(quotient) > RemainderIsExactAbove)
        {
            var remainder = Math.FusedMultiplyAdd(-quotient, b, a);
            return remainder == 0 || remainder > 0 == b > 0 ? quotient : Math.BitDecrement(quotient);
        }

        var below = Math.BitDecrement(quotient);
        return a < 0 == b < 0 ? Math.Max(0, below) : below;
    }

    /// <summary>a/b for b ≠ 0, rounded up.</summary>
    public static double DivideUp(double a, double b) => -DivideDown(-a, b);

    /// <summary>√x for x ≥ 0, rounded down.</summary>
    public static double SqrtDown(double x)
    {
        var root = Math.Sqrt(x);
        if (x == 0 || (x > RemainderIsExactAbove && Math.FusedMultiplyAdd(-root, root, x) >= 0))
            return root;
        return Math.BitDecrement(root);
    }

    /// <summary>√x for x ≥ 0, rounded up.</summary>
    public static double SqrtUp(double x)
    {
        var root = Math.Sqrt(x);
        if (x == 0 || (x > RemainderIsExactAbove && Math.FusedMultiplyAdd(-root, root, x) <= 0))
            return root;
        return Math.BitIncrement(root);
    }

    /// <summary>‖x‖₂ of non-negative magnitudes, rounded up; infinite where a square overflows.</summary>
    public static double NormUp(ReadOnlySpan<double> magnitudes)
    {
        var squares = 0.0;
        foreach (var magnitude in magnitudes)
            squares = AddUp(squares, MultiplyUp(magnitude, magnitude));
        return SqrtUp(squares);
    }
}
