using Optimizers.Tests.Rules;

namespace Optimizers.Tests.FrontDoor;

/// <summary>
/// A step that fails, wherever it does, in the first step and in later ones, has changed no bit of the parameters, the state, the iteration and the
/// norm; and the next good step gives the bits of a run without the failure.
/// </summary>
public sealed class AllOrNothingTests
{
    public static TheoryData<string> Names => OptimizerFacts.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_failure_from_outside_leaves_no_trace(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var observer = new Refuser();
        Check(
            () => Many(fact),
            () => Measuring(fact.Create(0.05, threads: 2)),
            optimizer => optimizer.Watch(observer),
            (optimizer, parameters) =>
            {
                parameters.Spoil();
                optimizer.Invoking(o => o.Step(parameters.Parameters)).Should().Throw<NonFiniteGradientException>();
            },
            (optimizer, parameters) =>
                optimizer.Invoking(o => o.Step(parameters.Parameters, new CancellationToken(canceled: true)))
                    .Should().Throw<OperationCanceledException>(),
            (optimizer, parameters) =>
            {
                observer.Refuses = true;
                optimizer.Invoking(o => o.Step(parameters.Parameters)).Should().Throw<TimeoutException>();
                observer.Refuses = false;
            },
            (optimizer, parameters) =>
                optimizer.Invoking(o => o.Step([.. parameters.Parameters, parameters.Parameters[0]]))
                    .Should().Throw<ArgumentException>("memory is shared"));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public void A_conclusion_that_throws_in_any_round_and_at_any_parameter_leaves_no_trace(int round, bool inGroup)
    {
        for (var after = 0; after < (inGroup ? 1 : 3); after++)
        {
            Check(
                () => new ParameterSet((ElementKind.Double, 9, 7), (ElementKind.Single, 6, 4), (ElementKind.Double, 11, 0)),
                () => Measuring(new ThreeRounds(0.05) { MaxThreads = 2 }),
                _ => { },
                (optimizer, parameters) =>
                {
                    var rule = (ThreeRounds)optimizer;
                    (rule.FailsIn, rule.FailsInGroup, rule.FailsAfter) = (round, inGroup, after);
                    optimizer.Invoking(o => o.Step(parameters.Parameters)).Should().Throw<TimeoutException>();
                    rule.FailsIn = -1;
                });
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_whose_conclusion_throws_leaves_no_trace_before_a_rule_and_behind_it(bool isBefore)
    {
        FailingLink? tried = null;
        Check(
            () => new ParameterSet((ElementKind.Double, 9, 7), (ElementKind.Single, 11, 0)),
            () =>
            {
                var link = new FailingLink();
                tried ??= link;
                return Measuring(isBefore ? new Adam(0.05).Before(link) : new Lamb(0.05).Then(link));
            },
            _ => { },
            (optimizer, parameters) =>
            {
                tried!.Fails = true;
                optimizer.Invoking(o => o.Step(parameters.Parameters)).Should().Throw<TimeoutException>();
                tried.Fails = false;
            });
    }

    private static void Check(
        Func<ParameterSet> make, Func<IOptimizer> create, Action<IOptimizer> arrange, params Action<IOptimizer, ParameterSet>[] failures)
    {
        var (tried, calm) = (create(), create());
        var (a, b) = (make(), make());
        arrange(tried);
        for (var step = 0; step < 4; step++)
        {
            if (step != 2) // One step between others that goes well at once.
            {
                foreach (var fail in failures)
                {
                    a.Prepare(step + 50);
                    var (parameters, state) = (a.Bits(), StateBits.Of(tried));
                    fail(tried, a);
                    a.Bits().Should().Equal(parameters, "of a failure in step {0}", step);
                    StateBits.Of(tried).Should().Equal(state, "of a failure in step {0}", step);
                    tried.Iteration.Should().Be(step);
                }
            }

            a.Step(tried, step);
            b.Step(calm, step);
            a.Bits().Should().Equal(b.Bits(), "of step {0}", step);
            StateBits.Of(tried).Should().Equal(StateBits.Of(calm), "of step {0}", step);
        }
    }

    private static IOptimizer Measuring(IOptimizer optimizer)
    {
        optimizer.Find<Optimizer>()!.MeasuresGradientNorm = true;
        return optimizer;
    }

    /// <summary>Many parameters, one of several blocks.</summary>
    private static ParameterSet Many(OptimizerFact fact) => fact.NeedsMatrices
        ? new([.. Enumerable.Range(2, 10).Select(n => (n % 2 == 0 ? ElementKind.Double : ElementKind.Single, n, n + 1))])
        : new(
        [
            (ElementKind.Double, 9_001, 0),
            .. Enumerable.Range(2, 10).Select(n => (n % 2 == 0 ? ElementKind.Double : ElementKind.Single, n, n % 3 == 0 ? 0 : n + 1)),
        ]);

    private sealed class Refuser : StepObserver
    {
        public bool Refuses { get; set; }

        protected internal override void Planned(in StepView step)
        {
            if (Refuses)
                throw new TimeoutException("The observer refuses the step.");
        }
    }
}
