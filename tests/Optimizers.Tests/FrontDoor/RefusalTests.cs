using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.Steps;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.FrontDoor;

/// <summary>Bad input is told with its place and its values, and costs nothing: neither a parameter nor a state has changed.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string> Names => OptimizerFacts.Names;

    [Fact]
    public void A_non_finite_gradient_is_told_by_parameter_index_value_and_iteration()
    {
        var optimizer = new Adam();
        var w = Matrix<double>.Build.Dense(2, 3);
        var dw = Matrix<double>.Build.Dense(2, 3);
        optimizer.Step([new Parameter(Vector<float>.Build.Dense(1), Vector<float>.Build.Dense(1)), new(w, dw) { Name = "w1" }]);
        dw[1, 2] = double.PositiveInfinity;
        var error = optimizer.Invoking(o => o.Step([new(Vector<float>.Build.Dense(1), Vector<float>.Build.Dense(1)), new(w, dw) { Name = "w1" }]))
            .Should().Throw<NonFiniteGradientException>().Which;
        error.ParameterPosition.Should().Be(1);
        error.ParameterName.Should().Be("w1");
        error.Index.Should().Be(5);
        error.Value.Should().Be(double.PositiveInfinity);
        error.Iteration.Should().Be(1);
        error.Message.Should().Contain("parameters[1] (w1)").And.Contain("2×3").And.Contain("[1, 2]").And.Contain("iteration 1");
    }

    [Fact]
    public void A_non_finite_gradient_is_found_before_the_norm_is_clipped()
    {
        double[] theta = [1, 2];
        var optimizer = new Sgd(1) { Clipping = GradientClipping.ByGlobalNorm(1) };
        optimizer.Invoking(o => o.Step(theta, [1, double.NaN])).Should().Throw<NonFiniteGradientException>().Which.Index.Should().Be(1);
        optimizer.Invoking(o => o.Step(theta, [double.NegativeInfinity, 1])).Should().Throw<NonFiniteGradientException>();
        theta.Should().Equal(1, 2);
    }

    /// <summary>An infinite square would stop the coordinate for good, or make it NaN one step later.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_gradient_whose_square_overflows_is_refused_by_the_rules_that_square_it_and_stays_finite_in_the_others(string name)
    {
        var fact = OptimizerFacts.Of(name);
        var optimizer = fact.Create(1e-30);
        float[] theta = [1, 2, 3, 4], gradient = [1, 1e20f, 1, 1];
        Parameter[] parameters = [Parameter.Matrix(theta, gradient, 2, 2)];
        if (fact.SquaresGradient && optimizer.Find<Optimizer>()!.Clipping is null)
        {
            var error = optimizer.Invoking(o => o.Step(parameters)).Should().Throw<NonFiniteGradientException>().Which;
            error.Index.Should().Be(1);
            error.Message.Should().Contain("whose square overflows");
            theta.Should().Equal(1, 2, 3, 4);
        }
        else
        {
            optimizer.Step(parameters);
        }

        gradient[1] = -1;
        optimizer.Step(parameters);
        optimizer.Step(parameters);
        theta.Should().OnlyContain(x => float.IsFinite(x));
    }

    [Fact]
    public void A_non_finite_gradient_can_be_skipped_and_counted_or_passed_through()
    {
        double[] skipped = [1], passed = [1];
        var skipping = new Momentum(0.1) { NonFinite = NonFiniteGradients.Skip };
        skipping.Step(skipped, [double.NaN]);
        skipping.Step(skipped, [1]);
        skipping.Step(skipped, [double.NaN]);
        skipped[0].Should().Be(0.9);
        skipping.SkippedSteps.Should().Be(2);
        skipping.Iteration.Should().Be(1);
        var passing = new Momentum(0.1) { NonFinite = NonFiniteGradients.Pass };
        passing.Step(passed, [double.NaN]);
        passed[0].Should().Be(double.NaN);
        passing.SkippedSteps.Should().Be(0);
    }

    [Fact]
    public void Parameters_that_do_not_fit_are_refused_with_both_shapes()
    {
        var v3 = Vector<double>.Build.Dense(3);
        var v4 = Vector<double>.Build.Dense(4);
        var m = Matrix<double>.Build.Dense(2, 2);
        Refused<ArgumentException>(o => o.Step([]), "no parameters");
        Refused<ArgumentException>(o => o.Step(v3, v4), "a vector of 3", "a vector of 4");
        Refused<ArgumentException>(o => o.Step([(m, m.Clone()), (m.Clone(), Matrix<double>.Build.Dense(2, 3))]), "parameters[1]", "2×2", "2×3");
        Refused<ArgumentException>(o => o.Step([(new double[3], new double[2])]), "a vector of 3", "a vector of 2");
        Refused<ArgumentException>(o => o.Step(new double[3].AsSpan(), new double[2]), "a vector of 3", "a vector of 2");
        Refused<ArgumentException>(o => o.Step(Vector<double>.Build.Sparse(3), v3), "the value", "Sparse", "DenseOfVector");
        Refused<ArgumentException>(o => o.Step(m, Matrix<double>.Build.Diagonal(2, 2)), "the gradient", "Diagonal", "DenseOfMatrix");
        Refused<ArgumentNullException>(o => o.Step(v3, null!), "gradient");
        Refused<ArgumentNullException>(o => o.Step([(v3, v3.Clone()), (v4, (Vector<double>)null!)]), "parameters[1]", "null");
        Refused<ArgumentNullException>(o => o.Step([((double[])null!, new double[1])]), "parameters[0]", "null");
        Refused<ArgumentNullException>(o => o.Step([default]), "parameters[0]", "null");
        Refused<ArgumentException>(o => o.Step([new Parameter(v3, v3.Clone()) { LearningRateScale = -1 }]), "LearningRateScale is -1");
        Refused<ArgumentException>(o => o.Step([new Parameter(v3, v3.Clone()) { WeightDecayScale = double.NaN }]), "WeightDecayScale is NaN");
    }

    [Fact]
    public void A_step_of_what_is_null_is_refused_by_its_name()
    {
        var (none, some) = ((IOptimizer)null!, (IOptimizer)new Sgd(1));
        var (v, f) = (Vector<double>.Build.Dense(3), Vector<float>.Build.Dense(3));
        var (m, n) = (Matrix<double>.Build.Dense(2, 2), Matrix<float>.Build.Dense(2, 2));
        foreach (var (step, name) in (ReadOnlySpan<(Action, string)>)
            [
                (() => none.Step(v, v.Clone()), "optimizer"), (() => some.Step(null!, v), "value"), (() => some.Step(v, null!), "gradient"),
                (() => none.Step(f, f.Clone()), "optimizer"), (() => some.Step(null!, f), "value"), (() => some.Step(f, null!), "gradient"),
                (() => none.Step(m, m.Clone()), "optimizer"), (() => some.Step(null!, m), "value"), (() => some.Step(m, null!), "gradient"),
                (() => none.Step(n, n.Clone()), "optimizer"), (() => some.Step(null!, n), "value"), (() => some.Step(n, null!), "gradient"),
                (() => none.Step(new double[3].AsSpan(), new double[3]), "optimizer"),
                (() => none.Step(new float[3].AsSpan(), new float[3]), "optimizer"),
            ])
        {
            FluentActions.Invoking(step).Should().Throw<ArgumentNullException>().WithParameterName(name);
        }
    }

    [Fact]
    public void Memory_that_would_be_changed_twice_or_while_it_is_read_is_refused()
    {
        var v = Vector<double>.Build.Dense(3);
        var flat = new double[10];
        Refused<ArgumentException>(o => o.Step(v, v), "share memory");
        Refused<ArgumentException>(o => o.Step([(v, v.Clone()), (v, v.Clone())]), "parameters[0]", "parameters[1]", "share memory");
        Refused<ArgumentException>(o => o.Step([(v, v.Clone()), new Parameter(v, v.Clone()) { Frozen = true }]),
            "parameters[0] and parameters[1] share memory, and parameters[1] is frozen: no step may change it");
        Refused<ArgumentException>(o => o.Step([Part(0, 4), Part(3, 4)]), "share memory");
        new Sgd(1).Step([Part(0, 4), Part(4, 4)]);

        Parameter Part(int start, int length) => (flat.AsMemory(start, length), (ReadOnlyMemory<double>)new double[length]);
    }

    [Fact]
    public void A_step_unlike_the_first_one_is_refused_with_both()
    {
        var optimizer = new Adam();
        optimizer.Step([(new double[3], new double[3]), (new float[2], new float[2])]);
        optimizer.Invoking(o => o.Step([(new double[3], new double[3])])).Should().Throw<ArgumentException>().WithMessage("*1 parameters*2*");
        optimizer.Invoking(o => o.Step([(new double[3], new double[3]), (new float[3], new float[3])]))
            .Should().Throw<ArgumentException>().WithMessage("*parameters[1]*vector of 3 float*vector of 2 float*");
        optimizer.Invoking(o => o.Step([(new double[3], new double[3]), (new double[2], new double[2])]))
            .Should().Throw<ArgumentException>().WithMessage("*vector of 2 double*vector of 2 float*");
    }

    [Fact]
    public void Hyperparameters_out_of_their_range_are_refused_with_the_range()
    {
        Bad(() => new Sgd(-1), "learningRate is -1", "at least 0");
        Bad(() => new Sgd(double.NaN), "NaN");
        Bad(() => new Momentum(0.1, 1), "momentumDecay is 1", "[0, 1)");
        Bad(() => new Momentum(0.1, dampening: 1.5), "dampening is 1.5");
        Bad(() => new Momentum(0.1, form: (MomentumForm)7), "form is 7");
        Bad(() => new RmsProp(0.1, squareDecay: 1), "squareDecay is 1");
        Bad(() => new RmsProp(0.1, epsilon: -1), "epsilon is -1");
        Bad(() => new RmsProp(0.1, start: (RmsPropStart)2), "start is 2");
        Bad(() => new Adagrad(0.1, initialAccumulator: -1), "initialAccumulator is -1");
        Bad(() => new Adam(beta1: 1), "beta1 is 1");
        Bad(() => new Adam(beta2: -0.1), "beta2 is -0.1");
        Bad(() => new AdamW(weightDecay: -1), "-1");
        Bad(() => new RmsMomentum(0.1, squareDecay: 1.5), "squareDecay");
        Bad(() => new Adam { MaxThreads = 0 }, "MaxThreads is 0");
        Bad(() => new Adam { NonFinite = (NonFiniteGradients)9 }, "NonFinite is 9");
        Bad(() => GradientClipping.ByValue(0), "limit is 0", "above 0");
        Bad(() => GradientClipping.ByGlobalNorm(double.PositiveInfinity), "maxNorm");
        ((Action)(() => _ = new Momentum(0.1, nesterov: true, dampening: 0.5))).Should().Throw<ArgumentException>().WithMessage("*Nesterov*0.5*");
        ((Action)(() => _ = new Sgd(null!))).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void A_schedule_that_leaves_its_range_later_stops_the_step_before_anything_changes()
    {
        var optimizer = new Momentum(0.1, Schedule.From(i => i < 2 ? 0.5 : 1.5));
        double[] a = [1], b = [2];
        optimizer.Step([(a, [1]), (b, [1])]);
        optimizer.Step([(a, [1]), (b, [1])]);
        var before = (a[0], b[0]);
        optimizer.Invoking(o => o.Step([(a, [1]), (b, [1])])).Should()
            .Throw<InvalidOperationException>().WithMessage("*MomentumDecay is 1.5 in iteration 2*");
        (a[0], b[0]).Should().Be(before);
        var rising = new Sgd(Schedule.From(i => i == 0 ? 1 : double.NaN));
        rising.Step(a, [0]);
        rising.Invoking(o => o.Step(a, [0])).Should().Throw<NotFiniteNumberException>().WithMessage("*NaN at iteration 1*");
    }

    [Fact]
    public void A_rule_of_the_users_own_runs_like_the_librarys()
    {
        var optimizer = new SignDescent(0.5);
        float[] theta = [.. Enumerable.Repeat(1f, 37)];
        optimizer.Step(theta, [.. Enumerable.Range(0, 37).Select(i => i - 18f)]);
        theta[0].Should().Be(1.5f);
        theta[18].Should().Be(1f);
        theta[36].Should().Be(0.5f);
    }

    private static void Refused<T>(Action<Optimizer> step, params string[] parts) where T : ArgumentException
    {
        var optimizer = new Adam();
        var message = optimizer.Invoking(step).Should().Throw<T>().Which.Message;
        foreach (var part in parts)
            message.Should().Contain(part);
        optimizer.Iteration.Should().Be(0);
    }

    /// <summary>The same array from the same place on, with another extent, is another parameter: the step would move too few elements.</summary>
    [Fact]
    public void Another_extent_of_the_same_memory_is_refused_in_a_later_step()
    {
        var (theta, gradient) = (new double[12], Enumerable.Repeat(1.0, 12).ToArray());
        Parameter[] kinds =
        [
            new(theta.AsMemory(0, 4), gradient.AsMemory(0, 4)), new(theta.AsMemory(0, 5), gradient.AsMemory(0, 5)),
            Parameter.Matrix(theta.AsMemory(0, 4), gradient.AsMemory(0, 4), 2, 2),
            Parameter.Matrix(theta.AsMemory(0, 6), gradient.AsMemory(0, 6), 2, 3),
            Parameter.Matrix(theta.AsMemory(0, 6), gradient.AsMemory(0, 6), 3, 2),
        ];
        foreach (var first in kinds)
        {
            foreach (var later in kinds.Where(later => (later.Rows, later.Columns, later.IsMatrix) != (first.Rows, first.Columns, first.IsMatrix)))
            {
                var optimizer = new Momentum(0.1);
                optimizer.Step([first]);
                optimizer.Step([first]);
                var before = theta.ToArray();
                optimizer.Invoking(o => o.Step([later])).Should().Throw<ArgumentException>().WithMessage("*in the first step it was*");
                theta.Should().Equal(before);
            }
        }
    }

    [Fact]
    public void A_state_value_without_a_name_is_refused() =>
        FluentActions.Invoking(() => new StateValue("", StateMeaning.Velocity, StateForm.Element, ElementKind.Double, 1))
            .Should().Throw<ArgumentException>().WithParameterName("name");

    private static void Bad(Func<object> make, params string[] parts)
    {
        var message = make.Should().Throw<ArgumentOutOfRangeException>().Which.Message;
        foreach (var part in parts)
            message.Should().Contain(part);
    }

    private sealed class SignDescent(Schedule learningRate) : Optimizer<SignRule>(learningRate)
    {
        protected internal override IEnumerable<Hyperparameter> RuleHyperparameters => [];

        protected internal override SignRule At(in StepInfo step) => new(step.LearningRate);
    }

    private readonly struct SignRule(double learningRate) : IUpdateRule
    {
        public static int StateCount => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Apply<T>(T parameter, T gradient, ref State<T> state) where T : struct, IArithmetic<T> =>
            T.DivideOrZero(learningRate * gradient, T.Abs(gradient));
    }
}
