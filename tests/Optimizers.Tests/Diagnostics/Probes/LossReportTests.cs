using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public class LossReportTests
{
    private static readonly (double, double, double, double) NotMeasured = (double.NaN, double.NaN, double.NaN, double.NaN);

    [Fact]
    public void What_is_measured_goes_before_what_was_recorded()
    {
        var report = LossReport.Of((3, 0.5, 0.6, double.PositiveInfinity), [2, 1], [1], [new(5, 0.7, 0.8, 0.9)], 2.3, null);

        report.Should().Be(
            new LossReport(3, 0.5, 0.6, double.PositiveInfinity, 0.8, 2.3, 0.23, IsStated: false) with { Satisfactory = report.Satisfactory });
        report.Satisfactory.Should().BeApproximately(0.23, 1e-12);
    }

    [Fact]
    public void The_last_evaluation_goes_before_the_last_recorded_losses()
    {
        EvaluationRecord[] evaluations = [new(0, 2.5, 0.9, double.NaN), new(9, 0.7, 0.4, 0.8), new(20, double.NaN, 0.6, double.NaN)];

        var report = LossReport.Of(NotMeasured, [2, 1], [1], evaluations, double.NaN, 0.1);

        report.Start.Should().Be(2.5);
        report.Training.Should().Be(0.7);
        report.Validation.Should().Be(0.6);
        report.Test.Should().Be(0.8);
        report.BestValidation.Should().Be(0.4);
        report.Satisfactory.Should().Be(0.1);
    }

    [Fact]
    public void Recorded_losses_alone_give_the_first_and_the_median_of_the_last_twenty()
    {
        double[] losses = [.. Enumerable.Range(0, 100).Select(i => 100.0 - i)];

        var report = LossReport.Of(NotMeasured, losses, losses[50..], [], double.NaN, null);

        report.Start.Should().Be(100);
        report.Training.Should().Be(10.5);
        report.Validation.Should().Be(double.NaN);
        report.BestValidation.Should().Be(double.NaN);
        report.IsTrainingLarge.Should().BeNull();
    }

    [Fact]
    public void Without_a_holdout_the_best_is_that_of_the_testing_data() =>
        LossReport.Of(NotMeasured, [], [], [new(1, 1, double.NaN, 0.8), new(2, 1, double.NaN, 0.9)], 1, null).BestValidation.Should().Be(0.8);
}
