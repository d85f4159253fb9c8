using Optimizers.Diagnostics;
using Optimizers.FaultBench.World;
using static Optimizers.Tests.Diagnostics.World.Trainings;
using WorldCases = Optimizers.FaultBench.World.Cases;

namespace Optimizers.Tests.Diagnostics.Trying;

/// <summary>Cures tried in blocks of trainings: what they show, what they clear, what they leave open, and what they cost.</summary>
public sealed class CureExperimentTests
{
    private const string Source = "pairs of trainings";

    [Theory]
    [InlineData("sgd", 2e-4, "step-too-small", 1)]
    [InlineData("sgd", 2e-4, "step-too-small", 2)]
    [InlineData("adam", 1e-5, "step-too-small", 3)]
    public void A_rate_that_is_far_too_small_is_shown(string rule, double rate, string cause, int seed)
    {
        var diagnosis = Diagnosed(Waves(seed, rule, rate));

        First(diagnosis).Should().Be(cause, diagnosis.ToString());
        diagnosis.Findings[0].Grounds.Should().Be(Grounds.Shown);
        diagnosis.Findings[0].Assessment.Evidence.Should().ContainSingle(each => each.Source.Contains(Source) && each.Weight > 0);
        diagnosis.Examination.Blocks![cause].Should().Match<CureTrial>(
            trial => trial.Shows && !trial.Clears && trial.Blocks == 4 && trial.Gain > 1.5);
        diagnosis.ToString().Should().Contain("shown by a trial").And.Contain("beyond chance");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Inputs_of_a_large_scale_are_shown_by_a_training_on_standardized_ones_that_no_other_rate_equals(int seed)
    {
        var recipe = Waves(seed, "sgd", 1e-5, scale: 60);

        var diagnosis = Diagnosed(recipe);

        First(diagnosis).Should().Be("bad-scaling", diagnosis.ToString());
        diagnosis.Examination.Blocks!["bad-scaling"].Should().Match<CureTrial>(
            trial => trial.Stands == true && trial.Without < trial.BestRate && trial.Without < trial.With);
    }

    [Fact]
    public void Of_a_sound_training_no_cure_is_shown()
    {
        var shown = new List<string>();
        for (var seed = 1; seed <= 6; seed++)
        {
            var diagnosis = Diagnosed(Waves(seed, seed % 2 == 0 ? "adam" : "momentum", seed % 2 == 0 ? 0.01 : 0.05));
            shown.AddRange(
                (diagnosis.Examination.Blocks ?? new Dictionary<string, CureTrial>()).Where(each => each.Value.Shows).Select(each => each.Key));
            diagnosis.Verdict.Should().Be(Verdict.Healthy, diagnosis.ToString());
        }

        shown.Should().BeEmpty();
    }

    [Fact]
    public void The_same_case_gives_the_same_trials_again_and_leaves_the_callers_parameters_alone()
    {
        var trainingCase = CaseOf(Waves(1, "sgd", 2e-4));
        var (theta, start) = (trainingCase.Theta!.ToArray(), trainingCase.Start!.ToArray());
        var once = Diagnosis.Of(trainingCase).Examination.Blocks!;
        var again = Diagnosis.Of(trainingCase).Examination.Blocks!;

        again.Should().BeEquivalentTo(once);
        trainingCase.Theta!.ToArray().Should().Equal(theta);
        trainingCase.Start!.ToArray().Should().Equal(start);
    }

    [Fact]
    public void Kept_results_give_the_same_answer_without_a_training()
    {
        var diagnosis = Diagnosed(Waves(1, "sgd", 2e-4));

        var again = Diagnosis.Of(new Examination(diagnosis.Examination.Results));

        again.Findings[0].Grounds.Should().Be(Grounds.Shown);
        again.Findings[0].Assessment.Evidence.Should().Contain(each => each.Source.Contains(Source));
        again.Cost.Should().Be(default(Optimizers.Curvature.EvaluationCounts));
    }

    [Fact]
    public void Two_cures_that_repair_alike_are_named_together()
    {
        var trainingCase = CaseOf(Waves(1, "sgd", 2e-4));
        var found = Diagnosis.Of(trainingCase);
        found.ToString().Should().NotContain("or because");
        var same = new StatedCause("own", weight: 6, action: found.Findings[0].Remedy!.Action);

        var both = Diagnosis.Of(trainingCase, new() { Causes = [.. KnownCauses.All, same] });

        both.Findings.Take(2).Select(each => each.Cause.Id).Should().BeEquivalentTo("step-too-small", "own");
        both.ToString().Should().Contain(", or because ").And.Contain("either cure repairs it alike");
    }

    [Fact]
    public void The_price_is_said_before_and_kept()
    {
        var ahead = new List<ProbeReceipt>();
        var diagnosis = Diagnosis.Of(
            CaseOf(Waves(1, "sgd", 2e-4)), new() { Progress = new Told(report => ahead.AddRange(report.Ahead is { } next ? [next] : [])) });

        var paid = diagnosis.Receipts.Single(receipt => receipt.Probe == nameof(Examination.Blocks));
        ahead.Should().ContainSingle().Which.Price.Should().Be(paid.Price);
        paid.Cost.Losses.Should().BeInRange(1, paid.Price.Losses);
        paid.Cost.Gradients.Should().BeInRange(1, paid.Price.Gradients);
    }

    [Fact]
    public void Beyond_the_budget_what_is_believed_stays_probable()
    {
        var trainingCase = CaseOf(Waves(1, "sgd", 2e-4));
        var receipts = Diagnosis.Of(trainingCase).Receipts;
        var most = (int)receipts.TakeWhile(each => each.Probe != nameof(Examination.Blocks)).Sum(each => each.Cost.Gradients);

        var diagnosis = Diagnosis.Of(trainingCase, new() { Budget = most / 8 });

        diagnosis.Examination.Blocks.Should().BeNull();
        diagnosis.Receipts.Should().NotContain(each => each.Probe == nameof(Examination.Blocks));
    }

    [Fact]
    public void A_cancelled_trial_throws_and_has_changed_nothing()
    {
        using var source = new CancellationTokenSource();
        var trainingCase = CaseOf(Waves(1, "sgd", 2e-4));
        var theta = trainingCase.Theta!.ToArray();

        FluentActions.Invoking(() => Diagnosis.Of(trainingCase, new()
        {
            CancellationToken = source.Token,
            Progress = new Told(report =>
            {
                if (report.Ahead is not null)
                    source.Cancel();
            }),
        })).Should().Throw<OperationCanceledException>();
        trainingCase.Theta!.ToArray().Should().Equal(theta);
    }

    private static TrainingCase CaseOf(Recipe recipe) => WorldCases.Of(Training.Run(recipe), Tier.Full, tellsBounds: false);

    // A smooth function of four inputs, with batches, as many steps as a trial has and more.
    private static Recipe Waves(int seed, string rule, double rate, double scale = 1)
    {
        double Target(double[] x) => Math.Sin(x[0] / scale) + (0.5 * x[1] / scale);
        var recipe = Recipe(
            Numbers(seed, 400, 4, Target, random => scale * random.Normal()), Numbers(seed + 50, 150, 4, Target, random => scale * random.Normal()),
            pass => pass.Perceptron(1, 16, Activation.Tanh, StartRules.Glorot, 1), rate, 600);
        (recipe.Optimizer, recipe.BatchSize) = (new OptimizerChoice(rule), 20);
        return recipe;
    }

    private sealed class Told(Action<DiagnosisProgress> tell) : IProgress<DiagnosisProgress>
    {
        public void Report(DiagnosisProgress value) => tell(value);
    }
}
