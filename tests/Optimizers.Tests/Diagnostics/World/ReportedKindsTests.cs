using Optimizers.Diagnostics;
using Optimizers.FaultBench.World;
using static Optimizers.Tests.Diagnostics.World.Trainings;

namespace Optimizers.Tests.Diagnostics.World;

/// <summary>
/// Kinds of trainings that people reported and that were once called by another name, each with its cause, and what looks like them and is none.
/// </summary>
public sealed class ReportedKindsTests
{
    [Theory]
    [InlineData(2, LossKind.CrossEntropyOfProbabilities)]
    [InlineData(4, LossKind.CrossEntropyOfProbabilities)]
    [InlineData(3, LossKind.CrossEntropy)]
    public void Probabilities_over_the_examples_are_of_the_wrong_axis_and_no_misfit_of_the_last_activation(int classes, object loss)
    {
        var recipe = Classes(classes, (LossKind)loss, pass => pass.Tape.Transpose(pass.Tape.Softmax(pass.Tape.Transpose(Net(pass, classes)))));

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("examples-mixed", diagnosis.ToString());
        diagnosis.Findings[0].Grounds.Should().Be(Grounds.Fact);
        diagnosis.Findings[0].Remedy!.Advice.Should().Contain("along the classes");
        Diagnosed(Classes(classes, LossKind.CrossEntropyOfProbabilities, pass => pass.Tape.Softmax(Net(pass, classes))))
            .Findings.Select(finding => finding.Cause.Id).Should().NotContain("examples-mixed");
    }

    [Theory]
    [InlineData("adam", 0.001)]
    [InlineData("amsgrad", 0.002)]
    [InlineData("rmsprop", 0.0005)]
    public void Sums_of_gradients_show_in_the_last_one_though_an_adaptive_rule_fares_no_worse_with_them_at_first(string rule, double rate)
    {
        var train = Numbers(11, 300, 4, x => x[0] - (0.5 * x[1]) + (0.3 * x[2] * x[3]));
        var recipe = Recipe(train, train, pass => pass.Last("2", pass.Layer("1", pass.X, 12, Activation.Tanh), 1), rate, steps: 1500);
        recipe.Optimizer = new OptimizerChoice(rule);
        recipe.BatchSize = 4;
        Diagnosed(recipe).Findings.Select(finding => finding.Cause.Id).Should().NotContain("gradients-not-cleared");
        recipe.KeepsGradients = true;

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("gradients-not-cleared", diagnosis.ToString());
    }

    [Theory]
    [InlineData(Tier.Log, 1)]
    [InlineData(Tier.Log, 2)]
    [InlineData(Tier.Plain, 1)]
    public void Where_all_biases_are_zero_units_that_are_silent_together_have_inputs_of_zero(object tier, int depth)
    {
        var recipe = Classes(3, LossKind.CrossEntropy, pass => pass.Perceptron(depth, 16, Activation.Relu, StartRules.He, 3));
        var dead = Classes(3, LossKind.CrossEntropy, recipe.Model);
        Array.Clear(recipe.Train.Inputs);
        dead.Start = (table, theta, _) =>
        {
            foreach (var entry in table.Entries.Where(entry => entry.Name[0] == 'b').SkipLast(1))
                theta.AsSpan(entry.Offset, entry.Length).Fill(-20);
        };

        First(Diagnosed(recipe, (Tier)tier)).Should().Be("constant-inputs");
        First(Diagnosed(dead, (Tier)tier)).Should().Be("dead-units", "biases far below zero silence units by themselves");
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    public void Testing_labels_that_are_counted_otherwise_are_told_though_the_training_could_get_lower(double rate)
    {
        var recipe = Classes(4, LossKind.CrossEntropy, pass => pass.Last("1", pass.X, 4, weights: StartRules.Normal(0.01)));
        (recipe.Optimizer, recipe.Rate) = (new OptimizerChoice("sgd"), rate);
        recipe.Test = Clouds(33, 0.6, 50, 50, 50, 50);
        Diagnosed(recipe).Findings.Select(finding => finding.Cause.Id).Should().NotContain("distribution-mismatch");
        recipe.Test = recipe.Test with { Labels = [.. recipe.Test.Labels!.Select(label => (label + 1) % 4)] };

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("distribution-mismatch", diagnosis.ToString());
        diagnosis.Verdict.Should().Be(Verdict.Fault);
    }

    [Theory]
    [InlineData(Tier.Log)]
    [InlineData(Tier.Plain)]
    [InlineData(Tier.Full)]
    public void A_loop_that_never_calls_its_optimizer_is_told_so(object tier)
    {
        var train = Numbers(21, 100, 3, x => x[0] + Math.Sin(x[1]));
        var recipe = Recipe(train, train, pass => pass.Last("2", pass.Layer("1", pass.X, 8, Activation.Tanh), 1), rate: 0.1, steps: 60);
        recipe.TakesNoSteps = true;

        var diagnosis = Diagnosed(recipe, (Tier)tier);

        First(diagnosis).Should().Be("nothing-moves", diagnosis.ToString());
        diagnosis.Findings[0].Assessment.Evidence[0].Statement.Should().StartWith("60 losses were recorded");
        diagnosis.Verdict.Should().Be(Verdict.Fault);
    }

    [Fact]
    public void Losses_that_are_measured_before_the_first_step_say_nothing_of_the_steps_that_follow()
    {
        var monitor = new TrainingMonitor();
        var sgd = new Sgd(0.1);
        double[] theta = [1, 2], gradient = [0, 0];
        sgd.Watch(monitor);
        for (var i = 0; i < 30; i++)
        {
            for (var k = 0; i == 0 && k < 25; k++)
                monitor.RecordLoss(5);
            monitor.RecordLoss(((theta[0] * theta[0]) + (theta[1] * theta[1])) / 2);
            theta.CopyTo(gradient, 0);
            sgd.Step(theta, gradient);
        }

        Diagnosis.Of(monitor).Suspects.Where(each => each.Cause.Id == "nothing-moves").Should().OnlyContain(each => each.Confidence < 0.01);
    }

    [Theory]
    [InlineData(LossKind.BinaryOfProbabilities)]
    [InlineData(LossKind.Squared)]
    public void Outputs_between_ends_fit_targets_that_lie_between_them_however_much_loss_those_leave(object loss)
    {
        var healthy = Diagnosed(Numbered(1), Tier.Plain);
        var missed = Diagnosed(Numbered(6, LossKind.Squared), Tier.Plain);

        healthy.Findings.Select(finding => finding.Cause.Id).Should().NotContain("output-range", healthy.ToString());
        First(missed).Should().Be("output-range", missed.ToString());

        // Several targets an example, which a plain case does not tell: from 0 to 1, and beyond.
        Recipe Numbered(double unit, LossKind? other = null)
        {
            var (random, train) = (new Random(41), Sample.Empty(300, 5, 5, hasLabels: false));
            for (var i = 0; i < train.Count; i++)
            {
                for (var k = 0; k < 5; k++)
                {
                    train.IdealOf(i)[k] = unit * (0.5 + (0.15 * Math.Tanh(train.Input(i)[k] = random.Normal())));
                    train.Target(i)[k] = train.IdealOf(i)[k] + (unit * random.Uniform(-0.3, 0.3));
                }
            }

            var recipe = Recipe(train, train, CodingCases.Coder(16), rate: 0.01, steps: 1500, other ?? (LossKind)loss);
            recipe.Optimizer = new OptimizerChoice("adam");
            return recipe;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Labels_of_which_the_training_has_learned_what_holds_are_not_wrong_since_others_can_be_learned_by_heart(int seed)
    {
        // The next symbol by the last one, drawn from it: what is left of the loss is chance.
        const int Symbols = 8, Length = 6;
        var random = new Random(seed);
        double[][] habits = [.. Enumerable.Range(0, Symbols).Select(_ =>
        {
            var habit = Draws.Normals(random, Symbols, 1.8);
            Mixtures.Normalize(habit);
            return habit;
        })];
        var recipe = Recipe(
            Drawn(4000), Drawn(300), pass => pass.Last("2", pass.Recurrence("1", pass.Embeddings(Symbols, 8), 16, Activation.Tanh)[^1], Symbols),
            rate: 0.01, steps: 500, LossKind.CrossEntropy);
        recipe.Optimizer = new OptimizerChoice("adam");
        recipe.BatchSize = 128;

        var diagnosis = Diagnosed(recipe);

        diagnosis.Findings.Select(finding => finding.Cause.Id).Should().NotContain("wrong-labels", diagnosis.ToString());

        Sample Drawn(int count)
        {
            var sample = Sample.Empty(count, Length, Symbols, hasLabels: true);
            for (var i = 0; i < count; i++)
            {
                for (var t = 0; t < Length; t++)
                    sample.Input(i)[t] = random.Next(Symbols);
                var habit = habits[(int)sample.Input(i)[^1]];
                habit.CopyTo(sample.IdealOf(i));
                sample.Labels![i] = random.Category(habit);
            }

            return sample;
        }
    }

    [Theory]
    [InlineData(-3, 0.005, 16)]
    public void Inputs_close_together_and_far_from_zero_are_badly_scaled_whatever_they_make_of_the_units(double at, double unit, int width)
    {
        var recipe = Classes(4, LossKind.CrossEntropy, pass => pass.Perceptron(1, width, Activation.Relu, StartRules.Glorot, 4));
        recipe.Optimizer = new OptimizerChoice("momentum");
        foreach (var sample in new[] { recipe.Train, recipe.Holdout })
        {
            foreach (ref var x in sample.Inputs.AsSpan())
                x = at + (unit * x);
        }

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("bad-scaling", diagnosis.ToString());
        diagnosis.Suspects.Where(each => each.Cause.Id == "no-nonlinearity").Should().OnlyContain(each => each.Confidence < 0.1);
        recipe = Classes(4, LossKind.CrossEntropy, pass => pass.Perceptron(2, width, Activation.None, StartRules.Glorot, 4));
        Diagnosed(recipe).Suspects.Should().Contain(each => each.Cause.Id == "no-nonlinearity" && each.Confidence > 0.01);
    }

    [Theory]
    [InlineData(6, 0.11)]
    [InlineData(9, 0.13)]
    public void Weights_of_one_small_size_in_many_layers_let_all_gradients_vanish_alike(int depth, double scale)
    {
        var recipe = Classes(3, LossKind.CrossEntropy, pass => pass.Perceptron(
            depth, 20, Activation.Relu, StartRules.Normal(scale), 3, StartRules.Normal(scale)));
        (recipe.Optimizer, recipe.Rate) = (new OptimizerChoice("sgd"), 0.02);

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("vanishing-gradient", diagnosis.ToString());
        recipe.Model = pass => pass.Perceptron(depth, 20, Activation.Relu, StartRules.He, 3);
        Diagnosed(recipe).Findings.Select(finding => finding.Cause.Id).Should().NotContain("vanishing-gradient");
    }

    [Theory]
    [InlineData(Tier.Log, "adam")]
    [InlineData(Tier.Plain, "adam")]
    [InlineData(Tier.Log, "sgd")]
    public void A_loss_that_falls_below_zero_as_if_it_had_no_floor_is_the_wrong_one(object tier, string rule)
    {
        var recipe = Classes(3, LossKind.CrossEntropy, pass => Net(pass, 3));
        recipe.Optimizer = new OptimizerChoice(rule);
        Diagnosed(recipe, (Tier)tier).Findings.Select(finding => finding.Cause.Id).Should().NotContain("wrong-loss");

        // What was meant is the softmax's logarithm.
        recipe.WrongLoss = (tape, outputs, sample) => tape.Product(
            tape.Multiply(outputs, Tape.Constant(sample.Count, 3, [.. Enumerable.Range(0, 3 * sample.Count).Select(
                i => sample.Labels![i / 3] == i % 3 ? -1.0 : 0)])),
            Tape.Constant(3, 1, [1, 1, 1]));

        var diagnosis = Diagnosed(recipe, (Tier)tier);

        First(diagnosis).Should().Be("wrong-loss", diagnosis.ToString());
        diagnosis.Verdict.Should().Be(Verdict.Fault);
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(-40)]
    public void The_logarithm_of_a_density_may_pass_zero(double floor)
    {
        var (monitor, sgd) = (new TrainingMonitor(), new Sgd(0.01));
        double[] theta = [1], gradient = [0];
        sgd.Watch(monitor);
        for (var i = 0; i < 400; i++)
        {
            monitor.RecordLoss(2 + ((floor - 2) * (1 - Math.Exp(-i / 120.0))));
            gradient[0] = Math.Exp(-i / 120.0);
            sgd.Step(theta, gradient);
        }

        Diagnosis.Of(monitor).Findings.Select(finding => finding.Cause.Id).Should().NotContain("wrong-loss");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-5)]
    public void A_constant_that_is_taken_off_a_loss_of_classes_is_no_loss_without_a_floor(double constant)
    {
        var (monitor, sgd) = (new TrainingMonitor(), new Sgd(0.01));
        double[] theta = [1], gradient = [0];
        sgd.Watch(monitor);
        for (var i = 0; i < 400; i++)
        {
            monitor.RecordLoss(constant + 0.1 + Math.Exp(-i / 60.0));
            gradient[0] = Math.Exp(-i / 60.0);
            sgd.Step(theta, gradient);
        }

        Diagnosis.Of(new TrainingCase(monitor) { Labels = [.. Enumerable.Range(0, 90).Select(i => i % 3)] })
            .Findings.Select(finding => finding.Cause.Id).Should().NotContain("wrong-loss");
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(5, 5)]
    public void Numbers_that_a_model_looks_up_have_no_scale_though_a_parameter_has_as_many_rows(int length, int classes)
    {
        const int Symbols = 20;
        var (random, train) = (new Random(51), Sample.Empty(600, length, classes, hasLabels: true));
        for (var i = 0; i < train.Count; i++)
        {
            for (var t = 0; t < length; t++)
                train.Input(i)[t] = random.Next(Symbols);
            train.Labels![i] = (int)train.Input(i)[^1] % classes;
            train.IdealOf(i)[train.Labels[i]] = 1;
        }

        var recipe = Recipe(
            train, train, pass => pass.Last("2", pass.Layer("1", pass.Embeddings(Symbols, 6)[^1], 12, Activation.Tanh), classes), rate: 1e-4,
            steps: 300, LossKind.CrossEntropy);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice("adam"), 30);

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("step-too-small", diagnosis.ToString());
        diagnosis.Suspects.Where(each => each.Cause.Id == "bad-scaling").Should().OnlyContain(each => each.Confidence < 0.1);
    }

    [Theory]
    [InlineData(Tier.Plain, 0.01)]
    [InlineData(Tier.Full, 0.01)]
    [InlineData(Tier.Full, 0.003)]
    public void A_loop_that_takes_one_batch_again_and_again_is_no_model_that_is_evaluated_otherwise(object tier, double rate)
    {
        var random = new Random(61);
        var recipe = Recipe(
            Noisy(240), Noisy(200), pass => pass.Perceptron(1, 24, Activation.Relu, StartRules.He, 3), rate, steps: 400, LossKind.CrossEntropy);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice("momentum"), 16);
        var healthy = Diagnosed(recipe, (Tier)tier);
        recipe.InOrder = recipe.TakesFirstBatchOnly = true;

        var diagnosis = Diagnosed(recipe, (Tier)tier);

        First(diagnosis).Should().Be("correlated-batches", diagnosis.ToString());
        diagnosis.Findings[0].Remedy!.Advice.Should().Contain("iterator");
        healthy.Findings.Select(finding => finding.Cause.Id).Should().NotContain("correlated-batches", healthy.ToString());

        // A rule in two of twelve features, so that sixteen examples do not tell it.
        Sample Noisy(int count)
        {
            var sample = Sample.Empty(count, 12, 3, hasLabels: true);
            for (var i = 0; i < count; i++)
            {
                for (var f = 0; f < 12; f++)
                    sample.Input(i)[f] = random.Normal();
                sample.Labels![i] = (sample.Input(i)[0] > 0.4 ? 1 : 0) + (sample.Input(i)[1] > 0 ? 1 : 0);
                sample.IdealOf(i)[sample.Labels[i]] = 1;
            }

            return sample;
        }
    }

    private static Recipe Classes(int classes, LossKind loss, Func<Pass, Node> model)
    {
        int[] counts = [.. Enumerable.Repeat(240 / classes, classes)];
        var recipe = Recipe(Clouds(31, 0.6, counts), Clouds(32, 0.6, counts), model, rate: 0.01, steps: 400, loss);
        recipe.Optimizer = new OptimizerChoice("adam");
        recipe.BatchSize = 24;
        return recipe;
    }

    private static Node Net(Pass pass, int classes) => pass.Last("2", pass.Layer("1", pass.X, 16, Activation.Tanh), classes);
}
