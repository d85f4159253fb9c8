using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Logs;

/// <summary>What programs print.</summary>
public class TrainingLogPrintsTests
{
    private static (long Iteration, double Loss)[] StepsOf(TrainingLog log) => [.. log.Steps.Select(step => (step.Iteration, step.Loss))];

    [Fact]
    public void Keys_and_numbers_are_read_past_other_text()
    {
        var log = Logs.Read(
            "Loading data from data/x2.bin, 12 files\n" +
            "step 0: train loss 4.2, val loss 4.3\n" +
            "iter 0: loss 4.25, time 300.5ms, mfu -100.00%\n" +
            "iter 10: loss 3.5, time 25.11ms, mfu 12.5%\n" +
            "step 20: train loss 3.1, val loss 3.3\n" +
            "iter 20: loss 3.05, time 25.3ms, mfu 12.5%\n");

        log.Format.Should().Be(TrainingLogFormat.Prints);
        StepsOf(log).Should().Equal((0, 4.25), (10, 3.5), (20, 3.05));
        log.Evaluations.Select(each => (each.Iteration, each.TrainingLoss, each.ValidationLoss)).Should().Equal((0, 4.2, 4.3), (20, 3.1, 3.3));
    }

    [Fact]
    public void A_mean_in_parentheses_is_not_the_loss_of_the_step()
    {
        var log = Logs.Read(
            "Epoch: [0][  0/100]\tTime  0.5 ( 0.6)\tLoss 6.9e+00 (6.9e+00)\tAcc@1   0.00 (  0.00)\n" +
            "Epoch: [0][ 50/100]\tTime  0.5 ( 0.6)\tLoss 5.0e+00 (6.0e+00)\tAcc@1   1.00 (  0.50)\n" +
            "Test: [ 0/20]\tTime  0.5 ( 0.6)\tLoss 5.5 (5.5)\n" +
            "Test: [10/20]\tTime  0.5 ( 0.6)\tLoss 5.1 (5.3)\n" +
            "Epoch: [1][  0/100]\tTime  0.5 ( 0.6)\tLoss 4.0 (4.0)\n" +
            "Epoch: [1][ 50/100]\tTime  0.5 ( 0.6)\tLoss nan (nan)\n");

        StepsOf(log).Should().Equal((0, 6.9), (50, 5.0), (51, 4.0), (101, double.NaN));
        log.Evaluations.Select(each => (each.Iteration, each.Epoch, each.TestLoss)).Should().Equal((50, 0, 5.3));
        log.Remarks.Should().ContainSingle().Which.Should().Contain("1.9 (2.0)");
    }

    [Fact]
    public void Of_a_progress_bar_the_last_state_of_a_line_is_read()
    {
        var log = Logs.Read(
            "Epoch 1/2\n" +
            "  1/100 [.....] - ETA: 3s - loss: 9.0\b\b\b\r 50/100 [==>..] - ETA: 1s - loss: 5.0"
            + "\r100/100 [=====] - 3s 30ms/step - loss: 2.5 - val_loss: 2.0\n" +
            "Epoch 2/2\n" +
            "  1/100 [.....] - ETA: 3s - loss: 2.4\r100/100 [=====] - 3s 30ms/step - loss: 1.5 - val_loss: 1.6\n");

        log.IsByEpoch.Should().BeTrue();
        log.Evaluations.Select(each => (each.Epoch, each.TrainingLoss, each.ValidationLoss)).Should().Equal((1, 2.5, 2.0), (2, 1.5, 1.6));
        log.Remarks.Should().ContainSingle().Which.Should().StartWith("3 states of progress bars");
    }

    [Fact]
    public void Where_the_whole_log_is_one_bar_its_states_are_the_steps()
    {
        var log = Logs.Read(
            "\r  0%|          | 0/300 [00:00<?, ?it/s]\r  1%|▏         | 1/300 [00:00<?, ?it/s, loss=3.5]"
            + "\r  1%|▏         | 1/300 [00:01<?, ?it/s, loss=3.4]\r  2%|▎         | 2/300 [00:01<00:20, 8.21it/s, loss=3.1]\n");

        StepsOf(log).Should().Equal((1, 3.4), (2, 3.1));
    }

    [Theory]
    [InlineData("epoch     train_loss  valid_loss  accuracy  time\n"
        + "0         0.9         0.8         0.55      00:12\n1         0.7         0.75        0.65      00:12\n")]
    [InlineData("| Epoch | Train Loss | Val Loss |\n"
        + "|------:|-----------:|---------:|\n|     0 |        0.9 |     0.8* |\n|     1 |        0.7 |     0.75 |\n")]
    [InlineData("  Epoch  Train Loss  Val Loss\n-------------------------\n      0         0.9       0.8\n      1         0.7       0.75\n")]
    public void Tables_are_read(string text)
    {
        var log = Logs.Read(text);

        log.Format.Should().Be(TrainingLogFormat.Prints);
        log.Evaluations.Select(each => (each.Epoch, each.TrainingLoss, each.ValidationLoss)).Should().Equal((0, 0.9, 0.8), (1, 0.7, 0.75));
    }

    [Theory]
    [InlineData("Train Epoch: 1 [0/600 (0%)]\tLoss: 2.3\n"
        + "Train Epoch: 1 [320/600 (53%)]\tLoss: 1.1\nTest set: Average loss: 0.9, Accuracy: 9855/10000 (99%)\n", 320)]
    [InlineData("[1,  2000] loss: 2.3\n[1,  4000] loss: 1.1\nval loss 0.9\n", 4000)]
    [InlineData("Epoch 1, Loss: 2.3\nEpoch 2, Loss: 1.1, Test Loss: 0.9\n", 2)]
    [InlineData("{'loss': 2.3, 'grad_norm': 1.5, 'epoch': 0.5}\n"
        + "{'loss': 1.1, 'grad_norm': 1.5, 'epoch': 1.0}\n{'eval_loss': 0.9, 'epoch': 1.0}\n", 1)]
    [InlineData("\u001b[32mINFO\u001b[0m 12:30:01 | loss=2.3 lr=1e-3\n"
        + "\u001b[32mINFO\u001b[0m 12:30:05 | loss=1.1 lr=1e-3\nINFO 12:30:06 | val_loss=0.9\n", 1)]
    public void Forms_of_the_field_are_read(string text, long last)
    {
        var log = Logs.Read(text);

        log.Steps.Select(step => step.Loss).Should().Equal(2.3, 1.1);
        log.Steps[^1].Iteration.Should().Be(last);
        log.Evaluations.Select(each => double.IsNaN(each.ValidationLoss) ? each.TestLoss : each.ValidationLoss).Where(double.IsFinite)
            .Should().Equal(0.9);
    }

    [Fact]
    public void A_last_line_without_an_end_is_dropped_and_told()
    {
        var log = Logs.Read("epoch 1 loss 2.5\nepoch 2 loss 2.25\nepoch 3 loss 2");

        log.Steps.Should().HaveCount(2);
        log.Remarks.Should().ContainSingle().Which.Should().Contain("line 3");
    }

    [Theory]
    [InlineData("nothing here\nnor here\n")]
    [InlineData("accuracy: 0.5\n")]
    public void A_text_without_a_loss_is_an_error(string text) => Logs.Refusal(text).Should().Be("train.log: no loss was found in it.");
}
