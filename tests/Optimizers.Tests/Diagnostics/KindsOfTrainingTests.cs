using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics;

/// <summary>Trainings that are easy to read: what is named first, and what must not be.</summary>
public sealed class KindsOfTrainingTests
{
    private const int Examples = 120;

    private static readonly double[] X = Normal(Examples, seed: 1);

    [Theory]
    [InlineData(8, 60, 0)]
    [InlineData(1, 3, 0)]
    [InlineData(0.01, -0.2, 0)]
    [InlineData(500, -2e4, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(3, 40, 3)]
    public void A_line_at_its_least_squares_solution_is_healthy_whatever_the_targets_scale_offset_and_noise(double slope, double offset, double noise)
    {
        var e = Normal(Examples, seed: 2);
        var y = X.Select((x, i) => offset + (slope * x) + (noise * e[i])).ToArray();
        var (objective, theta) = (Line(y), V(0, 0));
        var monitor = Train(new Sgd(0.1), theta, objective, 200);

        var diagnosis = Diagnosis.Of(new TrainingCase(monitor)
        {
            Objective = objective,
            Targets = y,
            Start = V(0, 0),
            NewStart = seed => V(new Random(seed).NextDouble(), 0),
            NewOptimizer = rate => new Sgd(rate),
            Inputs = Matrix<double>.Build.Dense(1, Examples, X),
        });

        diagnosis.Verdict.Should().Be(Verdict.Healthy, diagnosis.ToString());
    }

    [Fact]
    public void A_solved_training_under_AdamW_is_not_held_against_its_weight_decay()
    {
        var y = X.Select(x => 2 + x).ToArray();
        var (objective, theta) = (Line(y), V(0, 0));
        var monitor = Train(new AdamW(0.05), theta, objective, 400);

        var diagnosis = Diagnosis.Of(new TrainingCase(monitor) { Objective = objective, Targets = y, NewOptimizer = rate => new AdamW(rate) });

        diagnosis.Findings.Should().BeEmpty(diagnosis.ToString());
    }

    [Fact]
    public void An_output_that_is_off_for_every_example_moves_nothing_and_no_other_name_goes_before()
    {
        double Out(Vector<double> w, double x) => Math.Max((w[0] * x) + w[1], 0);
        var y = X.Select(Math.Abs).ToArray();
        var objective = Objective.Create(
            w => X.Zip(y, (x, t) => Math.Pow(Out(w, x) - t, 2)).Average(),
            w => V(X.Zip(y, (x, t) => Out(w, x) > 0 ? 2 * (Out(w, x) - t) * x : 0).Average(),
                X.Zip(y, (x, t) => Out(w, x) > 0 ? 2 * (Out(w, x) - t) : 0).Average()));
        var theta = V(0.5, -9);
        var monitor = Train(new Sgd(0.1), theta, objective, 50);
        TrainingCase[] cases =
        [
            new(monitor),
            new(monitor) { Objective = objective },
            new(monitor)
            {
                Objective = objective, Targets = y, Start = V(0.5, -9), NewStart = seed => V(new Random(seed).NextDouble(), 0.1),
                NewOptimizer = rate => new Sgd(rate),
            },
        ];

        foreach (var each in cases)
            NamedFirst(each).Should().Be("nothing-moves");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-12)]
    public void Steps_below_the_rounding_of_the_parameters_and_a_rate_of_0_are_told_as_such(double rate)
    {
        float[] theta = [100], gradient = [1];
        var monitor = new TrainingMonitor();
        var optimizer = new Sgd(rate);
        optimizer.Watch(monitor);
        for (var i = 0; i < 30; i++)
        {
            monitor.RecordLoss(2);
            optimizer.Step([new Parameter(theta, gradient)]);
        }

        var first = Diagnosis.Of(monitor).Findings[0];

        (first.Cause.Id, first.Grounds).Should().Be(("nothing-moves", Grounds.Fact));
        first.Assessment.Evidence[0].Statement.Should().Contain(rate == 0 ? "the learning rate is 0" : "below the rounding");
    }

    [Fact]
    public void A_loss_below_0_is_not_compared_with_the_entropy_of_the_labels()
    {
        var labels = X.Select(x => x > 0 ? 1 : 0).ToArray();
        double P(Vector<double> w, int n) => 1 / (1 + Math.Exp((labels[n] == 1 ? -1 : 1) * ((w[0] * X[n]) + w[1])));
        var objective = Objective.Create(
            w => -Enumerable.Range(0, Examples).Average(n => P(w, n)),
            w => V(
                -Enumerable.Range(0, Examples).Average(n => P(w, n) * (1 - P(w, n)) * (labels[n] == 1 ? 1 : -1) * X[n]),
                -Enumerable.Range(0, Examples).Average(n => P(w, n) * (1 - P(w, n)) * (labels[n] == 1 ? 1 : -1))));
        var theta = V(-1, 0);
        var monitor = Train(new Sgd(0.01), theta, objective, 200);

        var diagnosis = Diagnosis.Of(new TrainingCase(monitor) { Objective = objective, Labels = labels });

        diagnosis.Verdict.Should().NotBe(Verdict.Healthy, diagnosis.ToString());
        diagnosis.Examination.Losses.Chance.Should().Be(double.NaN);
    }

    [Fact]
    public void A_kink_is_no_saddle_however_large_the_differences_across_it_are()
    {
        var objective = Objective.Create(
            w => Math.Pow(Math.Max(w[0], 0) + w[1] - 1, 2) + Math.Pow(w[1] - 2, 2),
            w => V(w[0] > 0 ? 2 * (w[0] + w[1] - 1) : 0, (2 * (Math.Max(w[0], 0) + w[1] - 1)) + (2 * (w[1] - 2))));
        var theta = V(0, 0);
        var monitor = Train(new Sgd(0.1), theta, objective, 200);

        var diagnosis = Diagnosis.Of(new TrainingCase(monitor) { Objective = objective });

        diagnosis.Examination.Curvature!.IsSmooth.Should().BeFalse();
        diagnosis.Findings.Should().BeEmpty(diagnosis.ToString());
    }

    [Fact]
    public void Indicators_of_many_symbols_are_not_badly_scaled()
    {
        const int Symbols = 40;
        var random = new Random(3);
        var ids = Enumerable.Range(0, 400).Select(_ => random.Next(Symbols)).ToArray();
        var y = ids.Select(id => Math.Sin(id)).ToArray();
        var objective = Objective.Create(
            w => ids.Zip(y, (id, t) => Math.Pow(w[id] - t, 2)).Average(),
            w =>
            {
                var g = Vector<double>.Build.Dense(Symbols);
                for (var n = 0; n < ids.Length; n++)
                    g[ids[n]] += 2 * (w[ids[n]] - y[n]) / ids.Length;
                return g;
            });
        var start = Vector<double>.Build.Dense(Symbols, i => 0.1 * Math.Cos(7 * i));
        var theta = start.Clone();
        var monitor = Train(new Sgd(0.05), theta, objective, 200);

        var first = Diagnosis.Of(new TrainingCase(monitor)
        {
            Objective = objective,
            Targets = y,
            Start = start,
            NewOptimizer = rate => new Sgd(rate),
            Inputs = Matrix<double>.Build.Dense(Symbols, 400, (i, n) => ids[n] == i ? 1 : 0),
        }).Findings[0];

        (first.Cause.Id, first.Grounds).Should().Be(("step-too-small", Grounds.Shown));
    }

    /// <summary>A cubic that cannot follow its targets: the loop sums the errors over the examples, and the mean is handed over.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_loop_that_records_and_follows_a_sum_where_the_mean_is_handed_over_does_nothing_else(int seed)
    {
        const int examples = 40;
        double[] x = [.. Enumerable.Range(0, examples).Select(i => Math.PI * ((2.0 * i / (examples - 1)) - 1))];
        var powers = Matrix<double>.Build.Dense(examples, 4, (i, k) => Math.Pow(x[i], k));
        var y = Vector<double>.Build.Dense(examples, i => Math.Sin(9 * x[i]));
        Objective Times(double factor) => Objective.Create(
            w => factor * ((powers * w) - y).PointwisePower(2).Sum(), w => 2 * factor * powers.TransposeThisAndMultiply((powers * w) - y));
        var start = V(Normal(4, seed));
        var theta = start.Clone();
        var monitor = Train(new Sgd(1e-4), theta, Times(1), 2000);

        var diagnosis = Diagnosis.Of(new TrainingCase(monitor)
        {
            Objective = Times(1.0 / examples),
            Targets = y.ToArray(),
            Start = start,
            NewStart = each => V(Normal(4, each)),
            NewOptimizer = rate => new Sgd(rate),
        });

        diagnosis.Examination.Trials!.Discrepancy.Should().BeGreaterThan(4, "the units differ");
        diagnosis.Suspects.Should().NotContain(each => each.Cause.Id == "loop-differs" && each.Confidence > 0.1, diagnosis.ToString());
    }

    [Fact]
    public void Losses_without_an_optimizer_are_a_log_and_are_read_as_one()
    {
        var diverging = new TrainingMonitor();
        var broken = new TrainingMonitor();
        for (var i = 0; i < 300; i++)
        {
            diverging.RecordLoss(2.3 * Math.Exp(0.05 * i));
            broken.RecordStep(i < 100 ? 2.3 - (0.01 * i) : double.NaN, learningRate: 0.1);
        }

        NamedFirst(new(diverging)).Should().Be("step-too-large");
        NamedFirst(new(broken)).Should().Be("non-finite");
        broken.FirstNonFinite!.Iteration.Should().Be(100);
        diverging.UnwatchedLosses.Should().Be(300);
        broken.StepCount.Should().Be(0);
    }

    [Fact]
    public void Epochs_without_a_step_between_them_are_evaluations_of_their_own()
    {
        var monitor = new TrainingMonitor();
        for (var i = 0; i < 60; i++)
        {
            monitor.RecordEvaluation(training: Math.Exp(-0.05 * i));
            monitor.RecordEvaluation(validation: 0.5 + Math.Pow((i - 30) / 25.0, 2));
        }

        monitor.Evaluations.Should().HaveCount(60);
        NamedFirst(new(monitor) { ChanceLoss = 1 }).Should().Be("overfitting");
    }

    [Fact]
    public void A_step_of_another_loop_is_refused_by_a_monitor_that_watches()
    {
        var monitor = new TrainingMonitor();
        new Sgd(0.1).Watch(monitor);

        FluentActions.Invoking(() => monitor.RecordStep(1)).Should().Throw<InvalidOperationException>().WithMessage("*RecordLoss*");
    }

    [Fact]
    public void Parameters_that_no_step_was_handed_are_told_by_name()
    {
        var y = X.Select(x => 5 + x).ToArray();
        var layout = ParameterLayout.Empty.Add("w", 1).Add("b", 1);
        var objective = Objective.Create(
            t => X.Zip(y, (x, target) => Math.Pow((t[0] * x) + t[1] - target, 2)).Average(),
            t => V(X.Zip(y, (x, target) => 2 * ((t[0] * x) + t[1] - target) * x).Average(),
                X.Zip(y, (x, target) => 2 * ((t[0] * x) + t[1] - target)).Average()),
            options: new ObjectiveOptions { Layout = layout });
        var monitor = new TrainingMonitor();
        var optimizer = new Sgd(0.1);
        optimizer.Watch(monitor);
        double[] w = [0], slope = [0];
        for (var i = 0; i < 50; i++)
        {
            monitor.RecordLoss(objective.Loss([w[0], 0]));
            var gradient = new double[2];
            objective.Gradient([w[0], 0], gradient);
            slope[0] = gradient[0];
            optimizer.Step([new Parameter(w, slope) { Name = "w" }]);
        }

        var first = Diagnosis.Of(new TrainingCase(monitor) { Objective = objective, Targets = y, Theta = V(w[0], 0) }).Findings[0];

        (first.Cause.Id, first.Grounds).Should().Be(("not-handed-over", Grounds.Fact));
        first.Assessment.Evidence[0].Statement.Should().Contain("b never moved");
    }

    [Fact]
    public void Inputs_that_are_the_same_for_every_example_are_a_fact()
    {
        var y = X.Select(x => 5 + x).ToArray();
        var objective = Objective.Create(
            t => y.Average(target => Math.Pow(t[0] + t[1] - target, 2)),
            t => V(y.Average(target => 2 * (t[0] + t[1] - target)), y.Average(target => 2 * (t[0] + t[1] - target))));
        var theta = V(0, 0);
        var monitor = Train(new Sgd(0.1), theta, objective, 100);

        NamedFirst(new(monitor) { Objective = objective, Targets = y, Inputs = Matrix<double>.Build.Dense(1, Examples, 1) })
            .Should().Be("constant-inputs");
    }

    private static string NamedFirst(TrainingCase each) =>
        Diagnosis.Of(each) is { Findings: [var first, ..] } ? first.Cause.Id : "nothing";

    private static Objective Line(double[] y) => Objective.Create(
        w => X.Zip(y, (x, t) => Math.Pow((w[0] * x) + w[1] - t, 2)).Average(),
        w => V(X.Zip(y, (x, t) => 2 * ((w[0] * x) + w[1] - t) * x).Average(), X.Zip(y, (x, t) => 2 * ((w[0] * x) + w[1] - t)).Average()));

    private static TrainingMonitor Train(IOptimizer optimizer, Vector<double> theta, Objective objective, int steps)
    {
        var monitor = new TrainingMonitor();
        optimizer.Watch(monitor);
        var gradient = new double[theta.Count];
        for (var i = 0; i < steps; i++)
        {
            monitor.RecordLoss(objective.Loss(theta.ToArray()));
            objective.Gradient(theta.ToArray(), gradient);
            optimizer.Step(theta, V(gradient));
        }

        return monitor;
    }

    private static Vector<double> V(params double[] values) => Vector<double>.Build.DenseOfArray(values);

    private static double[] Normal(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count)
            .Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }
}
