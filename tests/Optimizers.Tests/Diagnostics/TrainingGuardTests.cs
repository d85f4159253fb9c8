using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Diagnostics;

/// <summary>The guard mends what breaks, never ends worse than at its snapshot, and leaves a healthy run alone.</summary>
public sealed class TrainingGuardTests
{
    public static TheoryData<string> Names { get; } = OptimizerFacts.Of(fact => !fact.NeedsMatrices && fact.Rounds == 0);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_healthy_run_takes_the_same_steps_under_a_guard_bit_for_bit(string name)
    {
        var (alone, guarded) = (OptimizerFacts.Of(name).Create(0.01), OptimizerFacts.Of(name).Create(0.01));
        var (a, b) = (Trajectory.Start(6), Trajectory.Start(6));
        var maximizes = OptimizerFact.RulesOf(guarded)[0].Maximize;
        var guard = new TrainingGuard(guarded);
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var noise = random.NextDouble() - 0.5;
            alone.Step(a, Gradient(a, noise));
            guard.Step(Loss(b) + (0.3 * noise), [(b, Gradient(b, noise))]).Should().BeTrue();
        }

        guard.Finish();
        guard.Interventions.Should().BeEmpty();
        b.Should().Equal(a);
        if (!maximizes)
            Loss(b).Should().BeLessThan(Loss(Trajectory.Start(6)));

        // A bowl; for the rule that climbs, the same upside down and flat enough not to rise far.
        double Loss(double[] x) => maximizes ? 1 : x.Sum(v => v * v) / 2;

        double[] Gradient(double[] x, double noise) => Array.ConvertAll(x, v => maximizes ? noise : v + noise);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Parameters_that_are_not_finite_at_the_end_are_taken_back_to_the_snapshot(double end)
    {
        double[] theta = [1, 2];
        var guard = new TrainingGuard(new Sgd(0.1));
        for (var i = 0; i < 60; i++)
            guard.Step(theta.Sum(x => x * x) / 2, [(theta, theta.ToArray())]);
        theta[1] = end;

        guard.Finish();

        theta.Should().OnlyContain(x => double.IsFinite(x) && Math.Abs(x) < 0.1);
        guard.Interventions.Should().ContainSingle().Which.Break.Kind.Should().Be(BreakKind.NonFinite);
    }

    [Theory]
    [InlineData(2.5)]
    [InlineData(10.0)]
    [InlineData(300.0)]
    [InlineData(1e6)]
    public void A_diverging_descent_on_a_quadratic_is_brought_to_its_minimum(double rate)
    {
        // Curvatures 1 and 0.1: plain descent diverges above the rate 2.
        double[] theta = [1, 1];
        var guard = new TrainingGuard(new Sgd(rate));
        var start = Quadratic(theta);
        for (var i = 0; i < 6000 && !guard.IsStopped; i++)
            guard.Step(Quadratic(theta), [(theta, new[] { theta[0], 0.1 * theta[1] })]);
        guard.Finish(Quadratic(theta));
        guard.Interventions.Should().NotBeEmpty().And.HaveCountLessThanOrEqualTo(8);
        guard.IsStopped.Should().BeFalse();
        Quadratic(theta).Should().BeLessThan(1e-3 * start);

        static double Quadratic(double[] x) => ((x[0] * x[0]) + (0.1 * x[1] * x[1])) / 2;
    }

    [Theory]
    [InlineData("Sgd")]
    [InlineData("Momentum")]
    [InlineData("Adam")]
    public void A_logistic_regression_with_far_too_large_a_rate_ends_near_its_healthy_twin(string name)
    {
        var healthy = LogisticRegression.Train(OptimizerFacts.Of(name).Create(name == "Adam" ? 0.02 : 0.1), guarded: false, out _);
        var broken = LogisticRegression.Train(OptimizerFacts.Of(name).Create(2000), guarded: false, out _);
        var mended = LogisticRegression.Train(OptimizerFacts.Of(name).Create(2000), guarded: true, out var guard);
        broken.Should().BeGreaterThan(10 * healthy);
        guard.Interventions.Should().NotBeEmpty();
        mended.Should().BeLessThan(1.5 * healthy);
    }

    [Theory]
    [InlineData("Sgd", 0.02)]
    [InlineData("Sgd", 0.5)]
    [InlineData("Momentum", 0.01)]
    [InlineData("Momentum", 0.1)]
    [InlineData("Adam", 0.001)]
    [InlineData("Adam", 0.05)]
    [InlineData("RmsProp, PyTorch", 0.01)]
    public void Sound_runs_on_noisy_batches_are_left_alone_and_end_on_the_same_bits(string name, double rate)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var alone = LogisticRegression.Train(OptimizerFacts.Of(name).Create(rate), guarded: false, out _, seed);
            var guarded = LogisticRegression.Train(OptimizerFacts.Of(name).Create(rate), guarded: true, out var guard, seed);
            guard.Interventions.Should().BeEmpty();
            guarded.Should().Be(alone);
        }
    }

    [Fact]
    public void A_loss_may_be_told_to_have_stalled_after_one_step_and_not_after_none()
    {
        new TrainingGuardOptions { StallAfter = 1 }.StallAfter.Should().Be(1);
        FluentActions.Invoking(() => new TrainingGuardOptions { StallAfter = 0 }).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_batch_that_is_not_finite_is_left_out_and_the_run_goes_on()
    {
        double[] theta = [1];
        var guard = new TrainingGuard(new Adam(0.01));
        for (var i = 0; i < 200; i++)
        {
            var bad = i % 20 == 7;
            guard.Step(bad ? double.NaN : theta[0] * theta[0], [(theta, new[] { bad ? double.NaN : 2 * theta[0] })]).Should().Be(!bad);
        }

        guard.Finish();
        guard.SkippedSteps.Should().Be(10);
        guard.Interventions.Should().BeEmpty();
        Math.Abs(theta[0]).Should().BeLessThan(0.1);
    }

    [Theory]
    [InlineData(NonFiniteGradients.Throw)]
    [InlineData(NonFiniteGradients.Skip)]
    [InlineData(NonFiniteGradients.Pass)]
    public void Where_all_gradients_have_become_NaN_the_run_is_rolled_back_and_mended(NonFiniteGradients nonFinite)
    {
        // log θ: a step of more than θ leads below 0, where loss and gradient are NaN.
        double[] theta = [4];
        var guard = new TrainingGuard(new Sgd(10) { NonFinite = nonFinite });
        for (var i = 0; i < 2000; i++)
            guard.Step(Loss(theta[0]), [(theta, new[] { Gradient(theta[0]) })]);
        guard.Finish(Loss(theta[0]));
        guard.Interventions[0].Break.Kind.Should().Be(BreakKind.NonFinite);
        guard.IsStopped.Should().BeFalse();
        Loss(theta[0]).Should().BeLessThan(1.5);

        static double Loss(double x) => x - Math.Log(x);

        static double Gradient(double x) => x > 0 ? 1 - (1 / x) : double.NaN;
    }

    [Fact]
    public void A_square_that_overflows_in_the_optimizer_is_a_step_left_out_too()
    {
        float[] theta = [1];
        var guard = new TrainingGuard(new Adam(0.1));
        guard.Step(1, [(theta, [1f])]).Should().BeTrue();
        guard.Step(1, [(theta, [1e30f])]).Should().BeFalse();
        guard.SkippedSteps.Should().Be(1);
    }

    [Fact]
    public void A_break_after_the_last_intervention_ends_the_training_at_the_best_snapshot()
    {
        // The loss falls while the guard looks, and then rises whatever is done.
        double[] theta = [0];
        var seen = new List<(double Theta, double Loss)>();
        var guard = new TrainingGuard(new Sgd(1), options: new TrainingGuardOptions { MaxInterventions = 2, SnapshotEvery = 1, SmoothingWindow = 1 });
        var calls = 0;
        while (!guard.IsStopped && calls < 1000)
        {
            var loss = calls < 30 ? 10 - (0.3 * calls) : 100.0 * calls;
            seen.Add((theta[0], loss));
            guard.Step(loss, [(theta, new[] { 1.0 })]);
            calls++;
        }

        guard.IsStopped.Should().BeTrue();
        guard.Interventions.Should().HaveCount(3);
        guard.Interventions[^1].Action.Should().Be("end the training at the best snapshot");
        var best = seen.MinBy(each => each.Loss);
        theta[0].Should().Be(best.Theta);
        guard.SnapshotLoss.Should().BeApproximately(best.Loss, 1e-12);
        guard.Step(0, [(theta, new[] { 1.0 })]).Should().BeFalse();
        guard.Finish();
        theta[0].Should().Be(best.Theta);
        guard.Invoking(g => g.Step(0, [(theta, new[] { 1.0 })])).Should().Throw<InvalidOperationException>().WithMessage("*finished*");
    }

    [Fact]
    public void A_rollback_restores_parameters_and_state_bit_for_bit_and_then_lowers_the_rate()
    {
        var adam = new Adam(0.1);
        var w = Matrix<double>.Build.Dense(2, 3, (i, j) => i - j);
        float[] b = [1, 2];
        var guard = new TrainingGuard(adam, options: new TrainingGuardOptions { SnapshotEvery = 5, SmoothingWindow = 1, WarmUp = 4 });
        var witness = new Dictionary<long, (double[] W, float[] B, OptimizerState State)>();
        for (var i = 0; guard.Interventions.Count == 0; i++)
        {
            witness[adam.Iteration] = (w.ToColumnMajorArray(), [.. b], adam.Snapshot());
            guard.Step(i < 23 ? 10 - (0.1 * i) : 1000, Parameters(i));
        }

        var intervention = guard.Interventions.Should().ContainSingle().Which;
        intervention.Break.Kind.Should().Be(BreakKind.Exploded);
        intervention.ToString().Should().StartWith("exploded in iteration 25: loss 1000").And.Contain("roll back; scale the learning rate by 0.5");
        adam.Iteration.Should().BeLessThan(23).And.Be(intervention.Iteration);
        var (oldW, oldB, state) = witness[adam.Iteration];
        w.ToColumnMajorArray().Should().Equal(oldW);
        b.Should().Equal(oldB);
        adam.LearningRate.At(adam.Iteration).Should().BeApproximately(0.05 / 4, 1e-15);
        adam.LearningRate.At(adam.Iteration + 4).Should().Be(0.05);

        var other = new Adam(0.1) { LearningRate = adam.LearningRate, Clipping = adam.Clipping };
        other.Restore(state);
        var (otherW, otherB) = (Matrix<double>.Build.Dense(2, 3, [.. oldW]), oldB.ToArray());
        for (var i = 0; i < 5; i++)
        {
            var gradients = Gradients(i);
            other.Step([(otherW, gradients.W), (otherB, gradients.B)]);
            guard.Step(5, Parameters(i));
        }

        w.Should().Be(otherW);
        b.Should().Equal(otherB);

        Parameter[] Parameters(int i) => [(w, Gradients(i).W), (b, Gradients(i).B)];

        static (Matrix<double> W, float[] B) Gradients(int i) =>
            (Matrix<double>.Build.Dense(2, 3, Trajectory.Gradient(6, i)), Trajectory.ToFloat(Trajectory.Gradient(2, i)));
    }

    [Fact]
    public void An_interrupted_run_never_ends_worse_than_its_snapshot()
    {
        // Descents that break in many ways: random rates, curvatures and noise; whatever happens, the end is no worse than the best
        // snapshot at the first break.
        var random = new Random(3);
        for (var run = 0; run < 200; run++)
        {
            var (rate, curvature, noise) = (Math.Pow(10, (4 * random.NextDouble()) - 1), Math.Pow(10, random.NextDouble()), random.Next(2) * 0.1);
            double[] theta = [1 + random.NextDouble()];
            var guard = new TrainingGuard(
                new Momentum(rate, 0.9),
                options: new TrainingGuardOptions { MaxInterventions = random.Next(4), SmoothingWindow = 1 + random.Next(20) });
            var points = new Dictionary<double, double>();
            double? first = null;
            for (var i = 0; i < 300; i++)
            {
                var loss = (curvature * theta[0] * theta[0] / 2) + (noise * random.NextDouble());
                points[theta[0]] = Math.Min(loss, points.GetValueOrDefault(theta[0], loss));
                guard.Step(loss, [(theta, new[] { curvature * theta[0] })]);
                if (guard.Interventions.Count > 0)
                    first ??= guard.Interventions[0].SnapshotLoss;
            }

            guard.Finish();
            if (first is { } before)
            {
                guard.SnapshotLoss.Should().BeLessThanOrEqualTo(before);
                points.Should().ContainKey(theta[0], "the end is a point whose loss was told");
                points[theta[0]].Should().BeLessThanOrEqualTo(before);
            }
        }
    }

    [Fact]
    public void A_loss_that_jumps_to_a_high_plateau_and_stays_there_is_a_relapse()
    {
        double[] theta = [0];
        var guard = new TrainingGuard(new Sgd(0.1));
        for (var i = 0; guard.Interventions.Count == 0 && i < 1000; i++)
            guard.Step(i < 200 ? 2.3 * Math.Exp(-i / 50.0) : 1.8, [(theta, new[] { 1.0 })]);
        guard.Interventions.Should().ContainSingle().Which.Break.Kind.Should().Be(BreakKind.Relapsed);
    }

    [Fact]
    public void A_run_that_breaks_in_its_last_steps_ends_at_the_snapshot()
    {
        double[] theta = [1];
        var guard = new TrainingGuard(new Sgd(0.1), options: new TrainingGuardOptions { SnapshotEvery = 1 });
        var best = 0.0;
        for (var i = 0; i < 40; i++)
        {
            best = theta[0];
            guard.Step(theta[0] * theta[0], [(theta, new[] { theta[0] })]);
        }

        theta[0] = double.NaN;
        guard.Finish();
        theta[0].Should().Be(best);
        guard.Interventions.Should().ContainSingle().Which.Action.Should().Contain("at the end");
    }

    [Fact]
    public void The_remedy_that_a_diagnosis_chooses_is_applied_and_one_that_does_not_apply_gives_way_to_the_default()
    {
        var breaks = new List<TrainingBreak>();
        double[] theta = [1];
        var optimizer = new Sgd(50);
        var guard = new TrainingGuard(optimizer, options: new TrainingGuardOptions
        {
            ChooseRemedy = seen =>
            {
                breaks.Add(seen);
                return new Remedy("x", breaks.Count == 2 ? Remedies.SetMomentum(0.5) : Remedies.SetLearningRate(breaks.Count == 1 ? 50 : 0.1));
            },
        });
        for (var i = 0; i < 400; i++)
            guard.Step(theta[0] * theta[0], [(theta, new[] { theta[0] })]);
        guard.Finish();
        guard.Interventions.Should().HaveCountGreaterThanOrEqualTo(3);
        guard.Interventions[0].Action.Should().Be("roll back; set the learning rate to Constant(50)");
        guard.Interventions[1].Action.Should().StartWith("roll back; scale the learning rate by 0.25, warm");
        breaks.Should().HaveCount(2, "after two remedies in vain the guard does as it would without");
        Math.Abs(theta[0]).Should().BeLessThan(1e-3);
    }

    [Fact]
    public void A_switched_rule_goes_on_under_the_guard_and_can_be_rolled_back_too()
    {
        double[] theta = [1];
        var made = new List<Optimizer>();
        var guard = new TrainingGuard(new Sgd(50), options: new TrainingGuardOptions
        {
            ChooseRemedy = seen => seen.Kind == BreakKind.Stalled ? null : new Remedy("x", Remedies.SwitchRule(() =>
            {
                made.Add(new Momentum(made.Count == 0 ? 30 : 0.05));
                return made[^1];
            })),
        });
        for (var i = 0; i < 600; i++)
            guard.Step(theta[0] * theta[0], [(theta, new[] { theta[0] })]);
        guard.Finish();
        guard.Optimizer.Should().BeSameAs(made[^1]);
        made.Should().HaveCount(2);
        Math.Abs(theta[0]).Should().BeLessThan(1e-2);
    }

    [Fact]
    public void A_stall_is_looked_for_only_where_there_is_a_diagnosis_and_its_remedy_is_applied_in_place()
    {
        // The saddle of x² − y² + y⁴/4 with y = 0 exactly: plain descent stays on the ridge, at the loss 0.
        var objective = Optimizers.Curvature.Objective.Create(t => (t[0] * t[0]) - (t[1] * t[1]) + (Math.Pow(t[1], 4) / 4));
        double[] theta = [1, 0], lonely = [1, 0];
        var guard = new TrainingGuard(new Sgd(0.1), options: new TrainingGuardOptions
        {
            StallAfter = 50,
            ChooseRemedy = seen => seen.Kind == BreakKind.Stalled && seen.Loss > -0.5
                ? new Remedy("x", Remedies.EscapeAlongNegativeCurvature(objective))
                : null,
        });
        var alone = new TrainingGuard(new Sgd(0.1), options: new TrainingGuardOptions { StallAfter = 50 });
        for (var i = 0; i < 1200; i++)
        {
            guard.Step(objective.Loss(theta), [(theta, Gradient(theta))]);
            alone.Step(objective.Loss(lonely), [(lonely, Gradient(lonely))]);
        }

        guard.Finish(objective.Loss(theta));
        guard.Interventions.Should().ContainSingle().Which.Action.Should().StartWith("move along");
        objective.Loss(theta).Should().BeApproximately(-1, 1e-6);
        alone.Interventions.Should().BeEmpty();
        lonely[1].Should().Be(0);

        static double[] Gradient(double[] t) => [2 * t[0], (-2 * t[1]) + (t[1] * t[1] * t[1])];
    }

    [Fact]
    public void An_early_stop_ends_the_training_where_it_says()
    {
        double[] theta = [0];
        var guard = new TrainingGuard(new Sgd(1), options: new TrainingGuardOptions
        {
            ChooseRemedy = _ => new Remedy("x", Remedies.EarlyStop(Vector<double>.Build.Dense(1, 42))),
        });
        for (var i = 0; i < 100; i++)
            guard.Step(i < 30 ? 1 : 1000, [(theta, new[] { 1.0 })]);
        guard.IsStopped.Should().BeTrue();
        guard.Finish();
        theta.Should().Equal(42);
    }

    [Fact]
    public void The_door_of_the_optimizer_tells_what_is_wrong_with_a_step()
    {
        var guard = new TrainingGuard(new Sgd(1));
        guard.Invoking(g => g.Step(1, (Vector<double>)null!, null!)).Should().Throw<ArgumentNullException>().WithMessage("*parameters[0]*");
        guard.Invoking(g => g.Step(1, ReadOnlySpan<Parameter>.Empty)).Should().Throw<ArgumentException>().WithMessage("*no parameters*");
        guard.Step(1, Vector<double>.Build.Dense(2), Vector<double>.Build.Dense(2)).Should().BeTrue();
        guard.Invoking(g => g.Step(1, Vector<double>.Build.Dense(3), Vector<double>.Build.Dense(3)))
            .Should().Throw<ArgumentException>().WithMessage("*vector of 3*vector of 2*");
        ((Action)(() => _ = new TrainingGuard(null!))).Should().Throw<ArgumentNullException>();
        ((Action)(() => _ = new TrainingGuardOptions { ExplosionFactor = 1 })).Should()
            .Throw<ArgumentOutOfRangeException>().WithMessage("*ExplosionFactor is 1*");
        ((Action)(() => _ = new TrainingGuardOptions { ClipQuantile = 0 })).Should()
            .Throw<ArgumentOutOfRangeException>().WithMessage("*ClipQuantile is 0*");
    }

    /// <summary>Two noisy classes of points in the plane, by a seed; the cross-entropy over all of them.</summary>
    private static class LogisticRegression
    {
        public static double Train(IOptimizer optimizer, bool guarded, out TrainingGuard guard, int seed = 11)
        {
            var random = new Random(seed);
            var points = Enumerable.Range(0, 200).Select(i => (X: Normal() + (i % 2), Y: Normal() - (i % 2), Label: i % 2)).ToArray();
            double[] theta = [0, 0, 0];
            guard = new TrainingGuard(optimizer);
            for (var i = 0; i < 1500 && !guard.IsStopped; i++)
            {
                var (loss, gradient) = Evaluate(points.Where((_, k) => (k / 20) == i % 10));
                if (guarded)
                    guard.Step(loss, [(theta, gradient)]);
                else
                    optimizer.Step(theta, gradient);
            }

            if (guarded)
                guard.Finish();
            return Evaluate(points).Loss;

            double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

            (double Loss, double[] Gradient) Evaluate(IEnumerable<(double X, double Y, int Label)> batch)
            {
                var (loss, count, gradient) = (0.0, 0, new double[3]);
                foreach (var (x, y, label) in batch)
                {
                    var z = (theta[0] * x) + (theta[1] * y) + theta[2];
                    var probability = 1 / (1 + Math.Exp(-z));
                    loss += label == 1 ? Softplus(-z) : Softplus(z);
                    var slope = probability - label;
                    gradient[0] += slope * x;
                    gradient[1] += slope * y;
                    gradient[2] += slope;
                    count++;
                }

                return (loss / count, Array.ConvertAll(gradient, g => g / count));
            }

            static double Softplus(double z) => Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z)));
        }
    }
}
