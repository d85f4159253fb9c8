using Optimizers.Diagnostics;
using Optimizers.FaultBench.World;
using static Optimizers.Tests.Diagnostics.World.Trainings;

namespace Optimizers.Tests.Diagnostics.World;

/// <summary>Failing trainings of kinds that were once called by another name, each with its cause, and healthy ones next to them.</summary>
public sealed class KindsOfFailureTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_linear_unit_on_raw_inputs_is_told_to_standardize_them(int features)
    {
        // Temperatures, pressures, years: far from 0 against what they differ by, so that the offset is learned last.
        var train = Numbers(1, 80, features, x => 40 + (0.6 * x.Sum()), random => 50 + (12 * random.Normal()));
        var recipe = Recipe(train, train, pass => pass.Last("1", pass.X, 1, weights: StartRules.Zero), rate: 2e-4 / features, steps: 400);

        First(Diagnosed(recipe)).Should().Be("bad-scaling");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void A_class_with_a_handful_of_examples_is_rare_though_they_are_learned_by_heart(int rare)
    {
        var (train, holdout) = (Clouds(1, 1.1, 150, 150, rare), Clouds(2, 1.1, 80, 80, 80));
        var recipe = Recipe(
            train, holdout, pass => pass.Last("2", pass.Layer("1", pass.X, 24, Activation.Tanh), 3), rate: 0.02, steps: 900, LossKind.CrossEntropy);
        recipe.Optimizer = new OptimizerChoice("adam");

        First(Diagnosed(recipe)).Should().Be("class-imbalance");
    }

    [Fact]
    public void Classes_that_are_as_rare_where_the_model_is_used_and_are_learned_are_no_fault()
    {
        var (train, holdout) = (Clouds(1, 0.3, 150, 150, 12), Clouds(2, 0.3, 150, 150, 12));
        var recipe = Recipe(
            train, holdout, pass => pass.Last("2", pass.Layer("1", pass.X, 16, Activation.Tanh), 3), rate: 0.02, steps: 900, LossKind.CrossEntropy);
        recipe.Optimizer = new OptimizerChoice("adam");

        Diagnosed(recipe).Findings.Select(finding => finding.Cause.Id).Should().NotContain("class-imbalance");
    }

    [Fact]
    public void A_layer_that_goes_off_on_the_way_is_dead_however_narrow_it_is()
    {
        // The bias falls with every step, by targets below all that the unit can give; then no gradient comes back.
        var train = Numbers(3, 100, 2, x => -4 + (0.3 * x[0]));
        var recipe = Recipe(
            train, train,
            pass => pass.Activate("1", pass.Dense("1", pass.X, 1, weights: StartRules.Normal(0.3), biases: StartRules.One), Activation.Relu),
            rate: 0.004, steps: 800);

        // The outputs tell more: that no start of this unit gives what is below 0.
        First(Diagnosed(recipe, Tier.Log)).Should().Be("dead-units");
        First(Diagnosed(recipe)).Should().Be("output-range");
    }

    [Fact]
    public void A_unit_that_has_shrunk_to_nothing_is_as_good_as_dead()
    {
        var train = Numbers(4, 200, 1, x => Math.Abs(x[0]) + x[0]);
        var recipe = Recipe(
            train, train, pass => pass.Activate("1", pass.Tape.Product(pass.X, pass.Parameter("W1", 1, 1, StartRules.One)), Activation.Relu),
            rate: 0.02, steps: 1500);
        recipe.Start = (_, theta, _) => theta[0] = -3;

        // A rate so large that it throws the unit over 0 would cure it too.
        Diagnosed(recipe).Findings.Select(finding => finding.Cause.Id).Should().Contain("dead-units");
    }

    [Fact]
    public void A_target_that_is_missing_is_no_wrong_encoding()
    {
        var train = Numbers(5, 120, 3, x => Math.Sin(x[0]) + x[1]);
        train.Target(50)[0] = double.NaN;
        var recipe = Recipe(
            train, Numbers(6, 60, 3, x => Math.Sin(x[0]) + x[1]), pass => pass.Last("2", pass.Layer("1", pass.X, 12, Activation.Tanh), 1), 0.05, 200);
        recipe.BatchSize = 20;

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("non-finite");
        diagnosis.Findings[0].Assessment.Evidence.Should().Contain(each => each.Statement.Contains("target that is NaN"));
    }

    [Fact]
    public void A_loss_that_differs_at_the_same_parameters_is_a_fact()
    {
        var train = Clouds(7, 0.4, 60, 60, 60);
        var recipe = Recipe(
            train, Clouds(8, 0.4, 40, 40, 40),
            pass => pass.Last("2", pass.Dropout(pass.Layer("1", pass.X, 24, Activation.Tanh), 0.5), 3), rate: 0.1, steps: 300, LossKind.CrossEntropy);
        recipe.ObjectiveIsStochastic = true;

        var found = Diagnosed(recipe).Findings.First(finding => finding.Cause.Id == "nondeterministic-loss");

        found.Grounds.Should().Be(Grounds.Fact);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_label_smoothing_leaves_of_a_loss_is_no_shortfall_of_the_model(int seed)
    {
        var (train, holdout) = (Clouds(seed, 0.3, 90, 90), Clouds(seed + 10, 0.3, 60, 60));
        var recipe = Recipe(
            train, holdout, pass => pass.Last("2", pass.Layer("1", pass.X, 12, Activation.Tanh), 2), rate: 0.3, steps: 600, LossKind.CrossEntropy);
        recipe.Smoothing = 0.1;

        var diagnosis = Diagnosed(recipe);

        diagnosis.Verdict.Should().Be(Verdict.Healthy, diagnosis.ToString());
        diagnosis.Examination.Losses.Constant.Should().BeApproximately(-(0.95 * Math.Log(0.95)) - (0.05 * Math.Log(0.05)), 1e-9);
    }
}
