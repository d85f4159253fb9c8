using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Logs;

/// <summary>Exports of charts of Weights &amp; Biases: columns a run, with the extremes beside them.</summary>
public class TrainingLogWandbTests
{
    private const string Two =
        "\"Step\",\"brave-sun - 7 - train/loss\",\"brave-sun - 7 - train/loss__MIN\",\"brave-sun - 7 - train/loss__MAX\","
        + "\"dry-field-8 - train/loss\",\"dry-field-8 - train/loss__MIN\",\"dry-field-8 - train/loss__MAX\"\n"
        + "\"0\",\"2.5\",\"2.4\",\"2.6\",\"3.5\",\"3.4\",\"3.6\"\n"
        + "\"10\",\"\",\"\",\"\",\"3.1\",\"3\",\"3.2\"\n"
        + "\"20\",\"1.9\",\"1.8\",\"2\",\"NaN\",\"NaN\",\"NaN\"\n";

    [Fact]
    public void Several_runs_are_an_error_that_names_them() =>
        Logs.Refusal(Two).Should().Be("train.log: there are 2 runs, \"brave-sun - 7\", \"dry-field-8\"; choose one by TrainingLogOptions.Run.");

    [Fact]
    public void A_run_that_is_not_there_is_an_error_that_names_those_that_are() =>
        Logs.Refusal(Two, new() { Run = "x" }).Should().Be("train.log: there is no run \"x\"; the runs are \"brave-sun - 7\", \"dry-field-8\".");

    [Fact]
    public void The_chosen_run_is_read_without_the_extremes()
    {
        var first = Logs.Read(Two, new() { Run = "brave-sun - 7" });
        var second = Logs.Read(Two, new() { Run = "dry-field-8" });

        first.Format.Should().Be(TrainingLogFormat.WandbCsv);
        first.Steps.Select(step => (step.Iteration, step.Loss)).Should().Equal((0, 2.5), (20, 1.9));
        second.Steps.Select(step => (step.Iteration, step.Loss)).Should().Equal((0, 3.5), (10, 3.1), (20, double.NaN));
        first.Columns.Should().BeEquivalentTo("Step: the number of the step", "train/loss: the training loss");
        first.Remarks.Should().ContainSingle().Which.Should().Contain("__MIN");
    }
}
