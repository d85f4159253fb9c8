using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public class TargetScaleReportTests
{
    [Fact]
    public void A_last_activation_whose_range_holds_all_targets_costs_nothing_and_is_not_listed()
    {
        TargetScaleReport.Of([0.25, 0.75])!.Floors.Should().BeEmpty();

        var floors = TargetScaleReport.Of([-0.5, 0.5])!.Floors;

        floors.Select(floor => floor.Activation).Should().Equal("a logistic output (0 to 1)", "a rectified output (0 and above)");
        floors.Should().OnlyContain(floor => floor.Loss == 0.125);
    }

    [Fact]
    public void Targets_that_are_not_finite_are_counted_and_left_out()
    {
        var report = TargetScaleReport.Of([1, double.NaN, 3, double.PositiveInfinity])!;

        (report.Count, report.NonFinite, report.Mean, report.Deviation).Should().Be((4, 2, 2, 1));
        TargetScaleReport.Of([]).Should().BeNull();
    }
}
