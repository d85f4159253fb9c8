using Optimizers.Diagnostics;
using Optimizers.FaultBench.World;

namespace Optimizers.Tests.Diagnostics;

/// <summary>The probabilities of faults among each other and against "nothing is wrong".</summary>
public sealed class BeliefTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 2)]
    [InlineData(40, 3)]
    public void The_probabilities_of_all_faults_and_of_nothing_add_up_to_one_and_keep_the_order_of_the_scores(int count, int seed)
    {
        var random = new Random(seed);
        double[] scores = [.. Enumerable.Range(0, count).Select(_ => 30 * (random.NextDouble() - 0.7))];

        var among = Belief.Among(scores);

        // By the definition, without the largest score taken out.
        var sum = 1 + scores.Sum(Math.Exp);
        among.Should().HaveCount(count).And.OnlyContain(each => each > 0 && each < 1);
        for (var k = 0; k < count; k++)
            among[k].Should().BeApproximately(Math.Exp(scores[k]) / sum, 1e-14);
    }

    [Fact]
    public void Scores_beyond_the_range_of_the_exponential_have_probabilities_too()
    {
        Belief.Among([2000, -2000]).Should().Equal(1, 0);
        Belief.Among([2000, 2000]).Should().Equal(0.5, 0.5);
        Belief.Among([]).Should().BeEmpty();
        Belief.Alone(2000).Should().Be(0.98);
        Belief.Alone(-2000).Should().Be(0);
    }

    [Fact]
    public void Behind_a_fault_that_is_sure_the_others_are_asked_without_it_and_until_then_all_are_rivals()
    {
        double[] scores = [1, 6, -1];
        var (all, rest) = (Belief.Among(scores), Belief.Among([1, -1]));

        all[1].Should().BeGreaterThan(0.9);
        Belief.InTurn(scores).Should().Equal(rest[0], Math.Min(0.98, all[1]), rest[1]);
        Belief.InTurn([1, 2, -1]).Should().Equal(Belief.Among([1, 2, -1]));
        Belief.InTurn([9, 8, 7]).Should().Equal(Belief.Among([9, 8, 7]));
        Belief.InTurn([]).Should().BeEmpty();
    }

    /// <summary>The bench fits the formula of the diagnosis: temperature times prior, evidence, bias and grounds, against nothing.</summary>
    [Fact]
    public void The_fit_of_the_bench_has_the_same_formula()
    {
        var (random, runs) = (new Random(1), new List<JudgedRun>());
        for (var k = 0; k < 60; k++)
        {
            WeighedCause[] suspects = [.. Enumerable.Range(0, 3).Select(c => new WeighedCause(
                $"cause-{c}", (6 * random.NextDouble()) - 3, (Grounds)random.Next(3), Explained: k % 4 == 0 && c == 2,
                new Dictionary<string, double>()))];
            var best = suspects.MaxBy(suspect => suspect.LogOdds + random.NextDouble())!;
            runs.Add(new($"kind-{k % 6}", (Tier)(k % 3), k % 5 == 0 ? [] : [best.Id], suspects));
        }

        var fit = WeightFit.Of(runs, bySources: false, penalty: 0.1);
        var of = fit.Fitted.ToDictionary(each => each.Name, each => each.Value);

        foreach (var run in runs)
        {
            double[] againstNothing = [.. run.Suspects.Select(suspect => (of["temperature"] * (
                suspect.LogOdds + of.GetValueOrDefault($"bias {suspect.Id}") + of[$"ground {suspect.Grounds}"]
                - (suspect.Explained ? of["symptom"] : 0))) - of["nothing"])];
            var expected = Belief.Among(againstNothing);
            fit.Probabilities(run).Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-12);
        }

        // And the diagnosis: two assessments of one ground differ by the temperature times their evidence; a symptom loses as much as is fitted.
        var cause = new StatedCause("own", 1);
        var nothingSeen = new Examination(new Dictionary<string, object>());
        double Of(double weight) => Belief.AgainstNothing(cause, new StatedCause("own", weight).Assess(nothingSeen));
        var temperature = Of(2) - Of(1);
        temperature.Should().BeInRange(0.1, 2);
        (Of(6) - Of(1)).Should().BeApproximately(5 * temperature, 1e-12);
        (1 - Belief.AsSymptom(1)).Should().BeGreaterThan(temperature);
    }

    [Fact]
    public void A_strong_rival_makes_a_finding_less_sure_and_a_symptom_of_it_does_not()
    {
        var alone = Confidence([]);
        var rival = Confidence([new StatedCause("rival", 5)]);
        var symptom = Confidence([new StatedCause("symptom", 5)]);

        rival.Should().BeLessThan(alone - 0.2);
        symptom.Should().BeInRange(alone - 0.1, alone);

        static double Confidence(Cause[] others) => Diagnose([new StatedCause("root", 5), .. others])
            .Findings.Single(finding => finding.Cause.Id == "root").Confidence;
    }

    /// <summary>A consequence is there whatever its cause is: its probability is its own.</summary>
    [Fact]
    public void A_symptom_is_told_as_sure_as_it_is_by_itself()
    {
        var both = Diagnose([new StatedCause("root", 6), new StatedCause("symptom", 4)]);
        var alone = Diagnose([new StatedCause("symptom", 4)]);

        both.Findings.Select(finding => finding.Cause.Id).Should().Equal("root", "symptom");
        both.Findings[1].IsSymptom.Should().BeTrue();
        both.Findings[1].Confidence.Should().BeApproximately(alone.Findings[0].Confidence, 1e-12);
    }

    /// <summary>What is told is what is likelier than nothing, so that a rival hides nothing.</summary>
    [Theory]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(6)]
    public void A_fault_is_found_where_it_is_likelier_than_that_nothing_is_wrong_whatever_its_rivals_are(double weight)
    {
        var cause = new StatedCause("one", weight);
        var isLikelier = Belief.AgainstNothing(cause, cause.Assess(null!)) > 0;

        Diagnose([cause]).Findings.Any().Should().Be(isLikelier);
        Diagnose([cause, new StatedCause("rival", 9)]).Findings.Any(finding => finding.Cause.Id == "one").Should().Be(isLikelier);
    }

    private static Diagnosis Diagnose(Cause[] causes) => Diagnosis.Of(
        new TrainingCase(new TrainingMonitor()), new DiagnosisOptions { Causes = causes, Graph = new CausalGraph([("root", "symptom")]) });
}
