using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Logs;

/// <summary>Lightning's <c>metrics.csv</c>: sparse rows, several a step, and a loss by step and by epoch.</summary>
public class TrainingLogLightningTests
{
    private const string Text =
        "epoch,lr-Adam,step,train_loss_epoch,train_loss_step,val_loss\r\n" +
        ",0.001,49,,,\r\n" +
        "0,,49,,1.5,\r\n" +
        "0,,99,,1.2,\r\n" +
        "0,,99,,,1.1\r\n" +
        "0,,99,1.4,,\r\n" +
        ",0.0005,149,,,\r\n" +
        "1,,149,,1,\r\n" +
        "1,,199,,nan,\r\n" +
        "1,,199,,,0.9\r\n" +
        "1,,199,1.1,,\r\n";

    [Fact]
    public void Rows_of_one_step_are_merged()
    {
        var log = Logs.Read(Text);

        log.Format.Should().Be(TrainingLogFormat.LightningCsv);
        log.IsByEpoch.Should().BeFalse();
        log.Steps.Select(step => (step.Iteration, step.Loss, step.LearningRate))
            .Should().Equal((49, 1.5, 0.001), (99, 1.2, 0.001), (149, 1.0, 0.0005), (199, double.NaN, 0.0005));
        log.Evaluations.Select(each => (each.Iteration, each.Epoch, each.TrainingLoss, each.ValidationLoss))
            .Should().Equal((99, 0, 1.4, 1.1), (199, 1, 1.1, 0.9));
        log.Remarks.Should().BeEmpty();
        log.ToMonitor().FirstNonFinite!.Iteration.Should().Be(199);
    }

    [Fact]
    public void The_loss_of_a_step_and_that_of_an_epoch_are_told_apart() =>
        Logs.Read(Text).Columns.Should().BeEquivalentTo(
            "epoch: the epoch",
            "lr-Adam: the learning rate",
            "step: the number of the step",
            "train_loss_epoch: the training loss over an epoch",
            "train_loss_step: the training loss",
            "val_loss: the loss on a holdout");

    [Fact]
    public void A_resumed_training_replaces_what_it_does_again()
    {
        var log = Logs.Read("epoch,step,train_loss,val_loss\n0,0,3,\n0,10,2,\n0,20,nan,\n0,10,1.9,\n0,20,1.8,\n0,20,,1.7\n");

        log.Steps.Select(step => (step.Iteration, step.Loss)).Should().Equal((0, 3.0), (10, 1.9), (20, 1.8));
        log.ToMonitor().FirstNonFinite.Should().BeNull();
        log.Remarks.Should().ContainSingle().Which.Should().Contain("line 5").And.Contain("from step 20 to 10");
    }

    [Fact]
    public void A_late_validation_goes_to_its_step()
    {
        var log = Logs.Read("epoch,step,train_loss,val_loss\n0,10,2,\n0,20,1.5,\n0,10,,1.9\n0,30,1.2,\n");

        log.Steps.Select(step => step.Iteration).Should().Equal(10, 20, 30);
        log.Evaluations.Select(each => (each.Iteration, each.ValidationLoss)).Should().Equal((10, 1.9));
        log.Remarks.Should().BeEmpty();
    }
}
