using Optimizers.Diagnostics;
using Optimizers.FaultBench.World;
using static Optimizers.Tests.Diagnostics.World.Trainings;
using Losses = Optimizers.FaultBench.World.Losses;

namespace Optimizers.Tests.Diagnostics.World;

/// <summary>
/// Answers whose sense the loss or the model does not share, and inputs of which nothing comes through: a class that the loss leaves out, 1 where 0
/// is meant, a recurrence that has forgotten, one small matrix that stops nothing.
/// </summary>
public sealed class SenseAndSignalTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 2)]
    public void A_class_that_the_loss_leaves_out_is_told(int left, int seed)
    {
        var recipe = Recipe(
            Clouds(seed, 0.4, 150, 120, 130), Clouds(seed + 10, 0.4, 50, 50, 50),
            pass => pass.Perceptron(1, 12, Activation.Tanh, StartRules.Glorot, 3), 0.01, 500, LossKind.CrossEntropy);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice("adam"), 32);
        Diagnosed(recipe).Findings.Select(finding => finding.Cause.Id).Should().NotContain("wrong-loss");
        recipe.WrongLoss = (tape, outputs, sample) => tape.Multiply(
            Losses.Each(tape, LossKind.CrossEntropy, 0, outputs, sample),
            Tape.Constant(sample.Count, 1, [.. sample.Labels!.Select(label => label == left ? 0.0 : 1.5)]));

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("wrong-loss", diagnosis.ToString());
        diagnosis.ToString().Should().Contain($"class {left}").And.Contain("leaves them out");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_distance_that_is_taught_with_1_for_what_is_the_same_learns_nothing_and_the_exchange_of_the_answers_shows_why(int seed)
    {
        var right = Pairs(seed, same: 0);
        Diagnosed(right).Findings.Select(finding => finding.Cause.Id).Should().NotContain("wrong-labels");

        var diagnosis = Diagnosed(Pairs(seed, same: 1));

        First(diagnosis).Should().Be("wrong-labels", diagnosis.ToString());
        diagnosis.Findings[0].Grounds.Should().Be(Grounds.Shown);
        diagnosis.Findings[0].Remedy!.Advice.Should().Contain("Exchange the two answers");
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(90, 2)]
    public void What_comes_before_many_empty_places_is_lost_to_a_recurrence_and_that_is_no_model_too_small(int empty, int seed)
    {
        var recipe = Sequences(empty: 0, seed);
        Diagnosed(recipe).Findings.Select(finding => finding.Cause.Id).Should().NotContain("vanishing-gradient");

        var diagnosis = Diagnosed(Sequences(empty, seed));

        First(diagnosis).Should().Be("vanishing-gradient", diagnosis.ToString());
    }

    [Theory]
    [InlineData(Tier.Log, 1)]
    [InlineData(Tier.Plain, 2)]
    public void One_matrix_next_to_zero_is_no_saddle_where_two_are(object tier, int seed)
    {
        // Nothing can be learned, so that the loss stands still wherever the training is.
        var random = new Random(seed);
        var train = Numbers(seed, 300, 5, _ => random.Normal());
        var recipe = Recipe(
            train, train,
            pass => pass.Last("3", pass.Layer("2", pass.Layer("1", pass.X, 20, Activation.Tanh), 20, Activation.Tanh, StartRules.Normal(0.005)), 1),
            0.002, 300);
        recipe.BatchSize = 50;

        var diagnosis = Diagnosed(recipe, (Tier)tier);

        diagnosis.Findings.Select(finding => finding.Cause.Id).Should().NotContain("saddle", diagnosis.ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_cross_entropy_with_its_arguments_exchanged_is_a_wrong_loss_and_not_wrong_labels(int seed)
    {
        var random = new Random(seed);
        var recipe = Recipe(
            Seen(), Seen(), pass => pass.Last("2", pass.Layer("1", pass.X, 16, Activation.Tanh), 2, Activation.Sigmoid), 0.01, 500,
            LossKind.BinaryOfProbabilities);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice("adam"), 32);
        Diagnosed(recipe).Findings.Select(finding => finding.Cause.Id).Should().NotContain("wrong-loss");
        recipe.WrongLoss = (tape, outputs, sample) =>
        {
            // −Σ p·log y with y kept off the ends.
            double[] logs = [.. sample.Targets.Select(y => Math.Log(Math.Clamp(y, 1e-4, 1)))];
            double[] others = [.. sample.Targets.Select(y => Math.Log(Math.Clamp(1 - y, 1e-4, 1)))];
            var straight = tape.Multiply(outputs, Tape.Constant(sample.Count, 2, [.. logs.Zip(others, (log, other) => (other - log) / 2)]));
            var both = tape.Product(straight, Tape.Constant(2, 1, [1, 1]));
            double[] rest = [.. Enumerable.Range(0, sample.Count).Select(i => -(others[2 * i] + others[(2 * i) + 1]) / 2)];
            return tape.Add(both, Tape.Constant(sample.Count, 1, rest));
        };

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("wrong-loss", diagnosis.ToString());

        Sample Seen()
        {
            var sample = Sample.Empty(500, 3, 2, hasLabels: false);
            for (var i = 0; i < sample.Count; i++)
            {
                foreach (ref var x in sample.Input(i))
                    x = random.Normal();
                for (var c = 0; c < 2; c++)
                {
                    sample.IdealOf(i)[c] = Activation.Logistic(3 * (sample.Input(i)[c] - sample.Input(i)[2]));
                    sample.Target(i)[c] = random.Chance(sample.IdealOf(i)[c]) ? 1 : 0;
                }
            }

            return sample;
        }
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(12, 2)]
    public void Vectors_of_symbols_that_begin_many_times_too_large_are_no_wrong_labels(double size, int seed)
    {
        const int Words = 30;
        var random = new Random(seed);
        var recipe = Recipe(
            Texts(800), Texts(400),
            pass => pass.Last(
                "2", pass.Tape.MeanOf([.. Enumerable.Range(0, 6).Select(place => pass.Embedding("E", place, Words, 40, StartRules.Normal(size)))]), 2,
                weights: StartRules.Normal(size / 8)),
            0.001, 500, LossKind.CrossEntropy);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice("adam"), 32);

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("exploding-gradient", diagnosis.ToString());

        // Whether words of the first half of the alphabet come an odd number of times, which no generic model learns.
        Sample Texts(int count)
        {
            var sample = Sample.Empty(count, 6, 2, hasLabels: true);
            for (var i = 0; i < count; i++)
            {
                var early = 0;
                foreach (ref var word in sample.Input(i))
                    early += (word = random.Next(Words)) < Words / 2 ? 1 : 0;
                sample.Labels![i] = early % 2;
                sample.IdealOf(i)[sample.Labels[i]] = 1;
            }

            return sample;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_training_that_has_left_its_start_next_to_zero_is_at_no_saddle(int seed)
    {
        const int People = 30, Factors = 6;
        var random = new Random(seed);
        double[] tastes = Draws.Normals(random, People), traits = Draws.Normals(random, People);
        var start = StartRules.Normal(0.01);
        var recipe = Recipe(Ratings(3000), Ratings(500), pass => pass.Tape.Product(
            pass.Tape.Multiply(pass.Embedding("P", 0, People, Factors, start), pass.Embedding("F", 1, People, Factors, start)),
            Tape.Constant(Factors, 1, [.. Enumerable.Repeat(1.0, Factors)])), 0.01, 1500);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice("adam"), 64);
        recipe.Shape = (rate, steps) => Schedule.OneCycle(steps, rate);

        Diagnosed(recipe, Tier.Log).Findings.Select(finding => finding.Cause.Id).Should().NotContain("saddle");

        Sample Ratings(int count)
        {
            var sample = Sample.Empty(count, 2, 1, hasLabels: false);
            for (var i = 0; i < count; i++)
            {
                var (person, film) = (random.Next(People), random.Next(People));
                (sample.Input(i)[0], sample.Input(i)[1]) = (person, film);
                sample.IdealOf(i)[0] = tastes[person] * traits[film];
                sample.Target(i)[0] = sample.IdealOf(i)[0] + (0.5 * random.Normal());
            }

            return sample;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_rate_that_begins_anew_at_its_height_and_has_no_steps_left_to_fall_is_told(int seed)
    {
        var recipe = Recipe(
            Waves(seed, 400), Waves(seed + 10, 200), pass => pass.Last("2", pass.Layer("1", pass.X, 24, Activation.Tanh), 1), rate: 0.25,
            steps: 2000);
        recipe.BatchSize = 4;
        recipe.Shape = (rate, steps) => Cycles(rate, steps);
        var whole = Diagnosed(recipe, Tier.Plain);
        recipe.Shape = (rate, steps) => Cycles(rate, steps / 2);
        var twice = Diagnosed(recipe, Tier.Plain);
        recipe.Shape = (rate, steps) => Cycles(rate, steps * 4 / 5);

        var diagnosis = Diagnosed(recipe, Tier.Plain);

        First(diagnosis).Should().Be("restart-jump", diagnosis.ToString());
        diagnosis.Findings[0].Remedy!.Advice.Should().Contain("schedule end");
        foreach (var healthy in (Diagnosis[])[whole, twice])
            healthy.Findings.Select(finding => finding.Cause.Id).Should().NotContain("restart-jump", healthy.ToString());

        static Schedule Cycles(double rate, int falls) =>
            Schedule.From(step => rate * (1.001 + Math.Cos(Math.PI * (step % falls) / falls)) / 2);

        static Sample Waves(int seed, int count)
        {
            var random = new Random(seed + 1000);
            return Numbers(seed, count, 2, x => Math.Sin(2 * x[0]) + (0.5 * x[1]) + (0.5 * random.Normal()));
        }
    }

    [Theory]
    [InlineData("momentum", 0.05, 1)]
    [InlineData("adam", 0.02, 2)]
    public void The_order_of_examples_sorted_by_class_is_the_first_suspect_by_an_objective_alone(string rule, double rate, int seed)
    {
        var clouds = Clouds(seed, 0.4, 160, 160, 160, 160, 160, 160);
        var recipe = Recipe(
            clouds, Clouds(seed + 10, 0.4, 40, 40, 40, 40, 40, 40), pass => pass.Last("2", pass.Layer("1", pass.X, 24, Activation.Tanh), 6), rate,
            steps: 480, LossKind.CrossEntropy);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice(rule), 8);
        var shuffled = Diagnosed(recipe, Tier.Plain);
        recipe.Train = clouds.Rows([.. Enumerable.Range(0, clouds.Count).OrderBy(i => clouds.Labels![i])]);
        recipe.InOrder = true;

        var diagnosis = Diagnosed(recipe, Tier.Plain);

        Suspected(diagnosis).Should().BeGreaterThan(0.15).And.BeGreaterThan(3 * Suspected(shuffled));
        diagnosis.Suspects.MaxBy(each => each.Confidence)!.Cause.Id.Should().Be("correlated-batches", diagnosis.ToString());

        static double Suspected(Diagnosis diagnosis) =>
            diagnosis.Suspects.Where(each => each.Cause.Id == "correlated-batches").Sum(each => each.Confidence);
    }

    [Theory]
    [InlineData(8, 1)]
    [InlineData(-14, 2)]
    public void No_scale_of_the_targets_explains_a_loss_of_chance_that_nothing_gets_below(double offset, int seed)
    {
        var recipe = Recipe(
            Numbers(seed, 120, 3, x => offset + (4 * x[0]) - (3 * x[1])), Numbers(seed + 10, 80, 3, x => offset + (4 * x[0]) - (3 * x[1])),
            pass => pass.Last("2", pass.Layer("1", pass.X, 12, Activation.Tanh), 1), rate: 0.02, steps: 500);
        First(Diagnosed(recipe, Tier.Plain)).Should().NotBe("chance-level");
        ModelFaults.BroadcastTargets.Apply(recipe, new Random(seed));

        First(Diagnosed(recipe, Tier.Plain)).Should().Be("chance-level");
    }

    // Two points of the plane, of one cloud or of two; the answer is by how far what a layer makes of them is apart.
    private static Recipe Pairs(int seed, int same)
    {
        var train = Drawn(seed);
        var recipe = Recipe(
            train, Drawn(seed + 100),
            pass =>
            {
                var tape = pass.Tape;
                var apart = tape.Add(Seen(pass, tape.Columns(pass.X, 0, 2)), tape.Scale(Seen(pass, tape.Columns(pass.X, 2, 2)), -1));
                var distance = tape.Product(tape.Multiply(apart, apart), Tape.Constant(3, 1, [1, 1, 1]));
                return tape.AddRow(distance, pass.Parameter("margin", 1, 1, StartRules.Normal(0.1), isBias: true));
            },
            0.005, 600, LossKind.Binary);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice("adam"), 32);
        return recipe;

        static Node Seen(Pass pass, Node point) => pass.Dense("2", pass.Apply(pass.Dense("1", point, 12), Activation.Tanh), 3);

        Sample Drawn(int from)
        {
            var (random, sample) = (new Random(from), Sample.Empty(500, 4, 1, hasLabels: false));
            for (var i = 0; i < sample.Count; i++)
            {
                var (isSame, cloud) = (random.Chance(0.5), random.Next(3));
                Put(sample.Input(i)[..2], cloud);
                Put(sample.Input(i)[2..], isSame ? cloud : (cloud + random.Integer(1, 2)) % 3);
                sample.Target(i)[0] = sample.IdealOf(i)[0] = isSame ? same : 1 - same;
            }

            return sample;

            void Put(Span<double> point, int cloud)
            {
                var angle = 2 * Math.PI * cloud / 3;
                (point[0], point[1]) = ((1.5 * Math.Cos(angle)) + (0.3 * random.Normal()), (1.5 * Math.Sin(angle)) + (0.3 * random.Normal()));
            }
        }
    }

    // Whether the sum of eight numbers is above 0, by the last state behind so many places that hold nothing.
    private static Recipe Sequences(int empty, int seed)
    {
        const int Numbers = 8;
        var recipe = Recipe(
            Drawn(seed), Drawn(seed + 100),
            pass => pass.Last("2", pass.Recurrence("1", pass.Times(1), 10, Activation.Tanh, StartRules.Glorot, StartRules.Uniform)[^1], 2),
            0.002, 400, LossKind.CrossEntropy);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice("adam"), 32);
        return recipe;

        Sample Drawn(int from)
        {
            var (random, sample) = (new Random(from), Sample.Empty(500, Numbers + empty, 2, hasLabels: true));
            for (var i = 0; i < sample.Count; i++)
            {
                var sum = 0.0;
                foreach (ref var x in sample.Input(i)[..Numbers])
                    sum += x = random.Normal();
                sample.Labels![i] = sum > 0 ? 1 : 0;
                sample.IdealOf(i)[sample.Labels[i]] = 1;
            }

            return sample;
        }
    }
}
