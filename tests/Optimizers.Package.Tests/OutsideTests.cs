namespace Optimizers.Package.Tests;

/// <summary>
/// Optimizers, links, a landing, a wrapper, an engine and an observer, written by someone who has the public members only: they
/// are the library's equals.
/// </summary>
[Collection(PackageTestGroup.Name)]
public sealed class OutsideTests(OutsideProgram outside) : IClassFixture<OutsideProgram>
{
    private static readonly string[] Elements = ["double", "float"];
    private static readonly string[] Rules = ["Lion", "Adam", "Lamb", "Adafactor", "Prodigy", "Muon", "Soap"];
    private static readonly int[] StepCounts = [1, 3, 10, 30, 100];

    public static TheoryData<string, string> Compared => Pairs([.. Rules, "Trace", "Trace before"], Elements);

    public static TheoryData<string, string> Resumed => Pairs([.. Rules, "Anderson", "chain", "landing", "average"], Elements);

    public static TheoryData<string, int> Handed => Pairs(["library", "by product", "by steps", "meanings only", "nothing"], StepCounts);

    [Theory]
    [MemberData(nameof(Compared))]
    public void A_rule_written_anew_steps_as_that_of_the_library_and_gives_the_same_bits_on_one_thread_and_on_three(string rule, string element)
    {
        var (apart, threads, moved) = Three(outside.Numbers($"compare {rule} {element}"));
        apart.Should().BeLessThanOrEqualTo(
            element != "double" ? 0 : rule == "Soap" ? 1e-8 : 1e-12, "relative to the largest parameter, after 50 steps");
        threads.Should().Be(0);
        moved.Should().BeGreaterThan(0.01, "otherwise nothing was compared");
    }

    [Theory]
    [MemberData(nameof(Resumed))]
    public void It_goes_on_from_a_snapshot_in_a_new_instance_with_the_same_bits(string rule, string element) =>
        outside.Numbers($"resume {rule} {element}").Should().Equal(0, 50);

    [Theory]
    [MemberData(nameof(Handed))]
    public void What_is_taken_over_is_exact_or_it_is_told_that_nothing_is(string name, int steps)
    {
        foreach (var direction in new[] { "from", "to" })
        {
            var numbers = outside.Numbers($"carry {direction} {name} {steps}");
            numbers[0].Should().BeApproximately(-0.01, 1e-9, "the first step along (1, −2) is that of Adam");
            numbers[1].Should().BeApproximately(0.01, 1e-9);
            numbers[4].Should().Be(0, "the iteration is taken over in either case");
            if (name is "meanings only" or "nothing")
            {
                numbers[3].Should().Be(2, "both values start anew");
                numbers[2].Should().BeGreaterThan(0.01, "five steps later a fresh start is elsewhere");
                outside.Sentences($"told {direction} {name} {steps}").Should().HaveCount(2).And.AllSatisfy(sentence =>
                    sentence.Should().Contain("starts anew").And.Contain(name == "nothing" ? "remembers nothing" : "Completion"));
            }
            else
            {
                numbers[3].Should().Be(0);
                numbers[2].Should().BeLessThan(1e-15, "five steps later both are at the same place");
            }
        }
    }

    [Fact]
    public void A_rule_keeps_the_last_changes_in_a_ring_which_solves_a_quadratic_once_it_holds_as_many_as_there_are_unknowns()
    {
        var numbers = outside.Numbers("ring");
        numbers[0].Should().BeGreaterThan(0.8, "gradient descent has hardly moved along the flattest direction");
        numbers[1].Should().BeLessThan(1e-9);
        numbers[2].Should().BeInRange(1e-6, 0.8, "a shorter ring forgets, so that it only gains");
    }

    [Fact]
    public void A_link_with_a_round_makes_a_long_step_as_long_as_its_limit() => outside.Numbers("step limit")[0].Should().BeLessThan(1e-15);

    [Fact]
    public void A_rule_reads_the_loss_and_the_diagonal_that_it_asks_for_and_is_refused_without_them()
    {
        outside.Numbers("newton").Should().Equal(0.5, 2.5, -9);
        outside.Numbers("newton of a low loss").Should().Equal(0.25, 2.75, -9.25);
        outside.Numbers("newton asks").Should().Equal(1 + 4);
        outside.Numbers("newton is refused").Should().Equal(1);
    }

    [Fact]
    public void A_landing_projects_every_step_and_lets_the_rule_inside_be_found()
    {
        outside.Numbers("orthant").Should().Equal(0.5, 0, 2);
        outside.Numbers("orthant is found").Should().Equal(1, 1);
    }

    [Fact]
    public void A_wrapper_averages_the_parameters_and_lets_the_learning_rate_inside_be_found() =>
        outside.Numbers("average").Should().Equal(8, 3.875, 1);

    [Theory]
    [InlineData("library", 1, 0.75)]
    [InlineData("wrapper", 0.5, 0.5)]
    [InlineData("engine", 0.5, 0.5)]
    public void An_observer_sees_the_steps_of_the_library_of_a_wrapper_and_of_another_engine(string optimizer, double first, double second) =>
        outside.Numbers($"observe {optimizer}").Should().Equal(first, second, -first, -second, 1, 0, 2);

    [Fact]
    public void A_mistake_in_a_rule_is_refused_by_the_first_step_and_by_the_second_with_nothing_changed()
    {
        var words = new Dictionary<string, string>
        {
            ["no RoundAt"] = "RoundAt",
            ["no Measure"] = "Measure",
            ["five values"] = "from 1 to 4",
            ["kept in an element"] = "Pending",
            ["kept beyond the state"] = "state value 1",
            ["seventeen values"] = "at most 16 can be",
            ["a matrix in the formula"] = "StateDescriptor.Scalar and Matrix",
            ["a link too many"] = "Rule+OwnTrace+OwnTrace has 17",
            ["one name twice"] = "named m",
            ["three described"] = "3 values",
            ["another form"] = "m is described as Row",
            ["no product"] = "StateDescriptor.Scalar(\"p\", 2",
            ["a negative matrix"] = "-1×1",
            ["no scalars"] = "scalars 0 and 1",
            ["a decay of 1"] = "beta is 1 in iteration 0",
            ["At throws"] = "NotSupportedException thrown by At",
            ["Measure throws"] = "NotSupportedException thrown by Measure",
            ["Apply throws"] = "Restore or Reset",
        };
        outside.Mistakes.Should().BeEquivalentTo(words.Keys);
        foreach (var (mistake, word) in words)
        {
            outside.Answers(mistake).Should().HaveCount(2, mistake).And.AllSatisfy(
                answer => answer.Should().StartWith("True 0 ", "neither θ nor the iteration has changed").And.Contain(word));
        }
    }

    private static TheoryData<string, TOther> Pairs<TOther>(string[] names, TOther[] others)
    {
        var pairs = new TheoryData<string, TOther>();
        foreach (var name in names)
        {
            foreach (var other in others)
                pairs.Add(name, other);
        }

        return pairs;
    }

    private static (double First, double Second, double Third) Three(double[] numbers) => (numbers[0], numbers[1], numbers[2]);
}
