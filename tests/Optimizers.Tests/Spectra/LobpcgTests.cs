using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Spectra;

public class LobpcgTests
{
    [Theory]
    [InlineData(SpectrumEnd.Smallest)]
    [InlineData(SpectrumEnd.Largest)]
    [InlineData(SpectrumEnd.Both)]
    public void Pairs_of_dense_matrices_are_those_of_their_decomposition_with_their_multiplicities(SpectrumEnd end)
    {
        const int N = 60;
        foreach (var (name, matrix) in TestMatrices.All(N).Where(m => m.Name is not "clustered"))
        {
            var exact = matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).ToArray();
            var norm = exact.Max(Math.Abs);
            double[] expected = end switch
            {
                SpectrumEnd.Smallest => exact[..3],
                SpectrumEnd.Largest => exact[^3..],
                _ => [.. exact[..3], .. exact[^3..]],
            };

            var result = new Lobpcg { Tolerance = 1e-7 }.Solve(SymmetricOperator.FromMatrix(matrix), 3, end);

            result.HasConverged.Should().BeTrue($"{name}: {result}");
            result.Pairs.Should().HaveCount(expected.Length);
            for (var i = 0; i < expected.Length; i++)
            {
                result.Pairs[i].Value.Should().BeApproximately(expected[i], 3e-7 * norm, name);
                var x = result.Pairs[i].Vector!;
                ((matrix * x) - (result.Pairs[i].Value * x)).L2Norm().Should().BeApproximately(result.Pairs[i].Residual, 1e-12 * norm, name);
            }
        }
    }

    [Fact]
    public void A_preconditioner_saves_products()
    {
        // The condition number of 10⁶ is taken away but for a factor of 2.
        const int N = 3000;
        double[] spectrum = [.. Enumerable.Range(0, N).Select(i => 0.1 + Math.Pow(10, 6.0 * i / N))];
        var preconditioner = new DiagonalOperator([.. spectrum.Select((value, i) => 1 / (value * (1 + (i % 2))))]);
        var plain = new Lobpcg { Tolerance = 1e-10, MaxProducts = 3000 }.Solve(new DiagonalOperator(spectrum), 3);
        var preconditioned = new Lobpcg(preconditioner) { Tolerance = 1e-10, MaxProducts = 3000 }.Solve(new DiagonalOperator(spectrum), 3);

        preconditioned.HasConverged.Should().BeTrue();
        preconditioned.Products.Should().BeLessThan(plain.Products / 5);
        for (var i = 0; i < 3; i++)
            preconditioned.Pairs[i].Value.Should().BeApproximately(spectrum[i], 1e-4);
        preconditioned.MemoryVectors.Should().Be(19);
    }

    [Fact]
    public void Small_dimensions_have_all_their_pairs()
    {
        new Lobpcg().Solve(new DiagonalOperator([]), 3).Pairs.Should().BeEmpty();
        for (var n = 1; n <= 6; n++)
        {
            double[] spectrum = [.. Enumerable.Range(0, n).Select(i => (i * 1.5) - 2)];
            foreach (var count in new[] { 1, 2, 10 })
            {
                var result = new Lobpcg { Tolerance = 1e-9 }.Solve(new DiagonalOperator(spectrum), count);
                result.HasConverged.Should().BeTrue($"n = {n}, {count} pairs: {result}");
                result.Pairs.Should().HaveCount(Math.Min(n, count));
                result.Pairs[0].Value.Should().BeApproximately(-2, 1e-12);
            }
        }
    }

    [Fact]
    public void Both_ends_are_orthogonal_also_where_they_meet_and_take_no_more_products_than_one_after_the_other()
    {
        foreach (var n in new[] { 1, 2, 3, 4, 5, 9 })
        {
            // All of one eigenvalue: nothing but the block itself keeps the pairs of one end from being those of the other.
            var result = new Lobpcg().Solve(new DiagonalOperator([.. Enumerable.Repeat(2.0, n)]), 2, SpectrumEnd.Both);

            result.HasConverged.Should().BeTrue();
            result.Pairs.Should().HaveCount(Math.Min(n, 4));
            foreach (var (x, i) in result.Pairs.Select((pair, i) => (pair.Vector!, i)))
            {
                foreach (var (y, j) in result.Pairs.Select((pair, j) => (pair.Vector!, j)))
                    (x * y).Should().BeApproximately(i == j ? 1 : 0, 1e-12);
            }
        }

        var spectrum = new DiagonalOperator([-3, -2, .. DiagonalOperator.Even(1000, -1, 1), 4, 7]);
        var solver = new Lobpcg { Tolerance = 1e-9 };
        var both = solver.Solve(spectrum, 2, SpectrumEnd.Both);
        both.HasConverged.Should().BeTrue();
        double[] expected = [-3, -2, 4, 7];
        for (var i = 0; i < 4; i++)
            both.Pairs[i].Value.Should().BeApproximately(expected[i], 1e-7);
        both.Products.Should().BeLessThanOrEqualTo(solver.Solve(spectrum, 2).Products + solver.Solve(spectrum, 2, SpectrumEnd.Largest).Products);
        both.MemoryVectors.Should().Be(25);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        double[] spectrum = [-5, -3, .. DiagonalOperator.Even(66_000, -1, 1)];
        var expected = Run(1);
        Run(3).Should().Equal(expected);

        double[] Run(int threads) => [.. new Lobpcg { MaxThreads = threads, Tolerance = 1e-3 }
            .Solve(new DiagonalOperator(spectrum), 2).Pairs.SelectMany(pair => pair.Vector!)];
    }

    [Fact]
    public void What_it_cannot_do_is_refused_and_products_run_out_with_a_result()
    {
        var a = new DiagonalOperator(DiagonalOperator.Even(500, 0, 1));
        var memory = () => new Lobpcg { MemoryVectors = 12 }.Solve(a, 2);
        memory.Should().Throw<ArgumentException>().WithMessage("*at least 13 vectors*thick restart needs 7*");
        Refusal.Of<ArgumentException>(() => new Lobpcg(new DiagonalOperator([1, 2])).Solve(a), "operator", "dimension 500", "preconditioner has 2");
        a.Products.Should().Be(0);
        var few = new Lobpcg { MaxProducts = 20, Tolerance = 1e-12 }.Solve(a, 2);
        few.HasConverged.Should().BeFalse();
        few.Products.Should().BeLessThanOrEqualTo(20);
        few.Pairs.Should().HaveCount(2);
    }
}
