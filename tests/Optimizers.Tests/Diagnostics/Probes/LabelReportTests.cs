using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public class LabelReportTests
{
    [Fact]
    public void Frequencies_and_entropy_are_those_of_the_classes_that_occur()
    {
        var report = LabelReport.Of([0, 0, 7, 0, 0, 7, 2, 0])!;

        report.Should().Be(new LabelReport(3, 8, 0.625, 0.125, report.Entropy));
        report.Entropy.Should().BeApproximately(-((0.625 * Math.Log(0.625)) + (0.25 * Math.Log(0.25)) + (0.125 * Math.Log(0.125))), 1e-12);
    }

    [Fact]
    public void No_labels_tell_nothing() => LabelReport.Of([]).Should().BeNull();
}
