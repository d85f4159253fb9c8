using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public class UnitReportTests
{
    private static Matrix<double> Random(int units, int examples, int seed = 1)
    {
        var random = new Random(seed);
        return Matrix<double>.Build.Dense(units, examples, (_, _) => random.NextDouble() - 0.5);
    }

    private static UnitReport Of(Matrix<double> values, double lower = double.NegativeInfinity, double upper = double.PositiveInfinity) =>
        UnitReport.Of(new LayerActivations("h1", values, lower, upper));

    [Fact]
    public void Units_that_are_one_number_are_dead()
    {
        var values = Random(5, 20);
        values.SetRow(1, new double[20]);
        values.SetRow(3, Vector<double>.Build.Dense(20, 0.7).ToArray());

        var report = Of(values);

        report.Dead.Should().Equal(1, 3);
        report.DeadShare.Should().Be(0.4);
        report.Identical.Should().BeEmpty();
        report.Layer.Should().Be("h1");
    }

    [Fact]
    public void Units_that_agree_up_to_sign_and_rounding_are_one_group_dead_ones_aside()
    {
        var values = Random(9, 30);
        values.SetRow(4, values.Row(2) * (1 + 1e-13));
        values.SetRow(7, -values.Row(2));
        values.SetRow(8, values.Row(0));
        values.SetRow(1, new double[30]);
        values.SetRow(3, new double[30]);

        var report = Of(values);

        report.Identical.Select(group => string.Join(",", group)).Should().Equal("0,8", "2,4,7");
        report.RepeatedShare.Should().BeApproximately(3.0 / 9, 1e-12);
    }

    [Fact]
    public void Units_that_differ_a_little_are_not_identical_whatever_their_scale()
    {
        var values = Random(3, 30) * 1e-3;
        values.SetRow(1, values.Row(0));
        values[1, 5] += 1e-10;

        Of(values).Identical.Should().BeEmpty();
    }

    [Fact]
    public void A_wide_layer_of_one_unit_repeated_is_one_group()
    {
        var one = Random(1, 100).Row(0);
        var values = Matrix<double>.Build.DenseOfRowVectors(Enumerable.Repeat(one, 512));

        Of(values).RepeatedShare.Should().BeApproximately(511.0 / 512, 1e-12);
        Of(Random(512, 100)).RepeatedShare.Should().Be(0);
    }

    [Fact]
    public void Saturation_is_within_a_hundredth_of_the_range_from_its_ends()
    {
        var values = Matrix<double>.Build.DenseOfArray(new[,] { { -0.99, -0.5, 0.97, 0.99 }, { 0, 1, -1, 0.1 } });

        Of(values, -1, 1).SaturatedShare.Should().Be(0.5);
        Of(values, 0, double.PositiveInfinity).SaturatedShare.Should().Be(double.NaN);
    }

    [Fact]
    public void Mean_and_deviation_are_over_units_and_over_examples()
    {
        var report = Of(Matrix<double>.Build.DenseOfArray(new double[,] { { 1, 3 }, { 0, 4 } }));

        report.Mean.Should().Be(2);
        report.StandardDeviation.Should().Be(1.5);
    }

    [Fact]
    public void One_example_tells_nothing_of_dead_units() => Of(Random(4, 1)).Dead.Should().BeEmpty();

    [Fact]
    public void Activations_that_are_not_numbers_are_neither_dead_nor_identical()
    {
        var report = Of(Matrix<double>.Build.Dense(3, 5, double.NaN));

        report.Dead.Should().BeEmpty();
        report.Identical.Should().BeEmpty();
    }
}
