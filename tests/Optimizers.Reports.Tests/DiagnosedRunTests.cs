using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Reports.Tests;

/// <summary>A real training with its real diagnosis.</summary>
public class DiagnosedRunTests
{
    [Fact]
    public void A_diagnosed_run_is_shown_as_it_was_seen_and_measured()
    {
        var diagnosis = Diverging();
        var report = new TrainingReport("Diverging", diagnosis) { LossUnit = "m²" };
        report.Model.Findings.Should().Equal(diagnosis.Findings);
        report.Model.History.Should().HaveCount(diagnosis.Examination.Monitor.History.Count);
        report.Model.StepCount.Should().Be(60);
        report.Model.LearningRate.Should().Be(0.21);
        report.Model.Curvature!.Largest.Should().BeApproximately(10, 1e-3);
        report.Model.AlongUpdate.Should().NotBeNull();
        report.Model.Path.Should().NotBeEmpty();

        var page = ReportPage.ToHtml([report], "One run");
        page.Should().Contain(diagnosis.Findings[0].Cause.Title).And.Contain("loss (m², log scale)").And.Contain("Guide:");
    }

    [Fact]
    public void A_report_runs_no_probe()
    {
        var diagnosis = Diverging();
        var before = (diagnosis.Receipts.Count, diagnosis.Cost);
        ReportPage.ToHtml([new TrainingReport("Diverging", diagnosis)], "One run");
        (diagnosis.Receipts.Count, diagnosis.Cost).Should().Be(before);
    }

    [Fact]
    public void A_monitor_that_has_seen_nothing_still_makes_a_page() =>
        ReportPage.ToHtml([new TrainingReport("Nothing", Diagnosis.Of(new TrainingMonitor()))], "Nothing").Should().Contain("Not enough evidence");

    // ½(x² + 10y²) at a rate above 2/10: y grows by 1.1 a step.
    internal static Diagnosis Diverging()
    {
        var start = Vector<double>.Build.Dense([3.0, 0.5]);
        var theta = start.Clone();
        var optimizer = new Sgd(0.21);
        var monitor = new TrainingMonitor();
        optimizer.Watch(monitor);
        for (var i = 0; i < 60; i++)
        {
            monitor.RecordLoss(Loss(theta));
            optimizer.Step(theta, Gradient(theta));
        }

        return Diagnosis.Of(new TrainingCase(monitor) { Objective = Objective.Create(Loss, Gradient), Start = start, SatisfactoryLoss = 0.01 });

        static double Loss(Vector<double> theta) => 0.5 * ((theta[0] * theta[0]) + (10 * theta[1] * theta[1]));
        static Vector<double> Gradient(Vector<double> theta) => Vector<double>.Build.Dense([theta[0], 10 * theta[1]]);
    }
}
