using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;
using Optimizers.Tests.FrontDoor;

namespace Optimizers.Tests.Diagnostics;

/// <summary>
/// A watched step allocates nothing after the first, and no number of steps makes a monitor larger. Alone in the process, as
/// <see cref="AllocationTests"/>.
/// </summary>
[Collection(nameof(AllocationTests))]
public sealed class WatchedStepAllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void After_the_first_step_a_watched_step_allocates_nothing(int threads)
    {
        var optimizer = new Adam(1e-3) { MaxThreads = threads };
        var monitor = new TrainingMonitor(new TrainingMonitorOptions { Capacity = 64, Recent = 16 });
        optimizer.Watch(monitor);
        var w = Matrix<double>.Build.Dense(300, 300, 1);
        var b = Vector<float>.Build.Dense(300, 1f);
        var dw = Matrix<double>.Build.Dense(300, 300, 0.5);
        var db = Vector<float>.Build.Dense(300, 0f);
        for (var i = 0; i < 30; i++)
            Step();
        Allocation.Least(() =>
        {
            for (var i = 0; i < 200; i++)
                Step();
        }).Should().Be(0, "the history is thinned in its own memory");

        void Step()
        {
            monitor.RecordLoss(0.5);
            optimizer.Step([(w, dw), (b, db)]);
        }
    }

    [Fact]
    public void Memory_does_not_grow_with_records_of_any_kind()
    {
        var optimizer = new Sgd(1e-3);
        var monitor = new TrainingMonitor(new TrainingMonitorOptions { Capacity = 64, Recent = 16 });
        optimizer.Watch(monitor);
        double[] theta = [1, 2], gradient = [1, 1], activations = [0, 1, 2, 3];
        Record();
        Allocation.Least(
            () =>
            {
                for (var i = 0; i < 1000; i++)
                    Record();
            },
            allowed: 199_999).Should().BeLessThan(200_000, "closures of this test at most");
        (monitor.StepCount % 1000).Should().Be(1);

        void Record()
        {
            monitor.RecordLoss(1);
            monitor.RecordBatchSize(2);
            optimizer.Step([(theta, gradient)]);
            monitor.RecordEvaluation(1, 2, 3);
            monitor.RecordActivations("h", activations, 2, 0);
        }
    }
}
