using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public class ExampleLossReportTests
{
    [Fact]
    public void Shares_count_against_the_loss_of_chance()
    {
        double[] losses = [0.1, 0.2, 0.3, 0.1, 0.3, 0.2, 0.1, 1.2, 2.5, 5];

        var report = ExampleLossReport.Of(losses, 1, null)!;

        report.WrongShare.Should().Be(0.3);
        report.HighShare.Should().Be(0.2);
        report.Median.Should().BeApproximately(0.25, 1e-12);
        report.Mean.Should().BeApproximately(1, 1e-12);
        report.TopShare.Should().BeApproximately(0.5, 1e-12);
        report.RareClassLoss.Should().Be(double.NaN);
    }

    [Fact]
    public void Losses_that_are_not_finite_are_located_and_left_out_of_the_means()
    {
        var report = ExampleLossReport.Of([1, double.PositiveInfinity, 3, double.NaN], 2, null)!;

        report.NonFinite.Should().Be(2);
        report.FirstNonFinite.Should().Be(1);
        report.Mean.Should().Be(2);
        (report.Smallest, report.Largest).Should().Be((1, 3));
        report.WrongShare.Should().Be(0.5);
    }

    [Fact]
    public void Rare_classes_have_at_most_half_the_mean_frequency()
    {
        // 12 examples, 3 classes: 4 on average; class 2 has 2.
        int[] labels = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2];
        double[] losses = [1, 1, 1, 1, 1, 1, 9, 9, 9, 9, 4, 6];

        var report = ExampleLossReport.Of(losses, double.NaN, labels)!;

        report.RareClassLoss.Should().Be(5);
        report.FrequentClassLoss.Should().Be(1);
        report.WrongShare.Should().Be(double.NaN);
    }

    [Fact]
    public void Classes_of_the_same_frequency_are_not_rare() =>
        ExampleLossReport.Of([1, 2, 3, 4], 1, [0, 1, 0, 1])!.RareClassLoss.Should().Be(double.NaN);

    [Fact]
    public void Another_number_of_labels_is_refused_with_both()
    {
        var refusal = () => ExampleLossReport.Of([1, 2, 3], 1, [0, 1]);

        refusal.Should().Throw<ArgumentException>().WithMessage("*3 losses*2 Labels*");
    }
}
