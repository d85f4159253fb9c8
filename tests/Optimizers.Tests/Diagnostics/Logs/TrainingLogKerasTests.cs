using System.Globalization;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Logs;

/// <summary>Keras's <c>CSVLogger</c>: the epoch first, then the sorted keys, a row an epoch.</summary>
public class TrainingLogKerasTests
{
    private const string Short =
        "epoch,accuracy,loss,lr,val_accuracy,val_loss\n" +
        "0,0.51,0.92,0.001,0.66,0.71\n" +
        "1,0.68,0.63,0.001,0.71,0.58\n" +
        "2,0.75,0.55,0.0005,0.73,0.54\n";

    [Fact]
    public void Columns_are_found_by_name_and_said()
    {
        var log = Logs.Read(Short);

        log.Format.Should().Be(TrainingLogFormat.KerasCsv);
        log.IsByEpoch.Should().BeTrue();
        log.Steps.Select(step => (step.Iteration, step.Loss, step.LearningRate))
            .Should().Equal((0, 0.92, 0.001), (1, 0.63, 0.001), (2, 0.55, 0.0005));
        log.Evaluations.Select(each => (each.Epoch, each.TrainingLoss, each.ValidationLoss))
            .Should().Equal((0, 0.92, 0.71), (1, 0.63, 0.58), (2, 0.55, 0.54));
        log.Columns.Should().BeEquivalentTo(
            "epoch: the epoch", "accuracy: the accuracy on the training data", "loss: the training loss", "lr: the learning rate",
            "val_accuracy: the accuracy on a holdout", "val_loss: the loss on a holdout");
        log.Remarks.Should().BeEmpty();
    }

    [Fact]
    public void An_appended_log_counts_on_where_the_epochs_begin_anew()
    {
        var log = Logs.Read(Short + "0,0.76,0.53,0.001,0.74,0.53\n1,0.77,0.51,0.001,0.74,0.52\n");

        log.Evaluations.Select(each => (each.Iteration, each.Epoch)).Should().Equal((0, 0), (1, 1), (2, 2), (3, 3), (4, 4));
        log.Remarks.Should().ContainSingle().Which.Should().Contain("line 5").And.Contain("anew");
    }

    [Fact]
    public void NA_is_missing_and_nan_is_a_number()
    {
        var log = Logs.Read("epoch,loss,val_loss\n0,0.9,NA\n1,nan,0.8\n2,nan,nan\n");

        log.Evaluations[0].ValidationLoss.Should().Be(double.NaN);
        log.Evaluations[2].ValidationLoss.Should().Be(double.PositiveInfinity);
        log.ToMonitor().FirstNonFinite!.Iteration.Should().Be(1);
        var diagnosis = Diagnosis.Of(log.ToMonitor());
        diagnosis.Findings[0].Cause.Id.Should().Be("non-finite");
        diagnosis.ToString().Should().Contain("the loss in epoch 1: NaN");
    }

    [Fact]
    public void A_cut_last_line_is_dropped_and_told_also_where_its_cells_are_all_there()
    {
        var cut = Logs.Read(Short + "3,0.77,0.4");
        var perhapsCut = Logs.Read(Short + "3,0.77,0.48,0.0005,0.74,0.5");

        cut.Steps.Should().HaveCount(3);
        perhapsCut.Steps.Should().HaveCount(3);
        cut.Remarks.Should().ContainSingle().Which.Should().Contain("line 5").And.Contain("cut off");
    }

    [Theory]
    [InlineData("0,0.9,0.8\n1,0.x,0.7\n2,0.6,0.6\n", "train.log, line 3, column 2 (loss): \"0.x\" is no number.")]
    [InlineData("0,0.9,0.8\n1,0.7\n2,0.6,0.6\n", "train.log, line 3, column 2: the line has 2 cells, and the header 3.")]
    public void Damage_elsewhere_is_an_error_with_its_place(string rows, string message) =>
        Logs.Refusal("epoch,loss,val_loss\n" + rows).Should().Be(message);

    [Fact]
    public void Validation_below_training_in_the_first_epochs_accuses_nobody()
    {
        var rows = Enumerable.Range(0, 40).Select(i => FormattableString.Invariant(
            $"{i},{0.3 + (2 * Math.Exp(-0.2 * i)):R},{0.32 + (1.2 * Math.Exp(-0.2 * i)):R}"));

        Diagnosis.Of(Logs.Read(Logs.Lines("epoch,loss,val_loss", rows)).ToMonitor()).Findings.Should().BeEmpty();
    }

    [Fact]
    public void The_culture_does_not_matter()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            german.NumberFormat.NumberGroupSeparator = ".";
            CultureInfo.CurrentCulture = german;
            Logs.Read(Short).Steps[1].Loss.Should().Be(0.63);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
