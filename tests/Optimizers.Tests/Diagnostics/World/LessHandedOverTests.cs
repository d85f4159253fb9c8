using Optimizers.Diagnostics;
using Optimizers.FaultBench.World;
using static Optimizers.Tests.Diagnostics.World.Trainings;

namespace Optimizers.Tests.Diagnostics.World;

/// <summary>What a monitor alone tells, or a monitor and an objective, each beside the training without the fault.</summary>
public sealed class LessHandedOverTests
{
    private static readonly Activation[] Bending = [Activation.Tanh, Activation.Relu, Activation.Sigmoid];

    [Fact]
    public void A_training_that_has_gained_nearly_all_is_not_cut_short_though_its_loss_halves_again_and_again()
    {
        var recipe = Network(steps: 3000);
        var training = Training.Run(recipe);

        var diagnosis = Diagnosis.Of(training.Monitor);

        diagnosis.Examination.Curve.Should().Match<LossCurve>(curve => curve.IsFalling && curve.RelativeSlope < -0.2, "the loss falls all the same");
        diagnosis.Findings.Should().BeEmpty();
        First(Diagnosed(Network(steps: 60, rate: 0.01), Tier.Log)).Should().Be("too-few-steps");
    }

    [Fact]
    public void A_loss_that_comes_back_from_a_blow_up_is_not_cut_short()
    {
        var recipe = Network(steps: 200);
        recipe.Optimizer = new OptimizerChoice("adam");
        recipe.Rate = 2;

        First(Diagnosed(recipe, Tier.Log)).Should().Be("step-too-large");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Inputs_that_are_all_the_same_show_in_the_gradients_of_the_first_layer(double value)
    {
        var recipe = Network(steps: 60);
        recipe.BatchSize = 16;
        Varied(recipe).Should().BeGreaterThan(0.01);
        Array.Fill(recipe.Train.Inputs, value);

        var diagnosis = Diagnosed(recipe, Tier.Log);

        First(diagnosis).Should().Be("constant-inputs");
        diagnosis.Findings[0].Grounds.Should().Be(Grounds.Fact);
        Varied(recipe).Should().BeLessThan(1e-9);

        static double Varied(Recipe recipe) => FirstLayerReport.Of(Training.Run(recipe).Monitor.Parameters)!.Variation;
    }

    [Fact]
    public void A_layer_that_is_detached_shows_in_the_gradients_behind_it()
    {
        var recipe = Network(steps: 200);
        recipe.Detached = "1";

        First(Diagnosed(recipe, Tier.Log)).Should().Be("no-gradient");
    }

    [Fact]
    public void Targets_in_another_unit_show_in_the_first_loss_and_the_size_of_the_outputs()
    {
        First(Diagnosed(Network(steps: 300, unit: 1e4), Tier.Log)).Should().Be("targets-scale");
        Diagnosed(Network(steps: 3000), Tier.Log).Findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData(40, 25, 300, 1)]
    [InlineData(-70, 10, -90, 2)]
    public void A_unit_that_ran_away_to_infinity_did_so_by_its_inputs_whatever_the_size_of_its_targets(
        double mean, double deviation, double offset, int seed)
    {
        double Target(double[] x) => offset + (0.1 * x[0]);
        var recipe = Recipe(
            Numbers(seed, 60, 1, Target, random => mean + (deviation * random.Normal())),
            Numbers(seed + 10, 40, 1, Target, random => mean + (deviation * random.Normal())),
            pass => pass.Last("1", pass.X, 1), rate: 0.05, steps: 400);

        var diagnosis = Diagnosed(recipe, Tier.Plain);

        double.IsFinite(diagnosis.Examination.Now).Should().BeFalse();
        First(diagnosis).Should().Be("bad-scaling", diagnosis.ToString());
    }

    [Fact]
    public void Gradients_that_add_up_show_in_the_first_steps()
    {
        var recipe = Network(steps: 60, rate: 0.002);
        var cleared = Growth(recipe);
        recipe.KeepsGradients = true;

        Growth(recipe).Should().BeGreaterThan(3).And.BeGreaterThan(3 * cleared);

        static double Growth(Recipe recipe)
        {
            var monitor = Training.Run(recipe).Monitor;
            return MotionReport.Of(monitor.History, monitor.Recent, monitor.StepCount, 0)!.EarlyGrowth;
        }
    }

    [Fact]
    public void A_loss_that_climbs_in_short_steps_follows_a_gradient_that_is_not_its_own()
    {
        var recipe = Network(steps: 150, rate: 0.002);
        recipe.GradientSlip = (_, gradient) =>
        {
            foreach (ref var slope in gradient.AsSpan())
                slope = -slope;
        };

        First(Diagnosed(recipe, Tier.Log)).Should().Be("wrong-gradient");
        First(Diagnosed(recipe, Tier.Plain)).Should().Be("wrong-gradient");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void What_bends_between_two_layers_is_told_by_mixing_units(int activation)
    {
        var recipe = Network(steps: 300);
        Mixing(recipe).IsLinear.Should().BeFalse();
        recipe.HiddenActivation = Bending[activation];
        Mixing(recipe).IsLinear.Should().BeFalse();
        recipe.HiddenActivation = Activation.None;

        Mixing(recipe).Should().Match<LayerMixing>(mixing => mixing.IsLinear && mixing.Pairs == 1);

        static LayerMixing Mixing(Recipe recipe) => Diagnosed(recipe, Tier.Plain).Examination.Mixing!;
    }

    [Fact]
    public void A_network_without_activations_is_named_where_its_loss_stays_high()
    {
        var recipe = Recipe(
            Numbers(1, 200, 2, x => x[0] * x[1]), Numbers(2, 100, 2, x => x[0] * x[1]),
            pass => pass.Last("2", pass.Layer("1", pass.X, 16, Activation.None), 1), rate: 0.05, steps: 600);

        First(Diagnosed(recipe, Tier.Plain)).Should().Be("no-nonlinearity");
    }

    [Theory]
    [InlineData("tanh", -1, 1)]
    [InlineData("sigmoid", 0, 1)]
    [InlineData("relu", 0, double.PositiveInfinity)]
    public void The_ends_of_the_outputs_are_told_by_the_loss_where_the_last_bias_is_huge(string activation, double lower, double upper)
    {
        var recipe = Network(steps: 400, offset: -3);
        Diagnosed(recipe, Tier.Plain).Examination.Ends!.Lowest.Should().Be(double.NaN, "a sum has no ends");
        recipe.LastActivation = activation switch { "tanh" => Activation.Tanh, "sigmoid" => Activation.Sigmoid, _ => Activation.Relu };

        var diagnosis = Diagnosed(recipe, Tier.Plain);

        // Targets below 0 by 3: the best that can be is the squared distance to the range.
        var best = recipe.Train.Targets.Average(y => Math.Pow(y - Math.Clamp(y, lower, upper), 2));
        diagnosis.Examination.Ends!.Floor.Should().BeApproximately(best, 1e-12 * best);
        First(diagnosis).Should().Be("output-range");
    }

    [Fact]
    public void Ends_that_the_targets_lie_within_are_no_fault()
    {
        var recipe = Network(steps: 3000, offset: 0.5, unit: 0.15);
        recipe.LastActivation = Activation.Sigmoid;

        var diagnosis = Diagnosed(recipe, Tier.Plain);

        diagnosis.Examination.Ends!.Activation.Should().NotBeNull();
        diagnosis.Findings.Select(finding => finding.Cause.Id).Should().NotContain("output-range");
    }

    [Fact]
    public void Softmax_twice_is_told_without_biases_where_turned_weights_give_what_they_gave()
    {
        var clouds = Clouds(3, 0.3, 60, 60, 60);
        var recipe = Recipe(
            clouds, clouds,
            pass => pass.Tape.Softmax(pass.Tape.Product(
                pass.Tape.Product(pass.X, pass.Parameter("W1", 2, 4, StartRules.Glorot)), pass.Parameter("W2", 4, 3, StartRules.Glorot))),
            rate: 0.05, steps: 400, LossKind.CrossEntropy);

        First(Diagnosed(recipe, Tier.Plain)).Should().Be("softmax-twice");
    }

    [Fact]
    public void A_rate_far_below_the_stability_limit_is_too_small_though_its_schedule_has_come_to_nothing()
    {
        var recipe = Recipe(Numbers(4, 100, 3, x => 4 + x.Sum()), Numbers(5, 50, 3, x => 4 + x.Sum()),
            pass => pass.Last("1", pass.X, 1), rate: 5e-4, steps: 400);
        recipe.Shape = (rate, steps) => Schedule.CosineDecay(steps, rate);

        First(Diagnosed(recipe, Tier.Plain)).Should().Be("step-too-small");
    }

    [Fact]
    public void Running_averages_that_no_step_updates_make_the_training_data_another_loss_where_they_are_evaluated()
    {
        var recipe = Normed();
        First(Diagnosed(recipe, Tier.Plain)).Should().Be("nothing");
        recipe.KeepsNoAverages = true;

        First(Diagnosed(recipe, Tier.Plain)).Should().Be("evaluation-differs");

        static Recipe Normed()
        {
            var recipe = Recipe(
                Numbers(6, 160, 2, x => x[0] + (0.5 * x[1]), random => 8 + random.Normal()),
                Numbers(7, 80, 2, x => x[0] + (0.5 * x[1]), random => 8 + random.Normal()),
                pass => pass.Last("2", pass.Activate("1", pass.BatchNormalization("1", pass.Dense("1", pass.X, 16)), Activation.Tanh), 1),
                rate: 0.1, steps: 800);
            recipe.BatchSize = 32;
            return recipe;
        }
    }

    /// <summary>A regression of a plane's waves by one hidden layer, under plain descent.</summary>
    private static Recipe Network(int steps, double offset = 0, double unit = 1, double rate = 0.1) => Recipe(
        Numbers(1, 160, 2, x => offset + (unit * (Math.Sin(x[0]) + (0.5 * x[1])))),
        Numbers(2, 80, 2, x => offset + (unit * (Math.Sin(x[0]) + (0.5 * x[1])))),
        pass => pass.Last("2", pass.Layer("1", pass.X, 16, Activation.Tanh), 1), rate, steps);
}
