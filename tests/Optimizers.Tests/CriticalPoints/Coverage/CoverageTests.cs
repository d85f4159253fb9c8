using Optimizers.Arithmetic;
using Xunit.Abstractions;

namespace Optimizers.Tests.Curvature.Coverage;

/// <summary>The short form of <see cref="CoverageProgram"/>.</summary>
public class CoverageTests(ITestOutputHelper output)
{
    public static TheoryData<string, int> Families => new()
    {
        { "least squares", 60 },
        { "least squares, means taken off afterwards", 60 },
        { "least squares in float", 60 },
        { "logistic regression", 60 },
        { "quartics", 60 },
        { "digits, tanh", 3 },
        { "digits, ReLU", 4 },
        { "digits, float after Adam", 4 },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void No_bound_misses_no_kind_and_no_claim_is_false_and_of_a_hundred_estimates_one_may_miss(string name, int points)
    {
        var family = CoverageFamilies.All.Single(each => each.Name == name);

        var rows = CoverageProgram.Tallies(family, points, seed: 900_000);

        foreach (var failure in rows.Where(row => row.Way.IsHeld).SelectMany(row => row.Failures))
            output.WriteLine(failure);
        rows.Should().OnlyContain(row => CoverageProgram.IsRight(row) && row.Bounds + row.Estimates > 0);
    }

    [Fact]
    public void Every_family_is_drawn() => Families.Select(row => (string)row[0]).Should().Equal(CoverageFamilies.All.Select(family => family.Name));

    [Fact]
    public void The_eigenvalues_of_the_second_difference_are_right_to_thirty_digits()
    {
        // λₖ = 2 − 2·cos(kπ/(n + 1)): of n = 5 they are 2 − √3, 1, 2, 3 and 2 + √3.
        var a = new DoubleDouble[5, 5];
        for (var i = 0; i < 5; i++)
        {
            a[i, i] = 2.0;
            if (i > 0)
                a[i, i - 1] = a[i - 1, i] = -1.0;
        }

        var root = DoubleDouble.Sqrt(3.0);
        DoubleDouble[] expected = [(DoubleDouble)2.0 - root, 1.0, 2.0, 3.0, root + 2.0];
        var values = PreciseSpectrum.Of(a);
        for (var i = 0; i < 5; i++)
            Math.Abs((values[i] - expected[i]).High).Should().BeLessThan(1e-29);
    }

    [Fact]
    public void A_graded_matrix_keeps_its_small_eigenvalues()
    {
        // det [[1e18, 1e8], [1e8, 2]] = 2e18 − 1e16, and the trace is 1e18 + 2.
        var values = PreciseSpectrum.Of(new DoubleDouble[,] { { 1e18, 1e8 }, { 1e8, 2.0 } });
        (values[0] * values[1]).High.Should().BeApproximately(1.99e18, 1e3);
        values[0].High.Should().BeApproximately(1.99, 1e-12);
    }
}
