using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

/// <summary>The probes of a case: what they need, what they cost, and that they run once.</summary>
public sealed class DescentExaminationTests
{
    private static readonly double[] Eigenvalues = [0.5, 1, 2, 4, 8, 10];

    private static readonly (string Name, Func<Examination, object?> Ask)[] WithoutFits =
    [
        (nameof(Examination.GradientCheck), examination => examination.GradientCheck),
        (nameof(Examination.Curvature), examination => examination.Curvature),
        (nameof(Examination.AlongUpdate), examination => examination.AlongUpdate),
        (nameof(Examination.AlongVelocity), examination => examination.AlongVelocity),
        (nameof(Examination.AlongGradient), examination => examination.AlongGradient),
        (nameof(Examination.Noise), examination => examination.Noise),
        (nameof(Examination.NoiseAtStart), examination => examination.NoiseAtStart),
        (nameof(Examination.Trials), examination => examination.Trials),
        (nameof(Examination.DecayTrial), examination => examination.DecayTrial),
        (nameof(Examination.Step), examination => examination.Step),
        (nameof(Examination.RateRange), examination => examination.RateRange),
        (nameof(Examination.Sharpness), examination => examination.Sharpness),
    ];

    private static readonly (string Name, Func<Examination, object?> Ask)[] Fits =
    [
        (nameof(Examination.FitFromHere), examination => examination.FitFromHere),
        (nameof(Examination.FitFromNewStart), examination => examination.FitFromNewStart),
        (nameof(Examination.FitOfOneBatch), examination => examination.FitOfOneBatch),
    ];

    private static readonly (string Name, Func<Examination, object?> Ask)[] All = [.. WithoutFits, .. Fits];

    private static Vector<double> Ones => Vector<double>.Build.Dense(Eigenvalues.Length, 1);

    /// <summary>Twenty steps of momentum on the quadratic.</summary>
    private static (TrainingMonitor Monitor, Vector<double> Theta) Trained(double rate = 0.05, int steps = 20)
    {
        var (monitor, theta, optimizer) = (new TrainingMonitor(), Ones, new Momentum(rate) { L2Penalty = 0.1 });
        optimizer.Watch(monitor);
        for (var k = 0; k < steps; k++)
        {
            monitor.RecordLoss(Known.Diagonal(Eigenvalues).Loss(theta.AsArray()));
            optimizer.Step(theta, theta.MapIndexed((i, x) => Eigenvalues[i] * x));
        }

        return (monitor, theta);
    }

    private static MiniBatchObjective Batches(int count)
    {
        var random = new Random(1);
        return new(Enumerable.Range(0, count).Select(_ =>
        {
            var shift = Vector<double>.Build.Dense(Eigenvalues.Length, _ => random.NextDouble() - 0.5);
            return Objective.Create(
                p => 0.5 * p.Enumerate().Select((x, i) => Eigenvalues[i] * x * x).Sum() + (shift * p),
                p => p.MapIndexed((i, x) => Eigenvalues[i] * x) + shift);
        }).ToArray());
    }

    private static TrainingCase Whole()
    {
        var (monitor, _) = Trained();
        return new(monitor)
        {
            Objective = Known.DiagonalWithoutProduct(Eigenvalues),
            Batches = Batches(8),
            Start = Ones,
            NewStart = seed => Vector<double>.Build.Dense(Eigenvalues.Length, i => seed + i),
            NewOptimizer = rate => new Momentum(rate) { L2Penalty = 0.1 },
            ExampleCount = 128,
            SatisfactoryLoss = 1e-3,
            ChanceLoss = 10,
        };
    }

    [Fact]
    public void Every_probe_runs_once_and_within_its_price() => EveryProbeRunsOnce(WithoutFits);

    [Fact]
    public void Every_fit_runs_once_and_within_its_price() => EveryProbeRunsOnce(Fits);

    private static void EveryProbeRunsOnce((string Name, Func<Examination, object?> Ask)[] probes)
    {
        var examination = new Examination(Whole());
        foreach (var (name, ask) in probes)
        {
            var result = ask(examination);

            result.Should().NotBeNull(name);
            ask(examination).Should().BeSameAs(result);
        }

        var receipts = examination.Receipts.Where(receipt => probes.Any(probe => probe.Name == receipt.Probe)).ToArray();
        receipts.Select(receipt => receipt.Probe).Should().BeEquivalentTo(probes.Select(probe => probe.Name));
        receipts.Should().AllSatisfy(receipt =>
        {
            receipt.Cost.Should().NotBe(default(EvaluationCounts), receipt.Probe);
            receipt.Cost.ShouldBeWithin(receipt.Price);
        });
    }

    [Fact]
    public void Without_a_budget_nothing_is_evaluated()
    {
        var whole = Whole();
        var examination = new Examination(whole, new() { Budget = 0 });

        WithoutFits.Should().AllSatisfy(probe => probe.Ask(examination).Should().BeNull(probe.Name));
        (whole.Objective!.Evaluations + whole.Batches!.Evaluations).Should().Be(default(EvaluationCounts));
        examination.Receipts.Should().BeEmpty();
    }

    [Fact]
    public void Where_the_case_has_the_monitor_alone_nothing_runs()
    {
        var examination = new Examination(new TrainingCase(Trained().Monitor));

        All.Should().AllSatisfy(probe => probe.Ask(examination).Should().BeNull(probe.Name));
        examination.Receipts.Should().BeEmpty();
    }

    [Fact]
    public void Without_steps_the_probes_of_steps_are_missing_and_those_of_theta_run()
    {
        var examination = new Examination(Whole() with { Theta = Ones });
        var without = new Examination(new TrainingCase(new TrainingMonitor())
        {
            Objective = Known.Diagonal(Eigenvalues),
            Theta = Ones,
            NewOptimizer = rate => new Sgd(rate),
        });

        (without.AlongUpdate, without.AlongVelocity, without.Step, without.RateRange, without.Noise).Should().Be((null, null, null, null, null));
        without.Curvature.Should().NotBeNull();
        without.AlongGradient!.Length.Should().BeApproximately(1e-3 * (1 + Math.Sqrt(6)), 1e-15);
        examination.RateRange.Should().NotBeNull();
    }

    [Fact]
    public void Cancelled_every_probe_says_so()
    {
        var examination = new Examination(Whole(), new() { CancellationToken = new(canceled: true) });
        foreach (var (_, ask) in WithoutFits)
            ask.Invoking(each => each(examination)).Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void The_scans_begin_where_the_step_began_and_where_it_ended()
    {
        var (_, theta) = Trained();
        var loss = Known.Diagonal(Eigenvalues).Loss(theta.AsArray());
        var examination = new Examination(Whole());
        var step = examination.LastStep!;

        examination.AlongUpdate!.LossAtZero.Should().Be(Known.Diagonal(Eigenvalues).Loss(step.Before));
        examination.AlongUpdate.LossAtOne.Should().BeApproximately(loss, 1e-12);
        examination.AlongVelocity!.LossAtZero.Should().BeApproximately(loss, 1e-12);
        examination.AlongVelocity.Length.Should().BeApproximately(Vector<double>.Build.Dense(step.Update).L2Norm(), 1e-12);
        examination.AlongGradient!.Length.Should().BeApproximately(examination.AlongVelocity.Length, 1e-15);
        examination.AlongUpdate.At(2).Should().BeApproximately(examination.AlongVelocity.LossAtOne, 1e-12);
    }

    [Fact]
    public void The_curvature_is_that_of_the_loss()
    {
        var report = new Examination(Whole()).Curvature!;

        report.Smallest.Should().BeApproximately(0.5, 1e-6);
        report.Largest.Should().BeApproximately(10, 1e-6);
    }

    [Fact]
    public void The_loop_of_the_full_gradient_steps_by_it()
    {
        var report = new Examination(Whole()).Step!;

        report.GradientCosine.Should().BeApproximately(1, 1e-12);
        report.GradientRatio.Should().BeApproximately(1, 1e-12);
        report.ExpectedRatio.Should().BeGreaterThan(1);
    }

    [Fact]
    public void Without_its_decay_the_training_goes_on_to_a_lower_loss()
    {
        var trial = new Examination(Whole()).DecayTrial!;

        trial.Steps.Should().Be(RateTrials.Steps);
        trial.Without.Should().BeLessThan(trial.With);
        new Examination(Whole() with { NewOptimizer = null }).DecayTrial.Should().BeNull();
    }

    [Fact]
    public void Short_trainings_are_counted_by_their_batches()
    {
        // 18 trainings of 80 steps: 1440 gradients of an eighth of the data, and a loss each.
        var whole = Whole();
        new Examination(whole, new() { Budget = 180 }).Trials.Should().BeNull();
        new Examination(whole, new() { Budget = 182 }).Trials.Should().NotBeNull();
    }

    [Fact]
    public void The_batch_size_is_as_recorded_else_of_the_number_of_examples()
    {
        new Examination(Whole()).Noise!.BatchSize.Should().Be(16);
        new Examination(Whole() with { ExampleCount = null }).Noise!.BatchSize.Should().Be(1);
        var (monitor, theta, optimizer) = (new TrainingMonitor(), Ones, new Sgd(0.1));
        optimizer.Watch(monitor);
        monitor.RecordBatchSize(32);
        optimizer.Step(theta, Ones);
        new Examination(new TrainingCase(monitor) { Batches = Batches(4) }).Noise!.BatchSize.Should().Be(32);
    }

    [Fact]
    public void Batches_alone_are_the_objective_too_and_an_evaluation_of_one_of_them_is_its_share_of_the_budget()
    {
        var whole = Whole() with { Objective = null, Batches = Batches(50) };

        // 32 losses at most and a gradient of all batches are 17 gradients of all.
        new Examination(whole, new() { Budget = 17 }).AlongGradient.Should().NotBeNull();
        var examination = new Examination(whole, new() { Budget = 16 });
        examination.AlongGradient.Should().BeNull();
        examination.Noise.Should().NotBeNull("its 50 gradients are one of all");
        examination.Receipts.Should().ContainSingle().Which.Cost.Should().Be(new EvaluationCounts(0, 50, 0, 0));
    }

    [Fact]
    public void Batches_that_are_the_objective_are_counted_once()
    {
        var batches = Batches(4);
        var examination = new Examination(Whole() with { Objective = batches, Batches = batches });

        examination.RateRange.Should().NotBeNull();

        examination.Receipts.Should().ContainSingle().Which.Cost.Should().Be(batches.Evaluations);
        examination.Receipts[0].Cost.ShouldBeWithin(examination.Receipts[0].Price);
    }

    [Fact]
    public void Of_a_run_that_has_left_the_numbers_the_gradient_is_checked_at_the_start()
    {
        var whole = Whole() with { Theta = Ones * double.NaN };
        var examination = new Examination(whole);

        examination.GradientCheck!.Place.Should().Be("the start");
        (examination.Curvature, examination.AlongGradient, examination.Noise, examination.RateRange, examination.Sharpness)
            .Should().Be((null, null, null, null, null));
    }

    [Fact]
    public void A_loss_that_is_not_finite_at_theta_is_no_result_but_a_cost()
    {
        var examination = new Examination(Whole() with { Objective = Objective.Create(_ => double.NaN, p => p) });

        string[] ofBatches = [nameof(Examination.Noise), nameof(Examination.NoiseAtStart), nameof(Examination.Step)];
        string[] infinite = [nameof(Examination.Trials), nameof(Examination.DecayTrial)];
        WithoutFits.Where(probe => !ofBatches.Contains(probe.Name) && !infinite.Contains(probe.Name))
            .Should().AllSatisfy(probe => probe.Ask(examination).Should().BeNull(probe.Name));
        examination.Trials!.Trials.Should().AllSatisfy(trial => trial.Loss.Should().Be(double.PositiveInfinity));
        examination.DecayTrial.Should().Be(new DecayTrial(RateTrials.Steps, double.PositiveInfinity, double.PositiveInfinity));
        examination.Receipts.Should().NotBeEmpty().And.AllSatisfy(receipt => receipt.Cost.ShouldBeWithin(receipt.Price));
    }

    [Fact]
    public void A_rate_that_has_decayed_to_0_is_tested_about_the_largest()
    {
        var (monitor, theta, optimizer) = (new TrainingMonitor(), Ones, new Sgd(Schedule.LinearDecay(10, from: 0.1)));
        optimizer.Watch(monitor);
        for (var k = 0; k < 12; k++)
            optimizer.Step(theta, Ones);

        var range = new Examination(new TrainingCase(monitor)
        {
            Objective = Known.DiagonalWithoutProduct(Eigenvalues),
            NewOptimizer = rate => new Sgd(rate),
        }).RateRange!;

        range.Rates[0].Should().BeApproximately(1e-4, 1e-18);
    }

    [Fact]
    public void Recorded_results_are_told_again()
    {
        var report = new SharpnessReport(1, 0.5, 2);

        var examination = new Examination(new Dictionary<string, object> { [nameof(Examination.Sharpness)] = report });

        examination.Sharpness.Should().BeSameAs(report);
        All.Where(probe => probe.Name != nameof(Examination.Sharpness)).Should()
            .AllSatisfy(probe => probe.Ask(examination).Should().BeNull(probe.Name));
    }

    [Fact]
    public void The_fits_go_on_to_a_tenth_of_what_is_satisfactory()
    {
        var examination = new Examination(Whole());

        var (here, anew, one) = (examination.FitFromHere!, examination.FitFromNewStart!, examination.FitOfOneBatch!);

        here.Loss.Should().BeLessThanOrEqualTo(1e-4);
        (here.From, here.Data).Should().Be(("θ", "the training data"));
        anew.Loss.Should().BeLessThanOrEqualTo(1e-4);
        (anew.From, anew.Data).Should().Be(("a new start (seed 1)", "the training data"));
        (one.From, one.Data).Should().Be(("a new start (seed 1)", "one batch of 16"));
    }

    [Fact]
    public void One_batch_is_fitted_from_a_new_start_else_the_start_else_theta()
    {
        new Examination(Whole() with { NewStart = null }).FitOfOneBatch!.From.Should().Be("the start");
        new Examination(Whole() with { NewStart = null, Start = null }).FitOfOneBatch!.From.Should().Be("θ");
        new Examination(Whole() with { Batches = null }).FitOfOneBatch.Should().BeNull();
        new Examination(Whole() with { NewStart = null }).FitFromNewStart.Should().BeNull();
    }

    [Theory]
    [InlineData(2000, "a new start (seed 2)")]
    [InlineData(400, "a new start (seed 1)")]
    public void A_second_start_is_tried_where_the_first_does_not_do_and_the_budget_has_it(int budget, string from)
    {
        // Two valleys, the one at −1 with a loss of 1, the one at 1 with a loss of 0.
        var objective = Objective.Create(
            p => (p[0] < 0 ? 1 : 0) + Math.Pow(Math.Abs(p[0]) - 1, 2), p => p.Map(x => 2 * (Math.Abs(x) - 1) * Math.Sign(x)));
        var examination = new Examination(
            new TrainingCase(new TrainingMonitor())
            {
                Objective = objective,
                NewStart = seed => Vector<double>.Build.Dense(1, seed == 1 ? -2 : 2),
                SatisfactoryLoss = 0.01,
                ChanceLoss = 1,
            },
            new() { Budget = budget });

        var fit = examination.FitFromNewStart!;

        fit.From.Should().Be(from);
        fit.Cost.Should().Be(examination.Receipts[^1].Cost);
    }
}
