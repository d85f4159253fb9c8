namespace Optimizers.Tests.Proofs;

/// <summary>What the proofs are measured by must itself be right.</summary>
public class ExactTruthTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-3.5)]
    [InlineData(double.Epsilon)]
    [InlineData(-2.2250738585072014e-308)]
    [InlineData(0.1)]
    [InlineData(double.MaxValue)]
    public void A_double_is_the_integer_and_the_power_of_two_that_it_is_taken_for(double x)
    {
        var exact = Dyadic.Of(x);

        Math.ScaleB((double)exact.Significand, exact.Exponent).Should().Be(x);
        Dyadic.Integer(x, Dyadic.SmallestExponent).Should().Be(exact.Significand << (exact.Exponent - Dyadic.SmallestExponent));
    }

    [Fact]
    public void The_inertia_of_small_matrices_is_the_one_of_their_eigenvalues()
    {
        ExactInertia.Of([2], 1, 0).Should().Be(new ExactInertia(0, 0, 1));
        ExactInertia.Of([2], 1, 2).Should().Be(new ExactInertia(0, 1, 0));
        ExactInertia.Of([0, 1, 1, 0], 2, 0).Should().Be(new ExactInertia(1, 0, 1));
        ExactInertia.Of([0, 1, 1, 0], 2, 1).Should().Be(new ExactInertia(1, 1, 0));
        ExactInertia.Of([1, 2, 2, 4], 2, 0).Should().Be(new ExactInertia(0, 1, 1));
        ExactInertia.Of([0, 0, 0, 0], 2, 0).Should().Be(new ExactInertia(0, 2, 0));
        ExactInertia.Of([0, 2, 0, 0], 2, 0).Should().Be(new ExactInertia(1, 0, 1), "it is that of the symmetric part");
    }

    [Fact]
    public void One_unit_in_the_last_place_decides()
    {
        var below = Math.BitDecrement(1);
        ExactInertia.Of([1, 1, 1, 1], 2, 0).Should().Be(new ExactInertia(0, 1, 1));
        ExactInertia.Of([1, below, below, 1], 2, 0).Should().Be(new ExactInertia(0, 0, 2));
        ExactInertia.Of([below, 1, 1, 1], 2, 0).Should().Be(new ExactInertia(1, 0, 1));
    }

    [Fact]
    public void The_inertia_survives_a_congruence_by_integers()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var source = new MatrixSource(seed);
            var d = Enumerable.Range(0, source.Integer(1, 12)).Select(_ => source.Integer(-2, 3)).ToArray();

            ExactInertia.Of(source.Congruent(d, 2), d.Length, 0)
                .Should().Be(new ExactInertia(d.Count(x => x < 0), d.Count(x => x == 0), d.Count(x => x > 0)));
        }
    }

    [Fact]
    public void A_quotient_is_compared_without_rounding()
    {
        var third = ExactQuotient.Of([1, 0, 0, 0, 0, 0, 0, 0, 0], 3, [1, 1, 1]);

        third.CompareTo(1.0 / 3).Should().Be(1);
        third.CompareTo(Math.BitIncrement(1.0 / 3)).Should().Be(-1);
        ExactQuotient.Of([double.Epsilon], 1, [3e200]).CompareTo(double.Epsilon).Should().Be(0);
        third.CompareTo(double.PositiveInfinity).Should().Be(-1);
    }
}
