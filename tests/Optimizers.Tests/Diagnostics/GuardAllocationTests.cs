using Optimizers.Diagnostics;
using Optimizers.Tests.FrontDoor;

namespace Optimizers.Tests.Diagnostics;

/// <summary>Alone in the process, as <see cref="AllocationTests"/>.</summary>
[Collection(nameof(AllocationTests))]
public sealed class GuardAllocationTests
{
    [Fact]
    public void A_guarded_step_without_an_intervention_allocates_nothing_snapshots_included()
    {
        var optimizer = new Adam(1e-3);
        var guard = new TrainingGuard(optimizer, options: new TrainingGuardOptions { SnapshotEvery = 3 });
        var (w, dw, b, db) = (new double[5000], new double[5000], new float[30], new float[30]);
        Array.Fill(dw, 0.5);
        var loss = 1000.0;
        Run();
        Allocation.Least(Run).Should().Be(0);
        guard.SnapshotLoss.Should().BeLessThan(1000);

        void Run()
        {
            for (var i = 0; i < 40; i++)
                guard.Step(loss--, [(w, dw), (b, db)]);
        }
    }

    [Fact]
    public void A_guarded_step_that_waits_for_its_horizon_allocates_nothing_either()
    {
        var guard = new TrainingGuard(new Adam(1e-3), options: new TrainingGuardOptions
        {
            Horizon = 1000,
            Diagnose = seen => Diagnosis.Of(seen),
        });
        var (w, dw) = (new double[5000], new double[5000]);
        Array.Fill(dw, 0.5);
        var loss = 1000.0;
        Run();
        Allocation.Least(Run).Should().Be(0);

        void Run()
        {
            for (var i = 0; i < 80; i++)
                guard.Step(loss--, [(w, dw)]);
        }
    }

    [Fact]
    public void A_hyperparameter_that_is_set_disturbs_one_step_at_most()
    {
        var optimizer = new Momentum(1e-3);
        var (w, dw) = (new double[5000], new double[5000]);
        Run();
        var change = 0;
        Enumerable.Range(0, 100).Select(_ =>
        {
            optimizer.LearningRate = 1e-4 / ++change;
            optimizer.MomentumDecay = 0.5 / change;
            return Allocation.Of(() => optimizer.Step([(w, dw)]));
        }).Should().Contain(0);
        optimizer.Clipping = GradientClipping.ByGlobalNorm(1);
        optimizer.L2Penalty = 0.1;
        Run();
        Allocation.Least(Run).Should().Be(0);

        void Run()
        {
            for (var i = 0; i < 40; i++)
                optimizer.Step([(w, dw)]);
        }
    }
}
