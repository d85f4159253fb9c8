using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics;

/// <summary>At its horizon a run is judged: it ends, or is cured in another run, and is never worse for it.</summary>
public sealed class GuardHorizonTests
{
    private static readonly Objective Bowl = Objective.Create(t => t.ToArray().Sum(x => x * x) / 2);

    [Fact]
    public void A_run_without_a_finding_takes_its_steps_and_ends_where_it_would_have_ended()
    {
        double[] theta = [1, 2], alone = [1, 2];
        var guard = new TrainingGuard(new Sgd(0.05),
            options: new TrainingGuardOptions { Horizon = 70, Diagnose = seen => Judged(seen, new StatedCause("rot", -9)) });
        var sgd = new Sgd(0.05);
        for (var i = 0; i < 70; i++)
            sgd.Step(alone, [.. alone]);
        Run(guard, theta).Should().Be(70);
        guard.Interventions.Should().BeEmpty();
        theta.Should().Equal(alone);
        guard.Step(1, [(theta, [1.0, 1.0])]).Should().BeFalse("it has ended");
        guard.Finish();
        theta.Should().Equal(alone);
    }

    [Fact]
    public void A_horizon_without_a_diagnosis_is_an_end()
    {
        double[] theta = [1, 2];
        var guard = new TrainingGuard(new Sgd(0.05), options: new TrainingGuardOptions { Horizon = 30 });
        Run(guard, theta).Should().Be(30);
        guard.Interventions.Should().BeEmpty();
        theta[0].Should().BeApproximately(Math.Pow(0.95, 30), 1e-12);
    }

    [Fact]
    public void What_is_found_is_cured_in_another_run_from_the_start_of_the_schedule()
    {
        double[] theta = [1, 2];
        var seen = new List<(long Steps, double Start, double Theta)>();
        var optimizer = new Sgd(Schedule.CosineDecay(60, from: 1e-4));
        var guard = new TrainingGuard(optimizer, options: new TrainingGuardOptions
        {
            Horizon = 60,
            Diagnose = each =>
            {
                seen.Add((each.Monitor.StepCount, each.Start![0], each.Theta![0]));
                return Judged(each, new StatedCause("slowness", 3, action: Remedies.ScaleLearningRate(2000)));
            },
        });
        Run(guard, theta).Should().Be(120);
        guard.Interventions.Should().ContainSingle().Which.ToString().Should()
            .Contain("unsatisfactory").And.Contain("scale the learning rate by 2000 (it is slowness, ");
        optimizer.LearningRate.At(0).Should().Be(0.2);
        optimizer.Iteration.Should().Be(60, "the schedule began anew");
        Bowl.Loss(theta).Should().BeLessThan(0.01);
        seen.Should().HaveCount(2);
        seen.Should().OnlyContain(each => each.Steps == 60 && each.Start == 1,
            "the diagnosis sees the steps since the last intervention, which began at the start again");
        seen[1].Theta.Should().BeLessThan(seen[0].Theta);
    }

    [Fact]
    public void A_remedy_in_vain_is_tried_twice_and_the_next_one_then()
    {
        double[] theta = [1, 2];
        var guard = new TrainingGuard(new Sgd(1e-4), options: new TrainingGuardOptions
        {
            Horizon = 60,
            Diagnose = seen => Judged(
                seen,
                new StatedCause("red herring", 4, action: Remedies.ScaleLearningRate(0.5)),
                new StatedCause("slowness", -0.5, action: Remedies.ScaleLearningRate(8000))),
        });
        Run(guard, theta).Should().Be(240);
        guard.Interventions.Select(each => each.Action).Should().SatisfyRespectively(
            first => first.Should().Contain("red herring"),
            second => second.Should().Contain("red herring").And.Contain("begin again at the start"),
            third => third.Should().Contain("slowness"));
        Bowl.Loss(theta).Should().BeLessThan(0.01);
    }

    [Fact]
    public void Where_it_is_not_known_that_the_loss_is_too_high_a_mere_suspicion_is_not_acted_upon()
    {
        double[] theta = [1, 2];
        var guard = new TrainingGuard(new Sgd(1e-4), options: new TrainingGuardOptions
        {
            Horizon = 60,
            Diagnose = seen => Diagnosis.Of(seen,
                new DiagnosisOptions { Causes = [new StatedCause("slowness", -0.5, action: Remedies.ScaleLearningRate(8000))] }),
        });
        Run(guard, theta).Should().Be(60);
        guard.Interventions.Should().BeEmpty();
    }

    [Fact]
    public void A_harmful_remedy_never_makes_the_end_worse()
    {
        double[] theta = [1, 2];
        var before = double.NaN;
        var guard = new TrainingGuard(new Sgd(0.01), options: new TrainingGuardOptions
        {
            Horizon = 60,
            Diagnose = seen =>
            {
                before = double.IsNaN(before) ? Bowl.Loss(seen.Theta!.ToArray()) : before;
                return Judged(seen, new StatedCause("nonsense", 4, action: Remedies.Restart(Vector<double>.Build.Dense([30, 40]))));
            },
        });
        Run(guard, theta);
        guard.Interventions.Should().NotBeEmpty();
        Bowl.Loss(theta).Should().BeLessThanOrEqualTo(before);
    }

    [Fact]
    public void A_cured_run_that_still_gains_goes_on_until_it_satisfies()
    {
        double[] theta = [1, 2];
        var calls = 0;
        var guard = new TrainingGuard(new Sgd(1e-4), options: new TrainingGuardOptions
        {
            Horizon = 60,
            Diagnose = seen => Judged(seen, new StatedCause("slowness", calls++ == 0 ? 4 : -9, action: Remedies.ScaleLearningRate(100))),
        });
        Run(guard, theta).Should().BeGreaterThan(180);
        guard.Interventions.Skip(1).Should().NotBeEmpty().And.OnlyContain(each => each.Action == "go on for another run");
        Bowl.Loss(theta).Should().BeLessThan(0.1);
    }

    [Fact]
    public void A_horizon_and_a_confidence_out_of_range_are_refused()
    {
        FluentActions.Invoking(() => new TrainingGuardOptions { Horizon = 0 }).Should()
            .Throw<ArgumentOutOfRangeException>().WithMessage("*Horizon is 0*");
        FluentActions.Invoking(() => new TrainingGuardOptions { LeastConfidence = 1.5 })
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("*LeastConfidence is 1.5*");
    }

    private static long Run(TrainingGuard guard, double[] theta)
    {
        var steps = 0L;
        while (!guard.IsStopped && steps < 10_000)
        {
            steps++;
            guard.Step(Bowl.Loss(theta), [(theta, theta.ToArray())]);
        }

        return steps;
    }

    private static Diagnosis Judged(TrainingCase seen, params Cause[] causes) =>
        Diagnosis.Of(seen with { Objective = Bowl, SatisfactoryLoss = 0.1 }, new DiagnosisOptions { Causes = causes });
}
