using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;
using Optimizers.FaultBench.World;
using static Optimizers.Tests.Diagnostics.World.Trainings;

namespace Optimizers.Tests.Diagnostics.World;

/// <summary>
/// Loops that do something else than what was handed over, each with its cause: what they make anew, what they add up, what they were given to learn
/// and to be judged by.
/// </summary>
public sealed class LoopKindsTests
{
    [Theory]
    [InlineData(Tier.Log, "adam", 0.05)]
    [InlineData(Tier.Full, "adam", 0.05)]
    [InlineData(Tier.Full, "rmsprop", 0.05)]
    [InlineData(Tier.Plain, "amsgrad", 0.05)]
    public void An_optimizer_that_is_made_anew_all_the_time_forgets_what_it_remembers(object tier, string rule, double rate)
    {
        var recipe = Curve(rule, rate);
        Diagnosed(recipe, (Tier)tier).Findings.Select(finding => finding.Cause.Id).Should().NotContain("restart-jump");
        recipe.RenewsOptimizer = true;

        var diagnosis = Diagnosed(recipe, (Tier)tier);

        First(diagnosis).Should().Be("restart-jump", diagnosis.ToString());
        diagnosis.Findings[0].Remedy!.Advice.Should().Contain("Make the optimizer once");
    }

    [Fact]
    public void Plain_descent_remembers_nothing_and_may_be_made_anew()
    {
        var recipe = Curve("sgd", 0.02);
        recipe.RenewsOptimizer = true;

        Diagnosed(recipe).Suspects.Where(each => each.Cause.Id is "restart-jump" or "loop-differs")
            .Should().OnlyContain(each => each.Confidence < 0.3);
    }

    [Theory]
    [InlineData(Tier.Log, "sgd", 0.2)]
    [InlineData(Tier.Plain, "momentum", 0.05)]
    [InlineData(Tier.Full, "adam", 0.01)]
    public void A_model_that_is_made_anew_every_epoch_begins_again_each_time(object tier, string rule, double rate)
    {
        var recipe = Classes(3);
        (recipe.Optimizer, recipe.Rate) = (new OptimizerChoice(rule), rate);
        Diagnosed(recipe, (Tier)tier).Findings.Select(finding => finding.Cause.Id).Should().NotContain("restart-jump");
        recipe.ResetsParameters = recipe.RenewsOptimizer = true;

        var diagnosis = Diagnosed(recipe, (Tier)tier);

        First(diagnosis).Should().Be("restart-jump", diagnosis.ToString());
        diagnosis.Findings[0].Remedy!.Advice.Should().Contain("Make the model and its start once");
    }

    [Theory]
    [InlineData(6, 0.2)]
    [InlineData(12, 0.1)]
    [InlineData(40, 0.05)]
    public void Gradients_of_parts_that_are_added_up_are_so_many_times_too_long(int parts, double rate)
    {
        var recipe = Classes(4);
        recipe.Model = pass => pass.Perceptron(2, 12, Activation.Relu, StartRules.He, 4);
        (recipe.Optimizer, recipe.Rate, recipe.BatchSize, recipe.Steps) = (new OptimizerChoice("momentum"), rate, 60, 300);
        string[] told = ["wrong-gradient", "loop-differs", "step-too-large"];
        Diagnosed(recipe).Findings.Select(finding => finding.Cause.Id).Should().NotContain(told);
        recipe.AddedParts = parts;

        var diagnosis = Diagnosed(recipe);

        told.Should().Contain(First(diagnosis), diagnosis.ToString());
        diagnosis.Findings.Select(finding => finding.Cause.Id).Should().NotContain("gradients-not-cleared", diagnosis.ToString());
    }

    [Theory]
    [InlineData(Tier.Plain)]
    [InlineData(Tier.Full)]
    public void Where_every_example_has_the_same_answer_there_is_nothing_to_learn(object tier)
    {
        var labels = Classes(3);
        Array.Fill(labels.Train.Labels!, 1);
        for (var i = 0; i < labels.Train.Count; i++)
        {
            labels.Train.IdealOf(i).Clear();
            labels.Train.IdealOf(i)[1] = 1;
        }

        var numbers = Recipe(
            Numbers(3, 200, 2, _ => 4), Numbers(4, 200, 2, _ => 4), pass => pass.Perceptron(1, 8, Activation.Tanh, StartRules.Glorot, 1), 0.1, 300);

        foreach (var recipe in (Recipe[])[labels, numbers])
        {
            var diagnosis = Diagnosed(recipe, (Tier)tier);
            First(diagnosis).Should().Be("bad-labels", diagnosis.ToString());
            diagnosis.Findings[0].Assessment.Evidence.Should().Contain(each => each.Statement.Contains("same answer"));
        }
    }

    [Theory]
    [InlineData(12, 0)]
    [InlineData(1, 3)]
    [InlineData(0.1, 0)]
    public void A_holdout_that_was_prepared_otherwise_is_no_overfitting(double factor, double offset)
    {
        var recipe = Classes(3);
        First(Diagnosed(recipe)).Should().NotBe("distribution-mismatch");
        recipe.Holdout = recipe.Holdout with { Inputs = [.. recipe.Holdout.Inputs.Select(x => (factor * x) + offset)] };

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("distribution-mismatch", diagnosis.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Classes_that_the_training_data_hardly_have_are_another_distribution_and_other_shares_of_learned_ones_are_none(bool isLearned)
    {
        var recipe = Classes(4);
        if (!isLearned)
            recipe.Train = Clouds(31, 0.6, 110, 110, 2, 2);
        recipe.Holdout = Clouds(32, 0.6, 20, 20, 110, 110);

        var diagnosis = Diagnosed(recipe);

        diagnosis.Findings.Any(finding => finding.Cause.Id == "distribution-mismatch").Should().Be(!isLearned, diagnosis.ToString());
    }

    [Fact]
    public void What_hangs_on_the_place_in_a_batch_mixes_examples_and_a_normalization_over_it_does_not()
    {
        var sample = Numbers(71, 120, 3, x => x[0] - x[1]);
        var x = Matrix<double>.Build.Dense(3, sample.Count, (row, n) => sample.Input(n)[row]);
        double[] y = [.. Enumerable.Range(0, sample.Count).Select(n => sample.Target(n)[0])];

        First(Of(Running)).Should().Be("examples-mixed");
        Of(Centred).Findings.Select(finding => finding.Cause.Id).Should().NotContain("examples-mixed");

        Diagnosis Of(Func<Matrix<double>, Matrix<double>> mix)
        {
            var w = Matrix<double>.Build.Dense(1, 3, (_, k) => 0.3 + (0.2 * k));
            return Diagnosis.Of(new TrainingCase(new TrainingMonitor())
            {
                Data = new(x, y),
                Loss = global::Optimizers.Diagnostics.Losses.SquaredError,
                Model = Model.InPlace([("w", w)], (inputs, _) => mix(w * inputs)),
            });
        }

        // h of an example is half that of the one before it.
        static Matrix<double> Running(Matrix<double> z)
        {
            for (var n = 1; n < z.ColumnCount; n++)
                z[0, n] += 0.5 * z[0, n - 1];
            return z;
        }

        static Matrix<double> Centred(Matrix<double> z) => z - (z.RowSums()[0] / z.ColumnCount);
    }

    [Fact]
    public void A_loss_that_is_nowhere_finite_is_told_and_throws_nothing()
    {
        var x = Matrix<double>.Build.Dense(2, 60, (row, n) => row + n);
        var w = Matrix<double>.Build.Dense(1, 2, double.NaN);
        var monitor = new TrainingMonitor();
        for (var i = 0; i < 30; i++)
            monitor.RecordLoss(double.NaN);

        var diagnosis = Diagnosis.Of(new TrainingCase(monitor)
        {
            Data = new(x, [.. Enumerable.Range(0, 60).Select(n => n % 2)]),
            Loss = global::Optimizers.Diagnostics.Losses.BinaryCrossEntropyFromLogits,
            Model = Model.InPlace([("w", w)], (inputs, _) => w * inputs),
            Objective = Optimizers.Curvature.Objective.Create(_ => double.NaN),
        });

        First(diagnosis).Should().Be("non-finite", diagnosis.ToString());
    }

    [Fact]
    public void A_layer_counts_as_silent_only_behind_the_bias_of_another()
    {
        DepthLayer[] chain = [Weights("W1", 60, 0), Bias("b1", 20, 0), Weights("W2", 100, 0), Bias("b2", 5, 1)];
        DepthLayer[] recurrence = [Weights("W1", 160, 1), Weights("U1", 400, 0), Bias("b1", 20, 1)];
        DepthLayer[] normalized =
            [Weights("W1", 60, 0), Bias("b1", 20, 0), Bias("gain", 20, 0, 1), Bias("shift", 20, 0), Weights("W2", 100, 0), Bias("b2", 5, 1)];

        SilentPlace.Of(chain)!.Weights.Should().Be("W2");
        SilentPlace.Of(recurrence).Should().BeNull();
        SilentPlace.Of(normalized).Should().BeNull();

        static DepthLayer Weights(string name, int length, double gradient) => new(name, length, true, gradient, 0.3, gradient, 1);

        static DepthLayer Bias(string name, int length, double gradient, double value = 0) =>
            new(name, length, false, gradient, value, gradient, double.NaN);
    }

    [Fact]
    public void One_layer_has_no_depth_to_explode_through()
    {
        var train = Numbers(81, 120, 3, x => 0.2 * (x[0] - x[1]));
        var recipe = Recipe(train, train, pass => pass.Last("1", pass.X, 1, weights: StartRules.Normal(4)), rate: 0.1, steps: 60);

        Diagnosed(recipe).Suspects.Select(each => each.Cause.Id).Should().NotContain("exploding-gradient");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(3000)]
    public void A_rate_that_only_diverges_more_slowly_is_no_cure_of_inputs_without_a_scale(double size)
    {
        var train = Numbers(5, 400, 6, x => (x[0] / size) - (0.4 * x[1]) + (0.2 * x[2]), random => random.Normal());
        for (var i = 0; i < train.Count; i++)
            train.Input(i)[0] *= size;
        var recipe = Recipe(train, train, pass => pass.Last("1", pass.X, 1), rate: 0.02, steps: 300);

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("bad-scaling", diagnosis.ToString());
    }

    [Theory]
    [InlineData("adam", 0.3, 0.01)]
    [InlineData("rmsprop", 0.1, 0.003)]
    public void A_smaller_rate_that_comes_as_far_in_a_short_training_is_tried_for_longer(string rule, double rate, double sound)
    {
        var diagnosis = Diagnosed(Curve(rule, rate));

        diagnosis.Examination.SlowerTrial!.Steps.Should().Be(400);
        diagnosis.Examination.SlowerTrial.Gain.Should().BeGreaterThan(2);
        First(diagnosis).Should().Be("step-too-large", diagnosis.ToString());
        Diagnosed(Curve(rule, sound)).Examination.SlowerTrial.Should().BeNull();
    }

    [Theory]
    [InlineData(1.4)]
    [InlineData(6)]
    public void Not_a_number_behind_a_divergence_is_its_end_and_of_a_sudden_it_comes_first(double growth)
    {
        var (diverged, sudden) = (new TrainingMonitor(), new TrainingMonitor());
        var random = new Random(9);
        double loss = 2;
        for (var i = 0; i < 80; i++)
        {
            loss *= i < 4 ? 0.97 : growth;
            diverged.RecordStep(i < 60 && loss < 1e200 ? loss : double.NaN);
            sudden.RecordStep(i < 60 ? (2 * Math.Exp(-i / 20.0)) + (0.05 * random.NextDouble()) : double.NaN);
        }

        var (first, second) = (Diagnosis.Of(diverged), Diagnosis.Of(sudden));

        First(first).Should().Be("step-too-large", first.ToString());
        First(second).Should().Be("non-finite", second.ToString());
        first.ToString().Should().NotContain("RecordLoss");
    }

    private static Recipe Classes(int classes)
    {
        int[] counts = [.. Enumerable.Repeat(240 / classes, classes)];
        var recipe = Recipe(
            Clouds(31, 0.6, counts), Clouds(32, 0.6, counts), pass => pass.Last("2", pass.Layer("1", pass.X, 16, Activation.Tanh), classes),
            rate: 0.01, steps: 400, LossKind.CrossEntropy);
        recipe.Optimizer = new OptimizerChoice("adam");
        recipe.BatchSize = 24;
        return recipe;
    }

    // A curve over all examples at once, with a rate that an adaptive rule bears only with its means.
    private static Recipe Curve(string rule, double rate)
    {
        var train = Numbers(41, 200, 2, x => Math.Sin(2 * x[0]) + (0.5 * x[1]));
        var recipe = Recipe(train, train, pass => pass.Perceptron(2, 24, Activation.Tanh, StartRules.Glorot, 1), rate, steps: 600);
        recipe.Optimizer = new OptimizerChoice(rule);
        return recipe;
    }
}
