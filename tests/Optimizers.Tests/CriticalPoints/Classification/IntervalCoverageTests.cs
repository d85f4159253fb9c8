using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Xunit.Abstractions;

namespace Optimizers.Tests.Curvature.Classification;

/// <summary>What is estimated of a Hessian from gradients alone covers the truth in at least 99 of 100 cases, next to kinks too.</summary>
public class IntervalCoverageTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false, false, 200)]
    [InlineData(true, false, 100)]
    [InlineData(true, true, 100)]
    public void The_estimated_error_of_a_product_covers_the_true_one(bool isSingle, bool isDeclared, int networks)
    {
        var (missed, cases) = (0, 0);
        for (var seed = 0; seed < networks; seed++)
        {
            var network = new GeneratedPerceptron(seed + 10_000);
            var objective = network.AsObjective(isSingle, isDeclared);
            var random = new Random(seed);
            for (var k = 0; k < 3; k++)
            {
                double[] v = [.. network.Theta.Select(_ => (2 * random.NextDouble()) - 1)], product = new double[network.N];
                var estimate = objective.Product(network.Theta, v, product);
                var error = (Vector<double>.Build.Dense(product) - network.Product(v)).L2Norm();
                cases++;
                if (error <= estimate)
                    continue;
                missed++;
                output.WriteLine($"{seed} {network.Name}: off by {error:G3}, estimated {estimate:G3}");
            }
        }

        output.WriteLine($"{missed} of {cases} missed");
        missed.Should().BeLessThanOrEqualTo(cases / 100);
    }

    [Theory]
    [InlineData(false, 60)]
    [InlineData(true, 30)]
    public void The_intervals_of_both_ends_of_the_spectrum_cover_them(bool isSingle, int networks)
    {
        var (missed, cases, widths) = (0, 0, new List<double>());
        for (var seed = 0; seed < networks; seed++)
        {
            var network = new GeneratedPerceptron(seed + 20_000);
            var values = network.Hessian().Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order().ToArray();
            var norm = Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
            var rounding = 1e-12 * norm;

            var point = CriticalPoint.Classify(
                network.AsObjective(isSingle, isDeclared: false), Vector<double>.Build.Dense(network.Theta),
                new() { DenseLimit = 0, Seed = seed, MaxProducts = 300 });

            if (point.IsAtCriticalPoint)
                continue;
            cases++;
            point.ToString().Should().Contain("estimated, by ");
            widths.Add(point.LargestInterval.Width / norm);
            if (point.SmallestInterval.Lower - rounding <= values[0] && values[0] <= point.SmallestInterval.Upper + rounding
                && point.LargestInterval.Lower - rounding <= values[^1] && values[^1] <= point.LargestInterval.Upper + rounding)
                continue;
            missed++;
            output.WriteLine($"{seed} {network.Name}: [{values[0]}, {values[^1]}], but {point.SmallestInterval}, {point.LargestInterval}");
        }

        widths.Sort();
        output.WriteLine($"{missed} of {cases} missed; the width of half the intervals is below {widths[widths.Count / 2]:G3}");
        missed.Should().BeLessThanOrEqualTo(cases / 100);
        widths[widths.Count / 2].Should().BeLessThan(isSingle ? 0.3 : 1e-5); // They say something, too.
    }
}
