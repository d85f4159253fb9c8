using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Steps;

/// <summary>What a step is given beside the gradients: asked for by name, checked, and used once.</summary>
public sealed class StepInputTests
{
    private static readonly double[] Gradient = [0.5, -2, 1];

    public static TheoryData<string, StepInput> Needs => new()
    {
        { "PolyakSgd", StepInput.Loss },
        { "Momo", StepInput.Loss },
        { "MomoAdam", StepInput.Loss },
        { "Sophia", StepInput.HessianDiagonal },
        { "AdaHessian", StepInput.HessianDiagonal },
    };

    [Theory]
    [MemberData(nameof(Needs))]
    public void What_is_missing_is_named_and_nothing_changes(string name, StepInput input)
    {
        var optimizer = ((IWrapsOptimizer)OptimizerFacts.Of(name).Create(0.1)).Inner;
        double[] theta = [1, 2, 3];
        optimizer.Invoking(o => o.Step([(theta, Gradient)]))
            .Should().Throw<InvalidOperationException>().WithMessage($"*needs {input} in iteration 0*");
        theta.Should().Equal(1, 2, 3);
        optimizer.Iteration.Should().Be(0);
        optimizer.Find<ITakesInputs>()!.InputsAt(0).Should().Be(input);
    }

    [Fact]
    public void Inputs_hold_for_one_step()
    {
        var optimizer = new PolyakSgd();
        double[] theta = [1, 2, 3];
        optimizer.Step([(theta, Gradient)], new StepInputs { Loss = 1 });
        optimizer.Invoking(o => o.Step([(theta, Gradient)])).Should().Throw<InvalidOperationException>();
        optimizer.Step([(theta, Gradient)], new StepInputs { Loss = 1 });
        optimizer.Iteration.Should().Be(2);
    }

    [Fact]
    public void A_wrapper_that_takes_no_step_leaves_no_input_behind()
    {
        var inner = new PolyakSgd();
        double[] theta = [1, 2, 3];
        new Idle(inner).Step([(theta, Gradient)], new StepInputs { Loss = 1 });
        inner.Invoking(o => o.Step([(theta, Gradient)])).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void What_an_optimizer_does_not_ask_for_is_left_alone()
    {
        double[] given = [1, 2, 3], plain = [1, 2, 3];
        new Adam(0.1).Step([(given, Gradient)], new StepInputs { Loss = double.MaxValue, HessianDiagonal = [(given, [1.0, 1, 1])] });
        new Adam(0.1).Step([(plain, Gradient)]);
        given.Should().Equal(plain);
    }

    [Fact]
    public void Inputs_reach_the_rules_of_groups_chains_landings_and_wrappers()
    {
        Schedule rate = 1;
        IOptimizer[] optimizers =
        [
            new GroupedOptimizer((_ => true, new PolyakSgd(rate))),
            new PolyakSgd(rate).Then(new TrustRatio()),
            new PolyakSgd(rate).NonNegative(),
            new Lookahead(new PolyakSgd(rate), steps: 3, alpha: 0.5),
            new Sam(new PolyakSgd(rate)),
        ];
        foreach (var optimizer in optimizers)
        {
            double[] theta = [1, 2, 3];
            optimizer.Invoking(o => o.Step([(theta, Gradient)])).Should().Throw<InvalidOperationException>().WithMessage("*Loss*");
            optimizer.Step([(theta, Gradient)], new StepInputs { Loss = 2.625 });
            optimizer.Iteration.Should().Be(1);
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_input_that_is_not_finite_is_refused_by_its_place_and_nothing_changes(double value)
    {
        double[] theta = [1, 2, 3];
        var sophia = new Sophia();
        sophia.Invoking(o => o.Step([new Parameter(theta, Gradient) { Name = "w" }], new StepInputs { HessianDiagonal = [(theta, [1, value, 1])] }))
            .Should().Throw<ArgumentException>().WithMessage("*Hessian's diagonal of parameters?0? (w) is not finite at index 1*");
        var polyak = new PolyakSgd();
        polyak.Invoking(o => o.Step([(theta, Gradient)], new StepInputs { Loss = value }))
            .Should().Throw<ArgumentException>().WithMessage("*loss of iteration 0*");
        theta.Should().Equal(1, 2, 3);
        (sophia.Iteration + polyak.Iteration).Should().Be(0);
    }

    [Fact]
    public void An_input_of_another_shape_count_or_element_type_is_refused()
    {
        double[] theta = [1, 2, 3];
        Refused([], "*given for 0 parameters, but the step has 1*");
        Refused([(theta, Gradient), (theta, Gradient)], "*given for 2*");
        Refused([(new double[2], new double[2])], "*is a vector of 2 double; it must be a vector of 3 double*");
        Refused([(new float[3], new float[3])], "*is a vector of 3 float; it must be a vector of 3 double*");
        Refused([(theta, null!)], "*is null*");
        theta.Should().Equal(1, 2, 3);

        void Refused(Parameter[] diagonal, string message) =>
            new AdaHessian().Invoking(o => o.Step([(theta, Gradient)], new StepInputs { HessianDiagonal = diagonal }))
                .Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void Sophia_asks_for_the_diagonal_every_k_steps_and_reads_none_between()
    {
        double[] theta = [1, 2, 3], other = [1, 2, 3];
        var (optimizer, strict) = (new Sophia(interval: 3), new Sophia(interval: 3));
        for (var i = 0; i < 7; i++)
        {
            var needed = optimizer.Find<ITakesInputs>()!.InputsAt(i);
            needed.Should().Be(i % 3 == 0 ? StepInput.HessianDiagonal : StepInput.None);
            strict.Step([(other, Gradient)], needed == StepInput.None ? default : new StepInputs { HessianDiagonal = [(other, [3.0, 2, 1])] });
            optimizer.Step([(theta, Gradient)], new StepInputs { HessianDiagonal = [(theta, i % 3 == 0 ? [3.0, 2, 1] : [9.0, 9, 9])] });
        }

        theta.Should().Equal(other);
    }

    [Fact]
    public void What_maximizes_L_is_what_minimizes_minus_L()
    {
        double[] up = [1, -2, 3], down = [1, -2, 3];
        double[] negative = Array.ConvertAll(Gradient, g => -g);
        IOptimizer[] climbing = [new Momo { Maximize = true }, new Sophia { Maximize = true }, new ExactMars { Maximize = true }];
        IOptimizer[] descending = [new Momo(), new Sophia(), new ExactMars()];
        foreach (var (climb, descend) in climbing.Zip(descending))
        {
            climb.Step([(up, Gradient)], Inputs(up, -4, [-3.0, -2, -1], [0.25, -2.5, 0.5]));
            descend.Step([(down, negative)], Inputs(down, 4, [3.0, 2, 1], [-0.25, 2.5, -0.5]));
            up.Should().Equal(down);
        }

        static StepInputs Inputs(double[] theta, double loss, double[] diagonal, double[] second) =>
            new() { Loss = loss, HessianDiagonal = [(theta, diagonal)], SecondGradient = [(theta, second)] };
    }

    [Fact]
    public void The_point_before_comes_into_the_parameters_and_goes_bit_for_bit()
    {
        double[] theta = [0.1, 0.2, 0.3];
        var optimizer = new ExactMars(0.1);
        using (optimizer.AtPreviousPoint([(theta, Gradient)]))
            theta.Should().Equal(0.1, 0.2, 0.3);
        optimizer.Step([(theta, Gradient)]);
        var (before, now) = (new[] { 0.1, 0.2, 0.3 }, (double[])theta.Clone());
        using (optimizer.AtPreviousPoint([(theta, Gradient)]))
        {
            theta.Should().Equal(before);
            optimizer.Invoking(o => o.Step([(theta, Gradient)])).Should().Throw<InvalidOperationException>();
        }

        theta.Should().Equal(now).And.NotEqual(before);
    }

    private sealed class Idle(IOptimizer inner) : IOptimizer, IWrapsOptimizer
    {
        public IOptimizer Inner => inner;

        public long Iteration => inner.Iteration;

        public void Step(scoped ReadOnlySpan<Parameter> parameters, CancellationToken cancellationToken = default)
        {
        }

        public OptimizerState Snapshot(OptimizerState? into = null) => inner.Snapshot(into);

        public void Restore(OptimizerState state) => inner.Restore(state);

        public void Reset() => inner.Reset();

        public void Watch(StepObserver observer) => inner.Watch(observer);

        public void Unwatch(StepObserver observer) => inner.Unwatch(observer);
    }
}
