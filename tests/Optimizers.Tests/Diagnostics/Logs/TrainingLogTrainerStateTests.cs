using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Logs;

/// <summary>Hugging Face's <c>trainer_state.json</c>: tokens that are no JSON, losses that were replaced, and a summary.</summary>
public class TrainingLogTrainerStateTests
{
    private const string Text =
        """
        {
          "best_metric": null,
          "epoch": 2.0,
          "log_history": [
            { "epoch": 0.5, "grad_norm": 2.5, "learning_rate": 5e-05, "loss": 2.1, "step": 10 },
            { "epoch": 1.0, "grad_norm": 1.5, "learning_rate": 4e-05, "loss": 1.7, "step": 20 },
            { "epoch": 1.0, "eval_loss": 1.8, "eval_runtime": 3.1, "step": 20 },
            { "epoch": 1.5, "grad_norm": NaN, "learning_rate": 3e-05, "loss": 0.0, "step": 30 },
            { "epoch": 2.0, "grad_norm": NaN, "learning_rate": 2e-05, "loss": 0.0, "step": 40 },
            { "epoch": 2.0, "eval_loss": NaN, "eval_runtime": 3.1, "step": 40 },
            { "epoch": 2.0, "step": 40, "total_flos": 1e15, "train_loss": 0.95, "train_runtime": 60.5 }
          ],
          "max_steps": 40
        }

        """;

    [Fact]
    public void Zeros_that_stand_for_NaN_are_NaN_and_the_summary_is_no_step()
    {
        var log = Logs.Read(Text);

        log.Format.Should().Be(TrainingLogFormat.TrainerState);
        log.Steps.Select(step => (step.Iteration, step.Loss, step.LearningRate)).Should().Equal(
            (10, 2.1, 5e-5), (20, 1.7, 4e-5), (30, double.NaN, 3e-5), (40, double.NaN, 2e-5));
        log.Steps[0].GradientNorm.Should().Be(2.5);
        log.Evaluations.Select(each => (each.Iteration, each.Epoch, each.ValidationLoss))
            .Should().Equal((20, 1, 1.8), (40, 2, double.PositiveInfinity));
        log.Remarks.Should().Contain(remark => remark.Contains("first in step 30")).And.Contain(remark => remark.Contains("summary in line 11"));
    }

    [Fact]
    public void The_diagnosis_says_what_is_not_finite_and_since_when()
    {
        var diagnosis = Diagnosis.Of(Logs.Read(Text).ToMonitor());

        diagnosis.Findings[0].Cause.Id.Should().Be("non-finite");
        diagnosis.Findings[0].Grounds.Should().Be(Grounds.Fact);
        diagnosis.ToString().Should().Contain("the loss in iteration 30: NaN");
    }

    [Fact]
    public void A_norm_that_is_not_finite_before_losses_that_are_accuses_nobody()
    {
        var log = Logs.Read(
            """
            {"log_history": [{"step": 1, "loss": 2.5, "grad_norm": Infinity}, {"step": 2, "loss": 2.4, "grad_norm": NaN},
             {"step": 3, "loss": 2.2, "grad_norm": 1.5}]}
            """);

        log.ToMonitor().FirstNonFinite.Should().BeNull();
        log.Steps.Select(step => step.GradientNorm).Should().Equal(double.NaN, double.NaN, 1.5);
    }

    [Theory]
    [InlineData("\"grad_norm\": 1.5, \"learning_rate\": 4e-05, \"lo", 1)]
    [InlineData("\"eval_runtime\": 3.1, \"step\": 20 },", 2)]
    public void What_is_cut_off_is_dropped_and_told(string end, int steps)
    {
        var log = Logs.Read(Text[..(Text.IndexOf(end, StringComparison.Ordinal) + end.Length)]);

        log.Steps.Should().HaveCount(steps);
        log.Remarks.Should().ContainSingle().Which.Should().Contain("cut off");
    }

    [Fact]
    public void Damage_elsewhere_is_an_error_with_its_place() =>
        Logs.Refusal(Text.Replace("\"loss\": 1.7,", "\"loss\": 1.7.2,", StringComparison.Ordinal))
            .Should().StartWith("train.log, line 6, column 74: ");
}
