using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Spectra;

public class SpectralDensityTests
{
    [Fact]
    public void The_density_is_that_of_the_eigenvalues_within_its_errors()
    {
        // Half of the eigenvalues around 0, a third around 2, a sixth at 5.
        var random = new Random(4);
        double[] spectrum = [.. Enumerable.Range(0, 6000).Select(i =>
            i % 6 < 3 ? 0.2 * (random.NextDouble() - 0.5) : i % 6 < 5 ? 2 + (0.4 * random.NextDouble()) : 5)];
        var density = SpectralDensity.Of(new DiagonalOperator(spectrum), new() { Broadening = 0.15, Samples = 6, Steps = 60 });

        density.Products.Should().Be(6 * 60);
        density.Weights.Sum().Should().BeApproximately(1, 1e-12);
        density.Nodes.Should().BeInAscendingOrder();
        var step = density.Points[1] - density.Points[0];
        (density.Density.Sum() * step).Should().BeApproximately(1, 1e-3);
        for (var i = 0; i < density.Points.Count; i++)
        {
            var at = density.Points[i];
            var exact = spectrum.Average(value => Math.Exp(-0.5 * Math.Pow((at - value) / 0.15, 2))) / (0.15 * Math.Sqrt(2 * Math.PI));
            density.Density[i].Should().BeApproximately(exact, (6 * density.StandardErrors[i]) + 0.01);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_log_determinant_is_estimated_with_its_error(bool reorthogonalize)
    {
        double[] spectrum = [.. Enumerable.Range(1, 500).Select(i => 0.5 + (i / 125.0))];
        var exact = spectrum.Sum(Math.Log);
        var z = Enumerable.Range(0, 30).Select(seed =>
        {
            var estimate = SpectralDensity.Of(new DiagonalOperator(spectrum), new()
            {
                Seed = seed,
                Steps = 30,
                Points = 2,
                Reorthogonalize = reorthogonalize,
                MaxThreads = 1,
            }).LogDeterminant();
            return (estimate.Value - exact) / estimate.StandardError;
        }).ToArray();

        z.Average(x => x * x).Should().BeInRange(0.4, 2.2, "Student's distribution with 7 degrees of freedom has a variance of 1.4");
        Math.Abs(z.Average()).Should().BeLessThan(4 * Math.Sqrt(1.4 / 30));
    }

    [Fact]
    public void Polynomials_of_a_degree_below_twice_the_steps_are_integrated_exactly()
    {
        // With one distinct eigenvalue more than steps the quadrature is not the measure itself, and vᵀA³v is still exact with 2 steps.
        double[] spectrum = [.. Enumerable.Range(0, 300).Select(i => (double)(i % 3))];
        var two = SpectralDensity.Of(new DiagonalOperator(spectrum), new() { Steps = 2, Points = 2 });
        var all = SpectralDensity.Of(new DiagonalOperator(spectrum), new() { Steps = 3, Points = 2 });
        two.TraceOf(x => x * x * x).Value.Should().BeApproximately(all.TraceOf(x => x * x * x).Value, 1e-9);
        two.TraceOf(x => x * x * x * x).Value.Should().NotBeApproximately(all.TraceOf(x => x * x * x * x).Value, 1e-6);
        all.TraceOf(_ => 1).Value.Should().BeApproximately(300, 1e-9);
        all.TraceOf(x => x).Value.Should().BeApproximately(300, 6 * all.TraceOf(x => x).StandardError);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_has_no_log_determinant()
    {
        var density = SpectralDensity.Of(new DiagonalOperator(DiagonalOperator.Even(100, -1, 1)));
        var logarithm = () => density.LogDeterminant();
        logarithm.Should().Throw<InvalidOperationException>().WithMessage("*smallest Ritz value is -1*not positive definite*");
        var bad = () => density.TraceOf(x => 1 / (x - x));
        bad.Should().Throw<ArgumentException>().WithMessage("*must be finite*");
    }

    [Fact]
    public void Small_and_degenerate_matrices_have_a_density_too()
    {
        SpectralDensity.Of(new DiagonalOperator([])).Points.Should().BeEmpty();
        var one = SpectralDensity.Of(new DiagonalOperator([3, 3, 3]));
        one.Nodes.Should().OnlyContain(node => Math.Abs(node - 3) < 1e-12);
        one.Density.Max().Should().BeGreaterThan(0);
        one.LogDeterminant().Value.Should().BeApproximately(3 * Math.Log(3), 1e-12);
        SpectralDensity.Of(new DiagonalOperator(new double[4])).Density.Should().OnlyContain(value => double.IsFinite(value));
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var spectrum = DiagonalOperator.Even(70_000, -1, 2);
        var expected = Run(1);
        Run(3).Should().Equal(expected);

        double[] Run(int threads) =>
            [.. SpectralDensity.Of(new DiagonalOperator(spectrum), new() { Samples = 2, Steps = 10, MaxThreads = threads }).Density];
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Refusal.Of<ArgumentNullException>(() => SpectralDensity.Of(null!), "operator");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new SpectralDensityOptions { Samples = 1 }, "Samples");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new SpectralDensityOptions { Steps = 0 }, "Steps");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new SpectralDensityOptions { Points = 1 }, "Points");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new SpectralDensityOptions { Broadening = 0 }, "Broadening");
    }
}
