using Optimizers.LinearAlgebra;
using Optimizers.Tests.Proofs;

namespace Optimizers.Tests.LinearAlgebra;

public class RayleighQuotientTests
{
    [Fact]
    public void The_exact_quotient_is_inside_and_the_interval_is_a_few_units_in_the_last_place_wide()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var source = new MatrixSource(seed);
            var n = source.Integer(1, 20);
            var a = MatrixSource.Vector(n * n, source.Normal);
            var v = MatrixSource.Vector(n, source.Normal);

            var quotient = RayleighQuotient.Enclose(a, n, v);

            var exact = ExactQuotient.Of(a, n, v);
            exact.CompareTo(quotient.Low).Should().Be(1);
            exact.CompareTo(quotient.High).Should().Be(-1);
            (quotient.High - quotient.Low).Should().BeLessThan((1e-15 * Math.Abs(quotient.Low)) + 1e-27);
        }
    }

    [Fact]
    public void A_form_thirty_decades_below_the_matrix_keeps_its_sign()
    {
        // v = (1, −1 − 2⁻⁵⁰): vᵀAv of the ones is 2⁻¹⁰⁰.
        double[] ones = [1, 1, 1, 1];
        double[] v = [1, -1 - Math.ScaleB(1, -50)];

        var quotient = RayleighQuotient.Enclose(ones, 2, v);
        quotient.IsAbove(0).Should().BeFalse("2⁻¹⁰⁰ is not above the bound of the rounding");
        quotient.High.Should().BeLessThan(1e-28);
        quotient.Low.Should().BeGreaterThan(-1e-28);

        v[1] = -1 - Math.ScaleB(1, -45);
        RayleighQuotient.Enclose(ones, 2, v).IsAbove(0).Should().BeTrue("2⁻⁹⁰ is, and double precision would see 0");
    }

    [Fact]
    public void Both_ends_of_the_range_of_double_are_told_apart_from_zero()
    {
        RayleighQuotient.Enclose([double.Epsilon], 1, [1]).IsAbove(0).Should().BeTrue();
        RayleighQuotient.Enclose([-double.Epsilon], 1, [1e300]).IsBelow(0).Should().BeTrue();
        RayleighQuotient.Enclose([double.Epsilon], 1, [1]).IsAbove(double.Epsilon).Should().BeFalse();
        RayleighQuotient.Enclose([-double.MaxValue], 1, [1e-300]).IsBelow(-1e308).Should().BeTrue();
        RayleighQuotient.Enclose([double.MaxValue, 0, 0, -1], 2, [0, double.Epsilon]).IsBelow(0).Should().BeTrue();
    }

    [Fact]
    public void A_zero_vector_and_a_zero_matrix_prove_nothing()
    {
        var nothing = RayleighQuotient.Enclose([1, 0, 0, 1], 2, [0, -0.0]);
        (nothing.IsAbove(-1e300), nothing.IsBelow(1e300), nothing.Low, nothing.High)
            .Should().Be((false, false, double.NegativeInfinity, double.PositiveInfinity));
        var zero = RayleighQuotient.Enclose([0], 1, [1]);
        (zero.IsAbove(0), zero.IsBelow(0)).Should().Be((false, false));
        zero.High.Should().BeLessThan(1e-200);
    }
}
