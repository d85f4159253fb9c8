using CsCheck;
using Optimizers.Arithmetic;

namespace Optimizers.Tests.Arithmetic;

/// <summary>The functions of elements that are made of an arithmetic's operations, against the platform's.</summary>
public sealed class ElementaryFunctionsTests
{
    [Fact]
    public void The_cube_root_is_right_to_four_ulp_over_the_whole_range() =>
        Gen.Select(Gen.Double[1, 10], Gen.Int[-300, 307]).Sample((digits, exponent) =>
        {
            var x = digits * Math.Pow(10, exponent);
            Ulps(Cbrt(x), Math.Cbrt(x)).Should().BeLessThanOrEqualTo(4, "x = {0}", x);
            if (exponent is > -37 and < 38)
                (Math.Abs(CbrtOfFloat((float)x) - MathF.Cbrt((float)x)) / MathF.Cbrt((float)x)).Should().BeLessThan(4 * 1.2e-7f, "x = {0}", x);
        });

    [Fact]
    public void The_cube_root_has_ends()
    {
        Cbrt(0).Should().Be(0);
        Cbrt(double.MaxValue).Should().BeApproximately(Math.Cbrt(double.MaxValue), 1e90);
        Cbrt(double.Epsilon).Should().BeInRange(0, 1e-100);
        CbrtOfFloat(float.MaxValue).Should().BeApproximately(MathF.Cbrt(float.MaxValue), 1e7f);
        CbrtOfFloat(float.Epsilon).Should().BeInRange(0, 1e-12f);
        Cbrt(27).Should().Be(3);
    }

    /// <summary>Of 20 million 85 were 5 from the platform's, whose own error is less than one, and none was more.</summary>
    [Fact]
    public void The_angle_is_right_to_six_ulp_for_any_ratio_and_sign() =>
        Gen.Select(Gen.Double[-10, 10], Gen.Double[0, 10], Gen.Int[-40, 40]).Sample((y, x, exponent) =>
        {
            y = Math.ScaleB(y, exponent);
            Ulps(Atan2(y, x), Math.Atan2(y, x)).Should().BeLessThanOrEqualTo(5, "y = {0}, x = {1}", y, x);
        });

    [Fact]
    public void The_angle_has_ends()
    {
        Atan2(0, 0).Should().Be(0);
        Atan2(1, 0).Should().Be(Math.PI / 2);
        Atan2(-1, 0).Should().Be(-Math.PI / 2);
        Atan2(0, 1).Should().Be(0);
        Atan2(1, 1).Should().BeApproximately(Math.PI / 4, 3e-16);
        Atan2(double.MaxValue, double.Epsilon).Should().Be(Math.PI / 2);
    }

    private static double Cbrt(double x) => ValueOf(ElementaryFunctions.CubeRoot(new Scalar<double>(x)));

    private static float CbrtOfFloat(float x)
    {
        var result = 0f;
        ElementaryFunctions.CubeRoot(new Scalar<float>(x)).Store(ref result, 0);
        return result;
    }

    private static double Atan2(double y, double x) => ValueOf(ElementaryFunctions.Angle(new Scalar<double>(y), new Scalar<double>(x)));

    private static double ValueOf(Scalar<double> value)
    {
        var result = 0.0;
        value.Store(ref result, 0);
        return result;
    }

    private static double Ulps(double value, double exact) =>
        Math.Abs(value - exact) / (Math.BitIncrement(Math.Abs(exact)) - Math.Abs(exact));
}
