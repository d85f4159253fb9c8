using Optimizers.Diagnostics;
using Optimizers.FaultBench.World;
using static Optimizers.Tests.Diagnostics.World.Trainings;

namespace Optimizers.Tests.Diagnostics.World;

/// <summary>
/// What everything that a loop has must not hide, or make up: sums that no targets have, probabilities that were cut off, gradients that were made to
/// one length, units that were dropped, samples that are taken for the data.
/// </summary>
public sealed class HandedOverKindsTests
{
    [Theory]
    [InlineData(3, 1)]
    [InlineData(5, 2)]
    public void Answers_of_which_several_are_right_at_once_need_no_softmax(int classes, int seed)
    {
        var recipe = Several(classes, seed);
        recipe.Model = pass => pass.Apply(Net(pass, classes), Activation.Sigmoid);
        recipe.Loss = LossKind.BinaryOfProbabilities;
        Diagnosed(recipe).Findings.Select(finding => finding.Cause.Id).Should().NotContain("output-range");
        recipe.Model = pass => pass.Tape.Softmax(Net(pass, classes));

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("output-range", diagnosis.ToString());
        diagnosis.Findings[0].Grounds.Should().Be(Grounds.Fact);
        diagnosis.Findings[0].Remedy!.Advice.Should().Contain("logistic function of its own");
    }

    [Theory]
    [InlineData("sgd", 0.1, 1)]
    [InlineData("adam", 0.01, 2)]
    public void Numbers_that_were_cut_off_at_zero_and_one_are_no_probabilities(string rule, double rate, int seed)
    {
        var recipe = YesOrNo(seed);
        (recipe.Optimizer, recipe.Rate) = (new OptimizerChoice(rule), rate);
        recipe.Model = pass => Cut(pass, pass.Apply(Net(pass, 1), Activation.Sigmoid));
        Diagnosed(recipe).Findings.Select(finding => finding.Cause.Id).Should().NotContain("output-range");
        recipe.Model = pass => Cut(pass, Net(pass, 1));

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("output-range", diagnosis.ToString());
        diagnosis.Findings[0].Assessment.Evidence[0].Statement.Should().Contain("stand exactly at");
    }

    [Theory]
    [InlineData(700, 2000, 3e6, 1)]
    [InlineData(90, 400, -2e5, 2)]
    public void Inputs_and_targets_that_only_learn_when_both_are_standardized_are_both_to_be_standardized(
        double deviation, double mean, double unit, int seed)
    {
        double Target(double[] x) => unit * (2 + Math.Sin((x[0] - mean) / deviation) + (0.5 * (x[1] - mean) / deviation));
        var recipe = Recipe(
            Numbers(seed, 160, 2, Target, random => mean + (deviation * random.Normal())),
            Numbers(seed + 10, 80, 2, Target, random => mean + (deviation * random.Normal())),
            pass => pass.Last("2", pass.Layer("1", pass.X, 24, Activation.Relu), 1), rate: 0.001, steps: 300);
        recipe.Optimizer = new OptimizerChoice("adam");

        var diagnosis = Diagnosed(recipe, budget: 20_000);

        var examination = diagnosis.Examination;
        (examination.InputsTrial?.Learns, examination.TargetsTrial?.Learns, examination.InputsAndTargetsTrial?.Learns)
            .Should().Be((false, false, true), diagnosis.ToString());
        First(diagnosis).Should().Be("targets-scale", diagnosis.ToString());
        diagnosis.Findings[0].Remedy!.Advice.Should().Contain("Standardize the inputs too");
    }

    [Theory]
    [InlineData(Tier.Log, "sgd", 1e-4)]
    [InlineData(Tier.Plain, "momentum", 1e-5)]
    [InlineData(Tier.Full, "momentum", 1e-4)]
    public void A_loop_that_cuts_all_its_gradients_to_one_length_clips_too_tightly_though_its_optimizer_does_not(
        object tier, string rule, double norm)
    {
        var recipe = Batches(rule, 0.05);
        Diagnosed(recipe, (Tier)tier).Findings.Select(finding => finding.Cause.Id).Should().NotContain("clipping-too-tight");
        recipe.BeforeStep = gradient => Shorten(gradient, norm);

        var diagnosis = Diagnosed(recipe, (Tier)tier);

        First(diagnosis).Should().Be("clipping-too-tight", diagnosis.ToString());
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(2.2)]
    public void A_descent_over_all_the_data_that_goes_to_and_fro_is_not_clipped(double shareOfStability)
    {
        // Squared errors of a line through three points: above 2/λ all steps are as long as each other once they go to and fro between two values.
        var train = Numbers(3, 40, 1, x => x[0] > 0 ? 1 : -1);
        var recipe = Recipe(
            train, train, pass => pass.Last("2", pass.Layer("1", pass.X, 3, Activation.Tanh), 1, weights: StartRules.Normal(1)), shareOfStability,
            steps: 600);

        Diagnosed(recipe, Tier.Log).Suspects.Where(each => each.Cause.Id == "clipping-too-tight").Should().OnlyContain(each => each.Confidence < 0.1);
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.95)]
    public void Units_that_are_dropped_in_the_loop_alone_are_another_evaluation(double dropped)
    {
        var recipe = Batches("adam", 0.005);
        recipe.Model = pass => pass.Last("3", pass.Dropout(Dropping(pass), 0.1), 4);
        Diagnosed(recipe).Findings.Select(finding => finding.Cause.Id).Should().NotContain("evaluation-differs");
        recipe.Dropped = dropped;

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("evaluation-differs", diagnosis.ToString());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void A_sample_without_the_rare_class_is_not_taken_for_data_without_it(int seed)
    {
        var recipe = Recipe(
            Clouds(seed, 1.5, 1500, 2), Clouds(seed + 1, 1.5, 100, 100), pass => Net(pass, 2), 0.005, 800, LossKind.CrossEntropy);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice("adam"), 32);

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("class-imbalance", diagnosis.ToString());
        diagnosis.Suspects.Should().NotContain(suspect => suspect.Cause.Id == "bad-labels" && suspect.Confidence > 0.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_a_minimizer_fits_to_a_sample_of_fewer_examples_than_parameters_accuses_no_training(int seed)
    {
        // What people think of films, by tastes that go together and by chance: a thousand parameters fit any few hundred ratings.
        const int People = 60, Films = 60, Tastes = 2, Width = 10;
        var random = new Random(seed);
        double[] people = Draws.Normals(random, People * Tastes), films = Draws.Normals(random, Films * Tastes);
        var start = StartRules.Normal(0.2);
        var recipe = Recipe(Ratings(9000), Ratings(1500), pass => pass.Tape.Product(
            pass.Tape.Multiply(pass.Embedding("P", 0, People, Width, start), pass.Embedding("F", 1, Films, Width, start)),
            Tape.Constant(Width, 1, [.. Enumerable.Repeat(1.0, Width)])), 0.002, 1600, LossKind.Binary);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice("adam"), 64);

        var diagnosis = Diagnosed(recipe);

        diagnosis.Verdict.Should().NotBe(Verdict.Fault, diagnosis.ToString());

        Sample Ratings(int count)
        {
            var sample = Sample.Empty(count, 2, 1, hasLabels: false);
            for (var i = 0; i < count; i++)
            {
                var (person, film) = (random.Next(People), random.Next(Films));
                (sample.Input(i)[0], sample.Input(i)[1]) = (person, film);
                var taste = (people[2 * person] * films[2 * film]) + (people[(2 * person) + 1] * films[(2 * film) + 1]);
                sample.IdealOf(i)[0] = Activation.Logistic(1.5 * taste);
                sample.Target(i)[0] = random.Chance(sample.IdealOf(i)[0]) ? 1 : 0;
            }

            return sample;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_rule_that_a_fit_knew_before_it_learned_examples_by_heart_makes_it_overfitting_and_not_wrong_labels(int seed)
    {
        var random = new Random(seed);
        var (train, holdout) = (Noisy(300), Noisy(300));
        var recipe = Recipe(
            train, holdout, pass => pass.Last("2", pass.Layer("1", pass.X, 64, Activation.Tanh), 2), 0.01, 1500, LossKind.CrossEntropy);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice("adam"), 32);

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("overfitting", diagnosis.ToString());

        Sample Noisy(int count)
        {
            var sample = Sample.Empty(count, 20, 2, hasLabels: true);
            for (var i = 0; i < count; i++)
            {
                foreach (ref var x in sample.Input(i))
                    x = random.Normal();
                var right = sample.Input(i)[0] + sample.Input(i)[1] > 0 ? 1 : 0;
                sample.Labels![i] = random.Chance(0.12) ? 1 - right : right;
                sample.IdealOf(i)[sample.Labels[i]] = 1;
            }

            return sample;
        }
    }

    [Theory]
    [InlineData(40, 1)]
    [InlineData(70, 2)]
    public void Vectors_of_symbols_that_are_constants_of_the_model_are_not_learned(int words, int seed)
    {
        var random = new Random(seed);
        var worth = Draws.Normals(random, words);
        var (train, holdout) = (Sums(2500), Sums(500));
        var recipe = Recipe(train, holdout, pass => Behind(pass, pass.Embeddings(words, 4)), 0.003, 1500);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice("adam"), 32);
        Diagnosed(recipe).Findings.Select(finding => finding.Cause.Id).Should().NotContain("not-handed-over");
        var vectors = Tape.Constant(words, 4, Draws.Normals(random, words * 4, 0.5));
        recipe.Model = pass => Behind(pass, [pass.Tape.Lookup(vectors, pass.X, 0), pass.Tape.Lookup(vectors, pass.X, 1)]);

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("not-handed-over", diagnosis.ToString());

        Node Behind(Pass pass, IReadOnlyList<Node> both) =>
            pass.Last("2", pass.Layer("1", pass.Tape.Beside(both[0], both[1]), 12, Activation.Tanh), 1);

        Sample Sums(int count)
        {
            var sample = Sample.Empty(count, 2, 1, hasLabels: false);
            for (var i = 0; i < count; i++)
            {
                var (first, second) = (random.Next(words), random.Next(words));
                (sample.Input(i)[0], sample.Input(i)[1]) = (first, second);
                sample.Target(i)[0] = sample.IdealOf(i)[0] = worth[first] - worth[second];
            }

            return sample;
        }
    }

    private static Node Net(Pass pass, int outputs) => pass.Last("2", pass.Layer("1", pass.X, 16, Activation.Tanh), outputs);

    private static Node Dropping(Pass pass) => pass.Layer("2", pass.Dropout(pass.Layer("1", pass.X, 40, Activation.Relu, StartRules.He), 0.1), 40,
        Activation.Relu, StartRules.He);

    // Away from the ends by a ten-millionth, as those do who take logarithms of what comes out.
    private static Node Cut(Pass pass, Node outputs)
    {
        const double Near = 1e-7;
        return pass.Tape.Map(outputs, y => Math.Clamp(y, Near, 1 - Near), (y, _) => y is > Near and < 1 - Near ? 1 : 0);
    }

    private static void Shorten(double[] gradient, double norm)
    {
        var length = Math.Sqrt(gradient.Sum(slope => slope * slope));
        for (var i = 0; i < gradient.Length; i++)
            gradient[i] *= Math.Min(1, norm / length);
    }

    private static Recipe Batches(string rule, double rate)
    {
        var recipe = Recipe(
            Clouds(11, 0.5, 100, 100, 100, 100), Clouds(12, 0.5, 50, 50, 50, 50), pass => Net(pass, 4), rate, 600, LossKind.CrossEntropy);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice(rule), 32);
        return recipe;
    }

    private static Recipe YesOrNo(int seed)
    {
        var train = Numbers(seed, 400, 4, x => x[0] + x[1] - (x[2] * x[3]) > 0 ? 1 : 0);
        var recipe = Recipe(train, train, pass => Net(pass, 1), 0.1, 800, LossKind.BinaryOfProbabilities);
        recipe.BatchSize = 32;
        return recipe;
    }

    private static Recipe Several(int classes, int seed)
    {
        var random = new Random(seed);
        var train = Sample.Empty(400, 6, classes, hasLabels: false);
        var slopes = Enumerable.Range(0, 6 * classes).Select(_ => random.Normal()).ToArray();
        for (var i = 0; i < train.Count; i++)
        {
            foreach (ref var x in train.Input(i))
                x = random.Normal();
            for (var c = 0; c < classes; c++)
            {
                var sum = 0.0;
                for (var f = 0; f < 6; f++)
                    sum += 2 * slopes[(c * 6) + f] * train.Input(i)[f];
                train.Target(i)[c] = train.IdealOf(i)[c] = sum > 0 ? 1 : 0;
            }
        }

        var recipe = Recipe(train, train, pass => Net(pass, classes), 0.01, 800, LossKind.BinaryOfProbabilities);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice("adam"), 32);
        return recipe;
    }
}
