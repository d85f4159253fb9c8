using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Logs;

/// <summary>A JSON object a line.</summary>
public class TrainingLogJsonLinesTests
{
    private const string Text =
        "{\"step\": 1, \"train\": {\"loss\": 2.5, \"lr\": 0.1}, \"note\": \"a NaN in a text\"}\n"
        + "{\"step\": 2, \"train\": {\"loss\": NaN, \"lr\": 0.1}}\n\n"
        + "{\"step\": 2, \"val\": {\"loss\": -Infinity}}\n";

    [Fact]
    public void Objects_in_objects_and_bare_tokens_are_read()
    {
        var log = Logs.Read(Text);

        log.Format.Should().Be(TrainingLogFormat.JsonLines);
        log.Steps.Select(step => (step.Iteration, step.Loss, step.LearningRate)).Should().Equal((1, 2.5, 0.1), (2, double.NaN, 0.1));
        log.Evaluations.Single().ValidationLoss.Should().Be(double.NegativeInfinity);
        log.Columns.Should().BeEquivalentTo(
            "step: the number of the step", "train/loss: the training loss", "train/lr: the learning rate", "val/loss: the loss on a holdout");
    }

    [Fact]
    public void A_quote_in_a_text_does_not_end_the_text() =>
        Logs.Read("{\"step\": 1, \"note\": \"it says \\\"NaN\\\", and \\\\\", \"loss\": NaN}\n").Steps.Single().Loss.Should().Be(double.NaN);

    [Fact]
    public void A_cut_last_line_is_dropped_and_told()
    {
        var log = Logs.Read(Text + "{\"step\": 3, \"train\": {\"lo");

        log.Steps.Should().HaveCount(2);
        log.Remarks.Should().ContainSingle().Which.Should().Contain("line 5").And.Contain("cut off");
    }

    [Fact]
    public void A_whole_last_line_needs_no_end() => Logs.Read(Text + "{\"step\": 3, \"train\": {\"loss\": 2}}").Steps.Should().HaveCount(3);

    [Theory]
    [InlineData("{\"step\": 3, \"loss\": }\n", "train.log, line 5, column 21: ")]
    [InlineData("[1, 2]\n", "train.log, line 5, column 1: the line is no JSON object.")]
    [InlineData("{\"step\": 3} {\n", "train.log, line 5, column 13: ")]
    public void Damage_elsewhere_is_an_error_with_its_place(string line, string message) =>
        Logs.Refusal(Text + line + "{\"step\": 4}\n").Should().StartWith(message);
}
