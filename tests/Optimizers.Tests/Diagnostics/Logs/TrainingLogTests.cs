using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Logs;

/// <summary>What a diagnosis tells of a log, whoever wrote it, and the table that nobody in particular wrote.</summary>
public class TrainingLogTests
{
    [Fact]
    public void A_file_is_read_by_its_path()
    {
        var path = Path.Combine(Path.GetTempPath(), $"optimizers-{Guid.NewGuid():N}.csv");
        try
        {
            File.WriteAllText(path, "iteration;loss;grad_norm\n1;2.5;1.5\n2;2.25;1\n");
            var log = TrainingLog.Read(path);

            (log.Name, log.Format).Should().Be((Path.GetFileName(path), TrainingLogFormat.Csv));
            log.Steps.Select(step => (step.Iteration, step.Loss, step.GradientNorm)).Should().Equal((1, 2.5, 1.5), (2, 2.25, 1.0));
            log.ToString().Should().Contain("2 steps").And.Contain("grad_norm: the gradient's norm");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_format_that_is_given_is_taken() =>
        Logs.Read("loss: 2.5\nloss: 2\n", new() { Format = TrainingLogFormat.Prints }).Steps.Should().HaveCount(2);

    [Fact]
    public void Nothing_is_an_error() => Logs.Refusal("\n \n").Should().Be("train.log: it is empty.");

    [Fact]
    public void A_holdout_that_turned_is_found_with_its_best_epoch()
    {
        var rows = Enumerable.Range(0, 30).Select(i =>
            FormattableString.Invariant($"{i},{1.5 * Math.Exp(-0.12 * i):R},{0.6 + Math.Pow((i - 11) / 20.0, 2):R}"));
        var diagnosis = Diagnosis.Of(Logs.Read(Logs.Lines("epoch,loss,val_loss", rows)).ToMonitor());

        diagnosis.Findings[0].Cause.Id.Should().Be("overfitting");
        diagnosis.Verdict.Should().Be(Verdict.Fault);
        diagnosis.ToString().Should().Contain("lowest in epoch 11, 0.6");
        diagnosis.Findings.Should().NotContain(finding => finding.Cause.Id == "too-few-steps");
    }

    [Fact]
    public void A_holdout_that_turned_is_found_among_steps_too()
    {
        var rows = Enumerable.Range(0, 2000).Select(i => FormattableString.Invariant($"{i},{1.5 * Math.Exp(-0.002 * i):R},")
            + (i % 100 == 99 ? FormattableString.Invariant($"{0.6 + Math.Pow((i - 799) / 1200.0, 2):R}") : ""));
        var diagnosis = Diagnosis.Of(Logs.Read(Logs.Lines("step,train_loss,val_loss", rows)).ToMonitor());

        diagnosis.Findings[0].Cause.Id.Should().Be("overfitting");
        diagnosis.ToString().Should().Contain("lowest in step 799, 0.6");
    }

    [Fact]
    public void A_divergence_is_found()
    {
        var rows = Enumerable.Range(0, 12).Select(i => FormattableString.Invariant($"{i},{2.3 * Math.Exp(0.8 * i):R}"));
        var diagnosis = Diagnosis.Of(Logs.Read(Logs.Lines("epoch,loss", rows)).ToMonitor());

        diagnosis.Findings[0].Cause.Id.Should().Be("step-too-large");
        diagnosis.Verdict.Should().Be(Verdict.Fault);
    }

    [Fact]
    public void A_loss_that_still_falls_is_found_and_accuses_nobody()
    {
        var rows = Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"{i},{2.3 - (0.008 * i):R}"));
        var diagnosis = Diagnosis.Of(Logs.Read(Logs.Lines("step,loss", rows)).ToMonitor());

        diagnosis.Findings[0].Cause.Id.Should().Be("too-few-steps");
        diagnosis.Verdict.Should().Be(Verdict.Improvable);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_told_with_its_step_also_among_more_than_are_kept()
    {
        var rows = Enumerable.Range(0, 5000).Select(i =>
            i < 3333 ? FormattableString.Invariant($"{10 * i},{2 + Math.Exp(-0.001 * i):R}") : $"{10 * i},nan");
        var diagnosis = Diagnosis.Of(Logs.Read(Logs.Lines("step,loss", rows)).ToMonitor());

        diagnosis.Findings[0].Cause.Id.Should().Be("non-finite");
        diagnosis.ToString().Should().Contain("iteration 33330");
    }

    [Fact]
    public void A_plateau_is_not_explained()
    {
        var rows = Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"{i},{2.3 + (0.01 * (i % 7)):R}"));

        Diagnosis.Of(Logs.Read(Logs.Lines("step,loss", rows)).ToMonitor()).Verdict.Should().Be(Verdict.NotEnoughEvidence);
    }

    [Fact]
    public void Iterations_of_a_recorded_log_must_rise()
    {
        var monitor = new TrainingMonitor();
        monitor.RecordStep(2, iteration: 10);
        monitor.RecordLoss(1);

        monitor.History.Select(step => step.Iteration).Should().Equal(10, 11);
        FluentActions.Invoking(() => monitor.RecordStep(2, iteration: 11))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*larger than 11*");
    }
}
