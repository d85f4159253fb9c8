using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Diagnostics;

/// <summary>
/// What a monitor says of a training is what plain formulas say of the caller's own copies, and the training is the same as without it.
/// </summary>
public sealed class TrainingMonitorTests
{
    private const int Rows = 5;
    private const int Columns = 7;
    private const int BiasLength = 13;
    private const double Precision = 1e-12;

    public static TheoryData<string> Names { get; } = OptimizerFacts.Of(
        fact => !fact.NeedsMatrices && fact.Allocates is null && fact.Create(0) is Optimizer);

    [Theory]
    [MemberData(nameof(Names))]
    public void Norms_and_cosines_of_every_rule_are_those_of_plain_formulas_over_doubles(string name) =>
        CheckFormulas(name, frozen: null, run => run.Optimizer.Step([(run.W, run.DW), (run.B, run.DB)]));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_parameter_of_floats_is_seen_as_well(string name)
    {
        var (optimizer, monitor) = (OptimizerFacts.Of(name).Create(0.01), new TrainingMonitor());
        optimizer.Watch(monitor);
        var theta = Trajectory.ToFloat(Trajectory.Start(Rows * Columns));
        var w = Matrix<float>.Build.Dense(Rows, Columns, theta);
        double[]? lastGradient = null, lastUpdate = null;
        for (var i = 0; i < 12; i++)
        {
            var (before, gradient) = (Widen(theta), Trajectory.Gradient(theta.Length, i));
            optimizer.Step(w, Matrix<float>.Build.Dense(Rows, Columns, Trajectory.ToFloat(gradient)));
            var update = Array.ConvertAll(theta, x => (double)x).Zip(before, (x, y) => (double)((float)x - (float)y)).ToArray();
            var record = monitor.Recent[^1];
            CheckRecord(record, before, gradient, update, lastGradient, lastUpdate);
            var step = monitor.LastStep()!;
            step.Before.Should().Equal(before);
            step.Gradient.Should().Equal(gradient, "every element fits into a float");
            step.Update.Should().Equal(update);
            (step.PreviousUpdate ?? []).Should().Equal(lastUpdate ?? []);
            (lastGradient, lastUpdate) = (gradient, update);
        }
    }

    [Fact]
    public void A_frozen_parameter_counts_in_the_norm_of_theta_alone_and_goes_on_when_it_thaws() =>
        CheckFormulas("Adam", frozen: i => i is >= 3 and < 6, run =>
            run.Optimizer.Step([(run.W, run.DW),
                new Parameter(run.B, run.Frozen ? run.DB * double.NaN : run.DB) { Name = "b", Frozen = run.Frozen }]));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_watched_run_has_the_bits_of_an_unwatched_one(string name)
    {
        Run(watched: true).Should().Equal(Run(watched: false));

        long[] Run(bool watched)
        {
            var optimizer = OptimizerFacts.Of(name).Create(0.01, threads: 2);
            if (watched)
                optimizer.Watch(new TrainingMonitor());
            var doubles = Trajectory.Start(70_003);
            var floats = Trajectory.ToFloat(Trajectory.Start(29));
            for (var i = 0; i < 4; i++)
                optimizer.Step([(doubles, Trajectory.Gradient(doubles.Length, i)),
                    (floats, Trajectory.ToFloat(Trajectory.Gradient(floats.Length, i)))]);
            return [.. doubles.Select(BitConverter.DoubleToInt64Bits), .. floats.Select(x => (long)BitConverter.SingleToInt32Bits(x))];
        }
    }

    [Fact]
    public void What_is_seen_has_the_same_bits_for_every_number_of_threads()
    {
        var expected = Run(1);
        Run(2).Should().Equal(expected);
        Run(7).Should().Equal(expected);

        static StepRecord[] Run(int threads)
        {
            var (optimizer, monitor) = (new Adam(0.01) { MaxThreads = threads }, new TrainingMonitor());
            optimizer.Watch(monitor);
            var theta = Trajectory.Start(200_003);
            for (var i = 0; i < 3; i++)
                optimizer.Step(theta, Trajectory.Gradient(theta.Length, i));
            var last = monitor.Recent[^1];
            last.UpdateNorm.Should().BeApproximately(Norm(monitor.LastStep()!.Update), 1e-10);
            return [.. monitor.Recent.Select(step =>
                step with { Loss = 0, GradientCosine = NoNaN(step.GradientCosine), UpdateCosine = NoNaN(step.UpdateCosine) })];
        }

        static double NoNaN(double value) => double.IsNaN(value) ? -2 : value;
    }

    [Fact]
    public void Clipping_does_not_change_the_gradient_that_is_seen_and_the_rate_is_that_of_the_schedule()
    {
        var (optimizer, monitor) =
            (new Sgd(Schedule.StepDecay(0.5, 0.1, every: 1)) { Clipping = GradientClipping.ByGlobalNorm(1) }, new TrainingMonitor());
        optimizer.Watch(monitor);
        optimizer.Step([0.0, 0], [3.0, 4]);
        optimizer.Step([0.0, 0], [3.0, 4]);
        monitor.Recent.Should().SatisfyRespectively(
            first =>
            {
                first.GradientNorm.Should().Be(5);
                first.UpdateNorm.Should().BeApproximately(0.5, Precision);
                first.DescentCosine.Should().BeApproximately(1, Precision);
                first.LearningRate.Should().Be(0.5);
                first.GradientCosine.Should().Be(double.NaN);
            },
            second =>
            {
                second.LearningRate.Should().BeApproximately(0.05, Precision);
                second.GradientCosine.Should().BeApproximately(1, Precision);
            });
    }

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    public void Norms_are_told_where_their_squares_leave_the_range_of_doubles(double size)
    {
        var (optimizer, monitor) = (new Sgd(1) { NonFinite = NonFiniteGradients.Pass }, new TrainingMonitor());
        optimizer.Watch(monitor);
        double[] a = [0], b = [0, 0];
        optimizer.Step([(a, [3 * size]), (b, [0, -4 * size])]);
        optimizer.Step([(a, [3 * size]), (b, [0, -4 * size])]);
        (monitor.Recent[1].GradientNorm / size).Should().BeApproximately(5, Precision);
        (monitor.Recent[1].UpdateNorm / size).Should().BeApproximately(5, Precision);
        (monitor.Recent[1].ParameterNorm / size).Should().BeApproximately(5, Precision);
        (monitor.Parameters[1].History[1].GradientNorm / size).Should().BeApproximately(4, Precision);
        monitor.Parameters[1].ZeroGradientSteps.Should().Be(0);
        monitor.FirstNonFinite.Should().BeNull("the numbers are finite");
    }

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    public void The_history_is_thinned_evenly_and_always_has_the_last_step(int capacity)
    {
        var (optimizer, monitor) = (new Sgd(0.1), new TrainingMonitor(new TrainingMonitorOptions { Capacity = capacity, Recent = 16 }));
        optimizer.Watch(monitor);
        double[] theta = [1];
        for (var i = 0; i < 1000; i++)
        {
            optimizer.Step(theta, [1]);
            var iterations = monitor.History.Select(step => step.Iteration).ToArray();
            iterations.Length.Should().BeInRange(Math.Min(i + 1, capacity / 2), capacity);
            iterations[0].Should().Be(0);
            iterations[^1].Should().Be(i);
            var stride = iterations.Length > 2 ? iterations[1] : 1;
            long.IsPow2(stride).Should().BeTrue();
            iterations[..^1].Should().Equal(Enumerable.Range(0, iterations.Length - 1).Select(k => k * stride));
            monitor.Parameters[0].History.Select(record => record.Iteration).Should().Equal(iterations);
            monitor.Recent.Select(step => step.Iteration).Should()
                .Equal(Enumerable.Range(Math.Max(0, i - 15), Math.Min(i + 1, 16)).Select(k => (long)k));
        }

        monitor.StepCount.Should().Be(1000);
    }

    [Fact]
    public void A_list_that_was_taken_does_not_change_with_later_steps()
    {
        var (optimizer, monitor) = (new Sgd(0.1), new TrainingMonitor());
        optimizer.Watch(monitor);
        optimizer.Step([1.0], [1]);
        var (history, recent, parameters, last) = (monitor.History, monitor.Recent, monitor.Parameters, monitor.LastStep()!);
        optimizer.Step([1.0], [2]);
        history.Should().ContainSingle();
        recent.Should().ContainSingle();
        parameters[0].History.Should().ContainSingle();
        last.Gradient.Should().Equal(1);
    }

    [Fact]
    public void Losses_and_batch_sizes_belong_to_the_coming_step_and_the_lowest_finite_loss_is_the_best()
    {
        var (optimizer, monitor) = (new Sgd(0.1), new TrainingMonitor());
        optimizer.Watch(monitor);
        monitor.Best.Should().BeNull();
        Step(5, 5);
        monitor.RecordBatchSize(32);
        Step(2, 3, 1);
        optimizer.Step([0.0], [1]);
        Step(1.5);
        monitor.Recent.Select(step => step.Loss).Should().Equal(5, 1, double.NaN, 1.5);
        monitor.Recent.Select(step => step.BatchSize).Should().Equal(0, 32, 32, 32);
        monitor.Best!.Value.Iteration.Should().Be(1);
        Step(double.NegativeInfinity);
        monitor.Best!.Value.Loss.Should().Be(1);

        void Step(params double[] losses)
        {
            foreach (var loss in losses)
                monitor.RecordLoss(loss);
            optimizer.Step([0.0], [1]);
        }
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_seen_at_once_and_without_a_step()
    {
        var (optimizer, monitor) = (new Sgd(0.1), new TrainingMonitor());
        optimizer.Watch(monitor);
        optimizer.Step([0.0], [1]);
        monitor.RecordLoss(double.NaN);
        monitor.RecordLoss(double.PositiveInfinity);
        monitor.FirstNonFinite.Should().Be(new NonFiniteEvent(1, "loss", null, -1, double.NaN));
        monitor.StepCount.Should().Be(1);
    }

    [Theory]
    [InlineData(NonFiniteGradients.Throw)]
    [InlineData(NonFiniteGradients.Skip)]
    public void A_refused_step_is_counted_and_says_where(NonFiniteGradients choice)
    {
        var (optimizer, monitor) = (new Adam(0.1) { NonFinite = choice }, new TrainingMonitor());
        optimizer.Watch(monitor);
        double[] a = [1], b = [1, 2, 3];
        optimizer.Step([(a, [1]), (b, [1, 1, 1])]);
        var kept = monitor.LastStep();
        monitor.RecordLoss(7);
        var step = () => optimizer.Step([(a, [1]), new Parameter(b, (double[])[1, double.NaN, double.NegativeInfinity]) { Name = "b" }]);
        if (choice == NonFiniteGradients.Throw)
            step.Should().Throw<NonFiniteGradientException>();
        else
            step();
        monitor.RefusedSteps.Should().Be(1);
        monitor.StepCount.Should().Be(1);
        monitor.FirstNonFinite.Should().Be(new NonFiniteEvent(1, "gradient", "b", 1, double.NaN));
        monitor.LastStep().Should().BeEquivalentTo(kept);
        optimizer.Step([(a, [1]), (b, [1, 1, 1])]);
        monitor.Recent[^1].Loss.Should().Be(double.NaN, "the loss was that of the step that was refused");
        monitor.Recent[^1].Iteration.Should().Be(1);
        optimizer.SkippedSteps.Should().Be(choice == NonFiniteGradients.Skip ? 1 : 0);
    }

    [Fact]
    public void A_gradient_that_is_passed_is_seen_where_it_first_is_not_finite()
    {
        var (optimizer, monitor) = (new Sgd(0.1) { NonFinite = NonFiniteGradients.Pass }, new TrainingMonitor());
        optimizer.Watch(monitor);
        double[] a = [1];
        float[] b = [1, 2, 3];
        optimizer.Step([(a, [1]), (b, [0, 0, 0])]);
        monitor.FirstNonFinite.Should().BeNull();
        optimizer.Step([(a, [1]), (b, [0, 0, float.NegativeInfinity])]);
        optimizer.Step([(a, [double.NaN]), (b, [0, 0, 0])]);
        monitor.FirstNonFinite.Should().Be(new NonFiniteEvent(1, "gradient", "parameters[1]", 2, double.NegativeInfinity));
        monitor.RefusedSteps.Should().Be(0);
    }

    [Fact]
    public void A_parameter_that_overflows_is_seen_where_it_does()
    {
        var (optimizer, monitor) = (new Sgd(10), new TrainingMonitor());
        optimizer.Watch(monitor);
        float[] theta = [1, 1, -3e38f];
        optimizer.Step([new Parameter(theta, (float[])[1, 1, 3e37f]) { Name = "w" }]);
        theta[2].Should().Be(float.NegativeInfinity);
        monitor.FirstNonFinite.Should().Be(new NonFiniteEvent(0, "parameter", "w", 2, double.NegativeInfinity));
    }

    [Fact]
    public void Evaluations_are_thinned_and_those_of_one_iteration_are_one()
    {
        var (optimizer, monitor) = (new Sgd(0.1), new TrainingMonitor(new TrainingMonitorOptions { Capacity = 64 }));
        optimizer.Watch(monitor);
        monitor.Evaluations.Should().BeEmpty();
        monitor.RecordEvaluation(training: 3);
        monitor.RecordEvaluation(validation: 4);
        monitor.RecordEvaluation(test: 5);
        monitor.RecordEvaluation(training: 2);
        monitor.Evaluations.Should().Equal(new EvaluationRecord(0, 2, 4, 5));
        for (var i = 1; i < 500; i++)
        {
            optimizer.Step([0.0], [1]);
            monitor.RecordEvaluation(training: i);
            monitor.RecordEvaluation(test: -i);
        }

        monitor.Evaluations.Count.Should().BeInRange(32, 64);
        monitor.Evaluations[0].Iteration.Should().Be(0);
        monitor.Evaluations[^1].Should().Be(new EvaluationRecord(499, 499, double.NaN, -499));
        monitor.Evaluations.Skip(1).Should().OnlyContain(each => each.TrainingLoss == each.Iteration && each.TestLoss == -each.Iteration);
    }

    [Fact]
    public void Activations_are_told_by_mean_spread_and_the_shares_of_constant_and_extreme_ones()
    {
        var monitor = new TrainingMonitor();
        monitor.RecordActivations("tanh", [1, 0.5, -0.3, 0.995, 0.5, 0.4, -1, 0.5, 0.2], units: 3, lower: -1, upper: 1);
        monitor.RecordActivations("relu", [0, 10, 0, 0.05, 0, 0.2], units: 2, lower: 0);
        monitor.RecordActivations("linear", [1, 2], units: 2);
        monitor.RecordActivations("tanh", [0, 0], units: 1, lower: -1, upper: 1);
        monitor.Layers.Select(layer => layer.Name).Should().Equal("tanh", "relu", "linear");

        double[] values = [1, 0.5, -0.3, 0.995, 0.5, 0.4, -1, 0.5, 0.2];
        var tanh = monitor.Layers[0].History[0];
        tanh.Mean.Should().BeApproximately(values.Average(), Precision);
        tanh.StandardDeviation.Should().BeApproximately(Math.Sqrt(values.Average(x => Math.Pow(x - values.Average(), 2))), Precision);
        tanh.ConstantShare.Should().BeApproximately(1.0 / 3, Precision);
        tanh.ExtremeShare.Should().BeApproximately(3.0 / 9, Precision);
        monitor.Layers[0].History[1].ConstantShare.Should().Be(1);
        monitor.Layers[0].History[1].ExtremeShare.Should().Be(0);
        var relu = monitor.Layers[1].History[0];
        relu.ConstantShare.Should().Be(0.5);
        relu.ExtremeShare.Should().BeApproximately(4.0 / 6, Precision, "1 % of the range from 0 to 10 is 0.1");
        monitor.Layers[2].History[0].ExtremeShare.Should().Be(double.NaN);
        monitor.Layers[2].History[0].ConstantShare.Should().Be(double.NaN, "one example says nothing");
    }

    [Fact]
    public void What_is_recorded_before_the_first_step_of_a_run_that_goes_on_has_its_iteration()
    {
        var (optimizer, monitor) = (new Sgd(0.1), new TrainingMonitor());
        optimizer.Step([0.0], [1.0]);
        optimizer.Step([0.0], [1.0]);
        optimizer.Watch(monitor);
        monitor.RecordEvaluation(training: 1);
        monitor.RecordActivations("h", [1], 1);
        monitor.RecordLoss(double.NaN);
        monitor.Evaluations[0].Iteration.Should().Be(2);
        monitor.Layers[0].History[0].Iteration.Should().Be(2);
        monitor.FirstNonFinite!.Iteration.Should().Be(2);
        monitor.Optimizer.Should().BeNull("it has seen no step");
    }

    [Fact]
    public void Bad_records_are_refused_and_change_nothing()
    {
        var monitor = new TrainingMonitor();
        ((Action)(() => monitor.RecordBatchSize(0))).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("examples");
        ((Action)(() => monitor.RecordActivations(null!, [1], 1))).Should().Throw<ArgumentNullException>().WithParameterName("layer");
        ((Action)(() => monitor.RecordActivations("h", [1], 0))).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("units");
        ((Action)(() => monitor.RecordActivations("h", [], 1))).Should().Throw<ArgumentException>().WithParameterName("activations");
        ((Action)(() => monitor.RecordActivations("h", [1, 2, 3], 2))).Should().Throw<ArgumentException>().WithParameterName("activations");
        ((Action)(() => monitor.RecordActivations("h", [1], 1, lower: 1, upper: 1)))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName("lower");
        ((Action)(() => monitor.RecordActivations("h", [1], 1, lower: double.NaN)))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName("lower");
        monitor.Layers.Should().BeEmpty();
        monitor.LastStep().Should().BeNull();
        monitor.Optimizer.Should().BeNull();
        monitor.Parameters.Should().BeEmpty();
    }

    [Fact]
    public void Another_optimizer_goes_on_with_the_same_shapes_and_is_refused_with_others()
    {
        var monitor = new TrainingMonitor();
        var (first, second, other) = (new Sgd(0.1), new Sgd(0.2), new Sgd(0.1));
        double[] theta = [1, 2];
        first.Watch(monitor);
        first.Step(theta, [1, 0]);
        first.Unwatch(monitor);
        first.Step(theta, [5, 5]);
        second.Watch(monitor);
        second.Step(theta, [0, 1]);
        monitor.StepCount.Should().Be(2);
        monitor.Optimizer.Should().BeSameAs(second);
        monitor.Recent.Select(step => step.Iteration).Should().Equal(0, 0);
        monitor.Recent[1].GradientCosine.Should().Be(0);

        var last = monitor.LastStep();
        other.Watch(monitor);
        double[] three = [1, 2, 3];
        ((Action)(() => other.Step(three, [1, 1, 1]))).Should().Throw<InvalidOperationException>()
            .WithMessage("*a vector of 3 double*a vector of 2 double*");
        ((Action)(() => other.Step([1f, 2f], [1, 1]))).Should().Throw<InvalidOperationException>().WithMessage("*a vector of 2 float*");
        three.Should().Equal(1, 2, 3);
        other.Iteration.Should().Be(0);
        monitor.LastStep().Should().BeEquivalentTo(last);
    }

    [Fact]
    public void A_step_that_another_observer_refuses_is_not_taken_and_leaves_the_last_one_as_it_was()
    {
        var (watching, foreign) = (new TrainingMonitor(), new TrainingMonitor());
        var (optimizer, other) = (new Sgd(0.1), new Sgd(0.1));
        other.Watch(foreign);
        other.Step([1.0], [1]);
        optimizer.Watch(watching);
        double[] theta = [1, 2];
        optimizer.Step(theta, [1, 1]);
        var last = watching.LastStep()!;
        optimizer.Watch(foreign);
        ((Action)(() => optimizer.Step(theta, [1, 1]))).Should().Throw<InvalidOperationException>();
        theta.Should().Equal(0.9, 1.9);
        optimizer.Iteration.Should().Be(1);
        watching.StepCount.Should().Be(1);
        watching.LastStep()!.Before[0].Should().BeApproximately(last.Before[0], 1e-15);
        watching.LastStep()!.Update.Should().Equal(last.Update);
        optimizer.Unwatch(foreign);
        optimizer.Step(theta, [1, 1]);
        watching.StepCount.Should().Be(2);
    }

    [Fact]
    public void An_observer_watches_once_and_can_be_let_go()
    {
        var (optimizer, monitor) = (new Sgd(0.1), new TrainingMonitor());
        ((Action)(() => optimizer.Watch(null!))).Should().Throw<ArgumentNullException>().WithParameterName("observer");
        ((Action)(() => optimizer.Unwatch(null!))).Should().Throw<ArgumentNullException>().WithParameterName("observer");
        optimizer.Unwatch(monitor);
        optimizer.Watch(monitor);
        optimizer.Watch(monitor);
        optimizer.Step([1.0], [1]);
        monitor.StepCount.Should().Be(1);
        optimizer.Unwatch(monitor);
        optimizer.Step([1.0], [1]);
        monitor.StepCount.Should().Be(1);
    }

    [Fact]
    public void Several_monitors_see_the_same()
    {
        var optimizer = new Adam(0.1);
        TrainingMonitor[] monitors = [new(), new(), new()];
        foreach (var monitor in monitors)
            optimizer.Watch(monitor);
        var theta = Trajectory.Start(20);
        for (var i = 0; i < 5; i++)
            optimizer.Step(theta, Trajectory.Gradient(20, i));
        foreach (var monitor in monitors)
            monitor.Recent.Should().BeEquivalentTo(monitors[0].Recent);
    }

    [Fact]
    public void Parameters_are_told_with_their_shapes_names_and_the_steps_in_which_they_had_no_gradient()
    {
        var (optimizer, monitor) = (new Adam(0.1), new TrainingMonitor());
        optimizer.Watch(monitor);
        var w = Matrix<double>.Build.Dense(2, 3, 1);
        var (zero, one) = (Matrix<double>.Build.Dense(2, 3), Matrix<double>.Build.Dense(2, 3, 1));
        double[] b = [1, 2, 3, 4];
        for (var i = 0; i < 5; i++)
        {
            optimizer.Step([
                new Parameter(w, i < 2 ? zero : one) { Name = "w" },
                new Parameter(b, (double[])[0, 0, 0, -0.0]) { Frozen = i == 4 }]);
        }

        monitor.Parameters.Should().SatisfyRespectively(
            first => (first.Name, first.Rows, first.Columns, first.Length, first.ZeroGradientSteps, first.Steps).Should().Be(("w", 2, 3, 6, 2, 5)),
            second => (second.Name, second.Rows, second.Columns, second.Length, second.ZeroGradientSteps, second.Steps)
                .Should().Be(("parameters[1]", 4, 1, 4, 4, 4)));
    }

    private static void CheckFormulas(string name, Func<int, bool>? frozen, Action<Run> step)
    {
        var run = new Run(OptimizerFacts.Of(name).Create(Schedule.StepDecay(0.05, 0.5, every: 3)));
        var monitor = new TrainingMonitor();
        run.Optimizer.Watch(monitor);
        double[] w = run.W.AsColumnMajorArray(), b = run.B.AsArray();
        double[]? lastGradient = null, lastUpdate = null;
        for (var i = 0; i < 12; i++)
        {
            run.Frozen = frozen?.Invoke(i) ?? false;
            Trajectory.Gradient(w.Length, i).CopyTo(run.DW.AsColumnMajorArray(), 0);
            Trajectory.Gradient(b.Length, i, seed: 5).CopyTo(run.DB.AsArray(), 0);
            double[] before = [.. w, .. b];
            double[] gradient = [.. run.DW.AsColumnMajorArray(), .. run.Frozen ? new double[b.Length] : run.DB.AsArray()];
            step(run);
            double[] update = [.. ((double[])[.. w, .. b]).Zip(before, (x, y) => x - y)];

            var record = monitor.Recent[^1];
            record.Iteration.Should().Be(i);
            record.LearningRate.Should().Be(OptimizerFact.RulesOf(run.Optimizer)[0].LearningRate.At(i));
            CheckRecord(record, before, gradient, update, lastGradient, lastUpdate);
            var bias = monitor.Parameters[1].History[^1];
            Near(bias.GradientNorm, run.Frozen ? double.NaN : Norm(gradient[w.Length..]), Precision);
            Near(bias.UpdateNorm, Norm(update[w.Length..]), Precision);
            Near(bias.ParameterNorm, Norm(before[w.Length..]), Precision);
            Near(bias.GradientCosine, Cosine(gradient[w.Length..], lastGradient?[w.Length..]), Precision);
            Near(bias.UpdateCosine, Cosine(update[w.Length..], lastUpdate?[w.Length..]), 1e-10);

            var last = monitor.LastStep()!;
            last.Iteration.Should().Be(i);
            last.Before.Should().Equal(before);
            last.Gradient.Should().Equal(gradient);
            last.Update.Should().Equal(update);
            (last.PreviousUpdate ?? []).Should().Equal(lastUpdate ?? []);
            (lastGradient, lastUpdate) = (gradient, update);
        }
    }

    private static void CheckRecord(
        StepRecord record, double[] before, double[] gradient, double[] update, double[]? lastGradient, double[]? lastUpdate)
    {
        Near(record.GradientNorm, Norm(gradient), Precision);
        Near(record.UpdateNorm, Norm(update), Precision);
        Near(record.ParameterNorm, Norm(before), Precision);
        Near(record.GradientCosine, Cosine(gradient, lastGradient), Precision);
        Near(record.UpdateCosine, Cosine(update, lastUpdate), Precision);
        Near(record.DescentCosine, Cosine(update, Array.ConvertAll(gradient, x => -x)), Precision);
    }

    private static void Near(double value, double expected, double precision)
    {
        if (double.IsNaN(expected))
            value.Should().Be(double.NaN);
        else
            value.Should().BeApproximately(expected, precision);
    }

    private static double Norm(double[] x) => Math.Sqrt(x.Sum(each => each * each));

    private static double Cosine(double[] x, double[]? y) =>
        y is null || Norm(x) == 0 || Norm(y) == 0 ? double.NaN : x.Zip(y, (a, b) => a * b).Sum() / (Norm(x) * Norm(y));

    private static double[] Widen(float[] values) => Array.ConvertAll(values, x => (double)x);

    private sealed class Run(IOptimizer optimizer)
    {
        public IOptimizer Optimizer { get; } = optimizer;

        public Matrix<double> W { get; } = Matrix<double>.Build.Dense(Rows, Columns, Trajectory.Start(Rows * Columns));

        public Matrix<double> DW { get; } = Matrix<double>.Build.Dense(Rows, Columns);

        public Vector<double> B { get; } = Vector<double>.Build.Dense(Trajectory.Start(BiasLength, seed: 4));

        public Vector<double> DB { get; } = Vector<double>.Build.Dense(BiasLength);

        public bool Frozen { get; set; }
    }
}
