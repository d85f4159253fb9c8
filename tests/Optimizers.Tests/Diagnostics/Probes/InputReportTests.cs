using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public class InputReportTests
{
    [Fact]
    public void Moments_are_those_of_the_features()
    {
        var inputs = Matrix<double>.Build.DenseOfArray(new double[,] { { 1, 3, 1, 3 }, { 5, 5, 5, 5 }, { 0, 0, 0, 8 } });

        var report = InputReport.Of(inputs, 1)!;

        report.Features.Should().Be(3);
        report.Examples.Should().Be(4);
        report.ConstantFeatures.Should().Be(1);
        report.RootMeanSquare.Should().BeApproximately(Math.Sqrt((1 + 9 + 1 + 9 + 100 + 64) / 12.0), 1e-12);
        report.LargestMean.Should().Be(5);
        report.SmallestDeviation.Should().Be(1);
        report.LargestDeviation.Should().BeApproximately(Math.Sqrt(12), 1e-12);
        report.FirstNonFinite.Should().BeNull();
        report.NonFiniteExamples.Should().Be(0);
    }

    [Fact]
    public void An_example_that_is_not_finite_is_located_and_left_out()
    {
        var inputs = Matrix<double>.Build.DenseOfArray(new[,] { { 1, 2, 3, 4 }, { 1, 2, double.NaN, 0 }, { 1, 0, 1e9, double.PositiveInfinity } });

        var report = InputReport.Of(inputs, 1)!;

        report.FirstNonFinite.Should().Be((1, 2));
        report.NonFiniteExamples.Should().Be(2);
        report.LargestMean.Should().Be(1.5);
    }

    [Fact]
    public void The_condition_of_scaled_axes_is_that_of_their_squares()
    {
        // Sign patterns of a factorial design are orthogonal: E[xxᵀ] is diagonal, 1, 4, 100.
        var inputs = Matrix<double>.Build.Dense(3, 8, (i, j) => (j >> i & 1) == 0 ? -new[] { 1.0, 2, 10 }[i] : new[] { 1.0, 2, 10 }[i]);

        InputReport.Of(inputs, 1)!.Condition.Should().BeApproximately(25, 1e-9);
    }

    [Fact]
    public void A_constant_feature_and_a_direction_without_inputs_do_not_count_for_the_condition()
    {
        var inputs = Matrix<double>.Build.Dense(4, 4, (i, j) => i switch { 0 => 100, 3 => 2 * (j % 2), 1 => j % 2, _ => (j / 2 * 2.0) - 1 });

        // Left are (j % 2)·(1, 0, 2), of second moment 5/2, and ±1, and the coupling of their means; the third direction is empty.
        var report = InputReport.Of(inputs, 1)!;

        report.ConstantFeatures.Should().Be(1);
        report.Condition.Should().BeInRange(1, 2.5);
    }

    [Fact]
    public void With_many_features_a_large_mean_is_the_steepest_direction()
    {
        // x = m + noise of variance 1/12: λmax = 300·m² and more; the median of 256 features of 2,000 examples is near 1/12.
        var random = new Random(1);
        var inputs = Matrix<double>.Build.Dense(300, 2000, (_, _) => 0.5 + random.NextDouble() - 0.5);

        InputReport.Of(inputs, 1)!.Condition.Should().BeInRange(0.7 * 300 * 3, 1.4 * 300 * 3);
    }

    [Fact]
    public void All_examples_bad_is_told()
    {
        var report = InputReport.Of(Matrix<double>.Build.Dense(2, 3, double.NaN), 1)!;

        report.NonFiniteExamples.Should().Be(3);
        report.Condition.Should().Be(double.NaN);
    }
}
