using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics;

public class ExaminationDataTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    /// <summary>L = ½‖θ‖², of a 2 × 2 matrix and a bias.</summary>
    private static Objective Bowl(ParameterLayout? layout = null) =>
        Objective.Create(theta => 0.5 * theta.DotProduct(theta), theta => theta.Clone(), options: new ObjectiveOptions { Layout = layout });

    private static TrainingMonitor Trained(int steps = 60, Optimizer? optimizer = null, double loss = double.NaN)
    {
        var monitor = new TrainingMonitor();
        optimizer ??= new Sgd(0.1) { L2Penalty = 0.01 };
        optimizer.Watch(monitor);
        var w = Matrix<double>.Build.Dense(2, 2, 1);
        var b = V.Dense(2, 1);
        for (var i = 0; i < steps; i++)
        {
            monitor.RecordBatchSize(8);
            monitor.RecordLoss(double.IsNaN(loss) ? 0.5 * (w.Enumerate().Sum(x => x * x) + b.DotProduct(b)) : loss);
            optimizer.Step([new Parameter(w, w.Clone()) { Name = "w" }, new Parameter(b, b.Clone()) { Name = "b" }]);
        }

        return monitor;
    }

    private static TrainingCase FullCase() => new(Trained())
    {
        Objective = Bowl(),
        Validation = Bowl(),
        Test = Bowl(),
        Start = V.Dense(6, 1),
        Labels = [0, 1, 0, 1],
        ExampleLosses = _ => [0.1, 0.2, 0.3, 3],
        HiddenLayers = _ => [new LayerActivations("h", Matrix<double>.Build.Dense(3, 5, (i, j) => i == 0 ? 0 : i + j))],
        Inputs = Matrix<double>.Build.Dense(2, 100, (i, j) => (j * (i + 3)) % 7),
        TestInputs = Matrix<double>.Build.Dense(2, 100, (i, j) => ((j + 1) * (i + 3)) % 7),
        ExampleCount = 4,
    };

    [Fact]
    public void A_full_case_has_every_report()
    {
        var examination = new Examination(FullCase());

        examination.Curve!.IsFalling.Should().BeTrue();
        examination.Motion!.Steps.Should().Be(60);
        examination.Motion.GradientCosine.Should().BeApproximately(1, 1e-9);
        examination.Setup!.BatchSize.Should().Be(8);
        examination.Setup.WeightDecay.Should().Be(0.01);
        examination.NonFinite.Should().BeNull();
        examination.Losses.Start.Should().Be(3);
        examination.Losses.Training.Should().BeApproximately(3 * Math.Pow(1 - (0.1 * 1.01), 120), 1e-9);
        examination.Losses.Chance.Should().BeApproximately(Math.Log(2), 1e-12);
        examination.Units![0].Dead.Should().Equal(0);
        examination.UnitsAtStart.Should().HaveCount(1);
        examination.Depth!.Layers.Select(layer => layer.Parameter).Should().Equal("w", "b");
        examination.DepthAtStart!.First.Should().BeApproximately(2, 1e-12);
        examination.Inputs!.Features.Should().Be(2);
        examination.Labels!.Classes.Should().Be(2);
        examination.ExampleLosses!.WrongShare.Should().Be(0.25);
        examination.Shift.Should().NotBeNull();
        examination.WeightDecay!.Cosine.Should().BeApproximately(1, 1e-12);
        examination.WeightDecay.Ratio.Should().BeApproximately(0.01, 1e-12);
    }

    [Fact]
    public void What_it_costs_is_within_what_was_said()
    {
        var examination = new Examination(FullCase());
        _ = (examination.Losses, examination.Depth, examination.DepthAtStart, examination.WeightDecay, examination.Losses);

        examination.Receipts.Should().OnlyContain(receipt => receipt.Cost == receipt.Price);
        examination.Receipts.Single(receipt => receipt.Probe == "Losses").Cost.Losses.Should().Be(4);
        examination.Receipts.Single(receipt => receipt.Probe == "WeightDecay").Cost.Should().Be(new EvaluationCounts(1, 1, 0, 0));
    }

    [Fact]
    public void An_objective_in_batches_is_priced_and_paid_by_its_batches()
    {
        var batches = new MiniBatchObjective(Enumerable.Range(0, 4).Select(_ => FullCase().Objective!).ToArray());
        var examination = new Examination(FullCase() with { Objective = batches, Validation = null, Test = null },
            new DiagnosisOptions { Budget = 4 });
        _ = (examination.Losses, examination.Depth, examination.DepthAtStart, examination.WeightDecay);

        examination.Receipts.Should().OnlyContain(receipt => receipt.Cost == receipt.Price);
        examination.Receipts.Single(receipt => receipt.Probe == "Losses").Cost.Losses.Should()
            .Be(8, "two losses of four batches are a gradient of all the data");
        examination.Receipts.Single(receipt => receipt.Probe == "DepthAtStart").Cost.Gradients.Should().Be(4);
    }

    [Fact]
    public void Without_a_budget_the_recorded_numbers_answer()
    {
        var examination = new Examination(FullCase(), new DiagnosisOptions { Budget = 0 });

        examination.Losses.Start.Should().Be(3);
        examination.Losses.Training.Should().BeGreaterThan(0);
        examination.Losses.Validation.Should().Be(double.NaN);
        examination.Depth!.Layers.Should().HaveCount(2);
        examination.DepthAtStart!.Layers.Should().HaveCount(2, "the monitor saw the first step");
        examination.WeightDecay.Should().BeNull();
        examination.Receipts.Should().OnlyContain(receipt => receipt.Cost == default);
    }

    [Fact]
    public void Every_probe_can_be_given_a_result_of_its_own_type_and_of_no_other()
    {
        string[] noProbe = ["Case", "LastStep", "LearningRate", "Monitor", "Options", "Receipts", "Results", "Theta"];
        var probes = typeof(Examination).GetProperties().Where(property => !noProbe.Contains(property.Name)).ToArray();

        probes.Should().HaveCountGreaterThan(30);
        probes.Should().AllSatisfy(probe =>
            FluentActions.Invoking(() => new Examination(new Dictionary<string, object> { [probe.Name] = 3 }))
                .Should().Throw<ArgumentException>()
                .WithMessage($"The result of {probe.Name} is a System.Int32; it must be a {probe.PropertyType}.*"));
    }

    [Fact]
    public void A_result_under_a_name_that_no_probe_has_is_refused()
    {
        FluentActions.Invoking(() => new Examination(new Dictionary<string, object> { ["Temperature"] = 3 }))
            .Should().Throw<ArgumentException>()
            .WithMessage("\"Temperature\" is no probe. The probes are Accuracy, *").WithParameterName("results");
    }

    [Fact]
    public void Results_are_a_copy_that_later_probes_do_not_change()
    {
        var examination = new Examination(FullCase());
        _ = examination.Setup;
        var results = examination.Results;
        _ = examination.Inputs;

        results.Keys.Should().Equal("Setup");
        examination.Results.Keys.Should().BeEquivalentTo("Setup", "Inputs");
    }

    [Fact]
    public void A_recorded_examination_answers_from_its_results_alone()
    {
        var first = new Examination(FullCase());
        _ = (first.Curve, first.Motion, first.Setup, first.Losses, first.Units, first.UnitsAtStart, first.Depth, first.DepthAtStart);
        _ = (first.Inputs, first.Labels, first.ExampleLosses, first.Shift, first.WeightDecay, first.NonFinite);

        var recorded = new Examination(first.Results);

        recorded.Curve.Should().BeSameAs(first.Curve);
        recorded.Motion.Should().BeSameAs(first.Motion);
        recorded.Setup.Should().BeSameAs(first.Setup);
        recorded.Losses.Should().BeSameAs(first.Losses);
        recorded.Units.Should().BeSameAs(first.Units);
        recorded.UnitsAtStart.Should().BeSameAs(first.UnitsAtStart);
        recorded.Depth.Should().BeSameAs(first.Depth);
        recorded.DepthAtStart.Should().BeSameAs(first.DepthAtStart);
        recorded.Inputs.Should().BeSameAs(first.Inputs);
        recorded.Labels.Should().BeSameAs(first.Labels);
        recorded.ExampleLosses.Should().BeSameAs(first.ExampleLosses);
        recorded.Shift.Should().BeSameAs(first.Shift);
        recorded.WeightDecay.Should().BeSameAs(first.WeightDecay);
        recorded.NonFinite.Should().BeNull();
    }

    [Fact]
    public void An_empty_recorded_examination_knows_nothing()
    {
        var recorded = new Examination(new Dictionary<string, object>());

        recorded.Curve.Should().BeNull();
        recorded.Motion.Should().BeNull();
        recorded.Setup.Should().BeNull();
        recorded.WeightDecay.Should().BeNull();
        recorded.ExampleLossesWhenFitted.Should().BeNull();
        double.IsNaN(recorded.Losses.Training).Should().BeTrue();
    }

    [Fact]
    public void A_monitor_that_has_seen_nothing_gives_no_report_and_no_error()
    {
        var examination = new Examination(new TrainingCase(new TrainingMonitor()));

        examination.Curve.Should().BeNull();
        examination.Motion.Should().BeNull();
        examination.Setup.Should().BeNull();
        examination.Depth.Should().BeNull();
        examination.DepthAtStart.Should().BeNull();
        examination.Units.Should().BeNull();
        examination.Inputs.Should().BeNull();
        examination.Labels.Should().BeNull();
        examination.ExampleLosses.Should().BeNull();
        examination.ExampleLossesWhenFitted.Should().BeNull();
        examination.Shift.Should().BeNull();
        examination.WeightDecay.Should().BeNull();
        examination.Losses.Should().Be(LossReport.Nothing);
    }

    [Fact]
    public void The_layout_of_the_objective_names_the_parameters_before_the_monitor_does()
    {
        var layout = ParameterLayout.Empty.Add("first", 2, 2).Add("second", 2);

        var depth = new Examination(new TrainingCase(Trained()) { Objective = Bowl(layout) }).Depth!;

        depth.Layers.Select(layer => layer.Parameter).Should().Equal("first", "second");
    }

    [Fact]
    public void A_loss_that_is_not_finite_at_theta_is_infinite()
    {
        var bad = Objective.Create(_ => double.NaN);

        var losses = new Examination(new TrainingCase(Trained(loss: 1)) { Objective = bad, Theta = V.Dense(6, 1) }).Losses;

        losses.Training.Should().Be(double.PositiveInfinity);
        losses.IsTrainingLarge.Should().BeNull("nothing says what would be small");
    }

    [Fact]
    public void No_loss_is_finite_where_theta_is_not()
    {
        var losses = new Examination(new TrainingCase(Trained()) { Objective = Bowl(), Theta = V.Dense(6, double.NaN), ChanceLoss = 1 }).Losses;

        losses.Training.Should().Be(double.PositiveInfinity);
        losses.IsTrainingLarge.Should().BeTrue();
    }

    [Fact]
    public void Chance_is_told_by_the_caller_else_by_labels_else_by_the_variance_of_targets()
    {
        var monitor = Trained(5);

        new Examination(new TrainingCase(monitor) { ChanceLoss = 7, Labels = [0, 1] }).Losses.Chance.Should().Be(7);
        new Examination(new TrainingCase(monitor) { Targets = [1, 3, 1, 3] }).Losses.Chance.Should().Be(1);
        new Examination(new TrainingCase(monitor)).Losses.Chance.Should().Be(double.NaN);
    }

    [Fact]
    public void Without_decay_nothing_is_said_of_it_and_nothing_is_spent()
    {
        var examination = new Examination(new TrainingCase(Trained(optimizer: new Sgd(0.1))) { Objective = Bowl() });

        examination.WeightDecay.Should().BeNull();
        examination.Receipts.Should().OnlyContain(receipt => receipt.Cost == default);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_told_with_the_refused_step()
    {
        var monitor = new TrainingMonitor();
        var sgd = new Sgd(0.1) { NonFinite = NonFiniteGradients.Skip };
        sgd.Watch(monitor);
        var b = V.Dense(2, 1);
        sgd.Step([new Parameter(b, b.Clone()) { Name = "b" }]);
        sgd.Step([new Parameter(b, V.Dense([0, double.NaN])) { Name = "b" }]);

        var examination = new Examination(new TrainingCase(monitor));

        examination.NonFinite!.What.Should().Be("gradient");
        examination.Motion!.RefusedSteps.Should().Be(1);
    }

    [Fact]
    public void Losses_where_the_reference_minimizer_ended_are_those_of_its_end()
    {
        // The minimizer ends at θ = 0, from any start; the loss of an example is its distance from there.
        var examination = new Examination(new TrainingCase(Trained())
        {
            Objective = Bowl(),
            NewStart = seed => V.Dense(6, seed),
            ChanceLoss = 0.5,
            ExampleLosses = theta => [theta.L2Norm(), 1 + theta.L2Norm(), 2, 3],
        });

        var report = examination.ExampleLossesWhenFitted!;

        report.Mean.Should().BeApproximately(1.5, 1e-3);
        report.WrongShare.Should().Be(0.75);
        examination.Receipts.Single(receipt => receipt.Probe == "ExampleLossesWhenFitted")
            .Cost.Should().Be(default(EvaluationCounts), "the fit has its own receipt");
    }

    [Fact]
    public void Without_losses_of_examples_no_fit_is_made_for_them()
    {
        var examination = new Examination(new TrainingCase(Trained()) { Objective = Bowl(), NewStart = seed => V.Dense(6, seed) });

        examination.ExampleLossesWhenFitted.Should().BeNull();
        examination.Receipts.Should().OnlyContain(receipt => receipt.Cost == default);
    }

    /// <summary>What a generic model leaves of the loss of chance: (1 − its share)·chance.</summary>
    [Theory]
    [InlineData(0.95, 0.05 * HealthyRun.Chance)]
    [InlineData(0.2, 0.3)]
    public void What_a_generic_model_learns_can_be_reached_where_it_is_below_the_short_trainings(double share, double attainable)
    {
        var run = HealthyRun.Results();
        run.Remove(nameof(Examination.Fitted));
        run[nameof(Examination.Losses)] = new LossReport(2.4, 2.2, 2.2, 2.2, 2.2, HealthyRun.Chance, double.NaN, IsStated: false);
        run[nameof(Examination.Learnability)] = new LearnabilityReport(share, 0, share, 400);
        new Examination(run).Attainable.Should().BeApproximately(attainable, 1e-9);
    }
}
