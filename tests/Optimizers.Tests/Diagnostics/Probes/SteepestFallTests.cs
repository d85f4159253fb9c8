using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

/// <summary>Details of the range test, and of the targets as its fits see them.</summary>
public class SteepestFallTests
{
    /// <summary>The falls are 2, 2, 2, 0 and 2.5: of those alike the middle one has the steepest neighbours, and 2.5 stands alone.</summary>
    [Fact]
    public void The_steepest_fall_is_one_among_falls_on_both_sides() =>
        RangeTest.Best([1, 2, 4, 8, 16], [8, 6, 4, 4, 1.5], start: 10).Should().Be(2);

    [Fact]
    public void A_return_from_a_peak_is_no_fall() =>
        RangeTest.Best([1, 2, 4, 8], [9, 9.5, 20, 9], start: 10).Should().Be(1);

    [Fact]
    public void Targets_are_standardized_by_their_mean_and_spread_and_restored()
    {
        var inputs = Matrix<double>.Build.Dense(1, 4, (_, j) => j);
        var data = new TrainingData(inputs, [10.0, 30, 10, 30]);

        var found = DataStandardization.OfTargets(data)!;

        found.Scale.Should().BeApproximately(10, 1e-12);
        var standardized = found.Of(data).Targets!;
        standardized.Enumerate().Should().Equal(-1, 1, -1, 1);
        found.Restored(standardized).Enumerate().Should().Equal(10, 30, 10, 30);
        DataStandardization.OfTargets(new TrainingData(inputs, [7.0, 7, 7, 7])).Should().BeNull("targets that are all the same have no spread");
    }
}
