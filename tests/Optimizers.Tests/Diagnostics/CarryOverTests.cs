using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Diagnostics;

/// <summary>An optimizer goes on where another one is: by all pairs of the list.</summary>
public sealed class CarryOverTests
{
    private static readonly IReadOnlyList<OptimizerFact> Rules = [.. OptimizerFacts.All.Where(fact => fact.Create(0) is Optimizer)];

    public static TheoryData<string> Names { get; } = [.. Rules.Select(fact => fact.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_new_optimizer_of_the_same_rule_carries_on_with_the_same_bits(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var (old, other) = ((Optimizer)fact.Create(0.05), (Optimizer)fact.Create(0.05));
        var (a, b) = (ParameterSet.Small(fact), ParameterSet.Small(fact));
        for (var i = 0; i < 6; i++)
            a.Step(old, i);
        b.CopyFrom(a);
        other.CarryOver(old).Should().BeEmpty();
        for (var i = 6; i < 12; i++)
        {
            a.Step(old, i);
            b.Step(other, i);
        }

        b.Bits().Should().Equal(a.Bits());
        other.Iteration.Should().Be(12);
    }

    /// <summary>What is not told to start anew has come over; what is told to has nothing in it.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_optimizer_can_follow_every_other_one_and_tells_what_starts_anew(string name)
    {
        var fact = OptimizerFacts.Of(name);
        foreach (var next in Rules)
        {
            var parameters = ParameterSet.Small(fact.NeedsMatrices ? fact : next);
            var (old, other) = ((Optimizer)fact.Create(0.01), (Optimizer)next.Create(0.01));
            for (var i = 0; i < 5; i++)
                parameters.Step(old, i);
            var before = StateBits.Of(old);
            var anew = other.CarryOver(old);
            StateBits.Of(old).Should().Equal(before, "what is taken from stays as it is");
            var values = StateBits.Values(other.Snapshot());
            foreach (var value in values.Where(each => each is { Form: StateForm.Element, Meaning: not StateMeaning.Remainder }))
            {
                if (anew.Count == 0)
                    ParameterSet.Widen(NumbersOf(value)).Should().Contain(x => x != 0, "{0} of {1} came from {2}", value.Name, next, fact);
                else if (OptimizerFact.RulesOf(old).Count == 1 && anew.All(each => each.StartsWith(value.Name + " ", StringComparison.Ordinal)))
                    ParameterSet.Widen(NumbersOf(value)).Should()
                        .OnlyContain(x => x == 0, "{0} of {1} starts anew after {2}", value.Name, next, fact);
            }

            for (var i = 5; i < 8; i++)
                parameters.Step(other, i);
            parameters.All().Should().OnlyContain(x => double.IsFinite(x), next.Name);
            other.Iteration.Should().Be(8);
        }
    }

    private static Array NumbersOf(StateValue value) =>
        value.Kind == ElementKind.Double ? value.Doubles.ToArray() : value.Singles.ToArray();

    [Fact]
    public void Of_an_optimizer_that_only_skipped_steps_the_skips_are_not_taken_over()
    {
        var (old, other) = (new Adam(0.1) { NonFinite = NonFiniteGradients.Skip }, new Momentum(0.1));
        old.Step([1.0], [double.NaN]);
        other.Step([1.0], [1.0]);

        other.CarryOver(old).Should().BeEmpty();

        (old.SkippedSteps, other.SkippedSteps, other.Iteration).Should().Be((1, 0, 0));
        double.IsNaN(other.LastGradientNorm).Should().BeTrue();
    }
}
