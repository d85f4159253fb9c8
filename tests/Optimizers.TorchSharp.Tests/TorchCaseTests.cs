using Optimizers.Curvature;
using Optimizers.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Optimizers.Torch.Tests;

/// <summary>The diagnosis of a module's training.</summary>
public sealed class TorchCaseTests
{
    [TorchFact]
    public void The_case_has_the_loss_of_the_loop_its_gradients_and_the_hidden_layers()
    {
        using var task = new SmallTask();
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Adam(0.01));
        var monitor = Watched(task, optimizer, 4);
        var trainingCase = TorchCase.Of(monitor, task.Model, task.X, task.Y, nn.CrossEntropyLoss());
        var theta = trainingCase.Theta!.ToArray();
        trainingCase.Objective!.Loss(theta).Should().BeApproximately(task.Backward(), 1e-6);
        GradientCheck.Run(trainingCase.Objective, theta).Verdict.Should().NotBe(CheckVerdict.Wrong);
        trainingCase.HiddenLayers!(trainingCase.Theta!).Select(layer => (layer.Name, layer.Lower, layer.Upper))
            .Should().Equal(("act", -1, 1), ("act2", -1, 1));
        trainingCase.ExampleCount.Should().Be(12);
        trainingCase.Labels.Should().HaveCount(12);
        // What the monitor copied of the tensors' memory is in the order of the case.
        var last = monitor.LastStep()!;
        last.Before.Zip(last.Update, (before, update) => before + update).Zip(theta, (a, b) => Math.Abs(a - b)).Max().Should().BeLessThan(1e-6);
    }

    [TorchFact]
    public void A_rate_far_too_small_is_named_in_one_line()
    {
        using var task = new SmallTask(ScalarType.Float64);
        using var optimizer = new TorchOptimizer(task.Model.named_parameters(), new Adam(1e-6));
        var monitor = Watched(task, optimizer, 80);
        var diagnosis = Diagnosis.Of(TorchCase.Of(monitor, task.Model, task.X, task.Y, nn.CrossEntropyLoss()) with
        {
            NewOptimizer = rate => new Adam(rate),
        });
        diagnosis.ToString().Should().Contain("steps are too small");
        task.Values().Should().Equal(task.Values());
    }

    [TorchFact]
    public void Regressions_and_losses_that_the_diagnosis_does_not_know_are_cases_too()
    {
        using var model = nn.Sequential(("fc", nn.Linear(3, 2)));
        using var optimizer = new TorchOptimizer(model.named_parameters(), new Sgd(0.1));
        using var x = randn(6, 3);
        using var y = randn(6, 2);
        var monitor = new TrainingMonitor();
        optimizer.Inner.Watch(monitor);
        var mse = TorchCase.Of(monitor, model, x, y, nn.MSELoss());
        mse.Loss.Should().BeSameAs(Losses.SquaredError);
        mse.Objective!.Loss(mse.Theta!.ToArray()).Should().BeApproximately(nn.functional.mse_loss(model.call(x), y).ToDouble(), 1e-6);
        var huber = TorchCase.Of(monitor, model, x, y, nn.HuberLoss());
        huber.Loss.Should().BeNull();
        huber.Objective!.Loss(huber.Theta!.ToArray()).Should().BeApproximately(nn.functional.huber_loss(model.call(x), y).ToDouble(), 1e-6);
        TorchCase.Of(monitor, model, x, y, nn.MSELoss(reduction: nn.Reduction.Sum)).Loss.Should().BeNull();
        FluentActions.Invoking(() => TorchCase.Of(monitor, model, x, randn(5, 2), nn.MSELoss())).Should().Throw<ArgumentException>();
    }

    private static TrainingMonitor Watched(SmallTask task, TorchOptimizer optimizer, int steps)
    {
        var monitor = new TrainingMonitor();
        optimizer.Inner.Watch(monitor);
        for (var i = 0; i < steps; i++)
        {
            monitor.RecordLoss(task.Backward());
            optimizer.step();
        }

        return monitor;
    }
}
