using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Optimizers.Curvature;
using Optimizers.Tests.Curvature.Minimizers.Nist;

namespace Optimizers.Tests.Curvature.Minimizers;

/// <summary>The minimizers where a program has MathNet's.</summary>
public sealed class MathNetTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;
    private static readonly Vector<double> Start = V.Dense([-1.2, 1]);

    private static IObjectiveFunction Rosenbrock() => ObjectiveFunction.GradientHessian(
        TestFunction.Rosenbrock.Loss, TestFunction.Rosenbrock.Gradient, TestFunction.Rosenbrock.Hessian);

    public static TheoryData<IUnconstrainedMinimizer> Minimizers => [new Lbfgs(), new NewtonCg()];

    [Theory]
    [MemberData(nameof(Minimizers))]
    public void Stand_in_the_place_of_MathNets(IUnconstrainedMinimizer minimizer)
    {
        IObjectiveFunction[] functions =
        [
            Rosenbrock(),
            ObjectiveFunction.Gradient(TestFunction.Rosenbrock.Loss, TestFunction.Rosenbrock.Gradient),
            ObjectiveFunction.Gradient(p => (TestFunction.Rosenbrock.Loss(p), TestFunction.Rosenbrock.Gradient(p))),
        ];
        foreach (var function in functions)
        {
            var start = Start.Clone();
            var result = minimizer.FindMinimum(function, start);
            result.ReasonForExit.Should().Be(ExitCondition.RelativeGradient);
            (result.MinimizingPoint - 1).AbsoluteMaximum().Should().BeLessThan(1e-7);
            result.FunctionInfoAtMinimum.Value.Should().BeLessThan(1e-14);
            result.FunctionInfoAtMinimum.Gradient.L2Norm().Should().BeLessThan(1e-7);
            result.Iterations.Should().BeInRange(10, 60);
            start.Should().Equal(Start);
        }
    }

    [Theory]
    [MemberData(nameof(Minimizers))]
    public void A_function_without_a_gradient_is_minimized_by_differences(IUnconstrainedMinimizer minimizer)
    {
        var result = minimizer.FindMinimum(ObjectiveFunction.Value(p => Math.Pow(p[0] - 1, 2) + Math.Pow(p[1] + p[0], 2)), V.Dense([3.0, 4]));
        result.MinimizingPoint[0].Should().BeApproximately(1, 1e-6);
        result.MinimizingPoint[1].Should().BeApproximately(-1, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Minimizers))]
    public void However_early_it_ends_the_function_stands_at_the_best_point(IUnconstrainedMinimizer minimizer)
    {
        for (var most = 1; most <= 20; most++)
        {
            IUnconstrainedMinimizer limited = minimizer is Lbfgs
                ? new Lbfgs { MaxIterations = most }
                : new NewtonCg { MaxIterations = most };
            var own = ((Minimizer)limited).Minimize(
                Objective.Create(TestFunction.Rosenbrock.Loss, TestFunction.Rosenbrock.Gradient, hessian: TestFunction.Rosenbrock.Hessian), Start);
            var theirs = limited.FindMinimum(Rosenbrock(), Start);
            theirs.MinimizingPoint.Should().Equal(own.Point);
            theirs.FunctionInfoAtMinimum.Value.Should().Be(own.Loss);
        }
    }

    [Fact]
    public void The_result_of_the_objective_and_of_the_function_are_the_same_bits()
    {
        var own = new Lbfgs().Minimize(
            Objective.Create(TestFunction.Rosenbrock.Loss, TestFunction.Rosenbrock.Gradient, hessian: TestFunction.Rosenbrock.Hessian), Start);
        var theirs = new Lbfgs().FindMinimum(Rosenbrock(), Start);
        theirs.MinimizingPoint.Should().Equal(own.Point);
        theirs.Iterations.Should().Be(own.Iterations);
    }

    [Fact]
    public void Where_MathNet_throws_for_want_of_iterations_the_best_point_is_returned()
    {
        FluentActions.Invoking(() => new BfgsMinimizer(1e-10, 1e-15, 1e-15, 5).FindMinimum(Rosenbrock(), Start))
            .Should().Throw<MaximumIterationsException>();
        var result = new Lbfgs { MaxIterations = 5 }.FindMinimum(Rosenbrock(), Start);
        result.ReasonForExit.Should().Be(ExitCondition.ExceedIterations);
        result.FunctionInfoAtMinimum.Value.Should().BeLessThan(4.2, "it was 24.2");
    }

    [Fact]
    public void A_value_that_is_not_finite_is_a_reason_to_exit() =>
        new Lbfgs().FindMinimum(ObjectiveFunction.Gradient(_ => double.NaN, p => p), Start).ReasonForExit.Should().Be(ExitCondition.InvalidValues);

    [Fact]
    public void Any_optimizer_is_a_minimizer_of_so_many_steps()
    {
        var minimizer = new FirstOrderMinimizer(new Adam(0.02), iterations: 5000);
        var result = minimizer.FindMinimum(Rosenbrock(), Start);
        (result.ReasonForExit, result.Iterations).Should().Be((ExitCondition.ExceedIterations, 5000));
        (result.MinimizingPoint - 1).AbsoluteMaximum().Should().BeLessThan(1e-3);
        minimizer.FindMinimum(Rosenbrock(), Start).MinimizingPoint.Should().Equal(result.MinimizingPoint, "each run begins anew");
    }

    [Fact]
    public void Steps_of_an_optimizer_return_the_best_point_that_they_passed()
    {
        // Too far: from 3 the steps grow, −3.3, 3.6, ….
        var objective = Objective.Create(p => p.DotProduct(p), p => 2 * p);
        var result = new FirstOrderMinimizer(new Sgd(1.05), iterations: 20).Minimize(objective, V.Dense([3.0]));
        (result.Point[0], result.Loss, result.Outcome).Should().Be((3.0, 9.0, MinimizerOutcome.IterationLimit));
        var blown = new FirstOrderMinimizer(new Sgd(1e200), iterations: 20).Minimize(objective, V.Dense([3.0]));
        (blown.Point[0], blown.Outcome).Should().Be((3.0, MinimizerOutcome.NotFinite));
        var near = new FirstOrderMinimizer(new Sgd(0.1), iterations: 1000) { GradientTolerance = 1e-6 }.Minimize(objective, V.Dense([3.0]));
        near.Outcome.Should().Be(MinimizerOutcome.GradientConverged);
        near.Iterations.Should().BeLessThan(100);
    }

    [Fact]
    public void An_optimizer_that_asks_for_the_loss_is_given_it()
    {
        var objective = Objective.Create(p => p.DotProduct(p), p => 2 * p);
        var result = new FirstOrderMinimizer(new PolyakSgd(), iterations: 50).Minimize(objective, V.Dense([3.0, -4]));
        result.Loss.Should().BeLessThan(1e-10);
    }

    [Fact]
    public void What_is_no_optimizer_or_no_number_of_steps_is_refused()
    {
        FluentActions.Invoking(() => new FirstOrderMinimizer(null!, 1)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new FirstOrderMinimizer(new Adam(), -1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new FirstOrderMinimizer(new Adam(), 1) { GradientTolerance = double.NaN })
            .Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new Lbfgs().FindMinimum(null!, Start)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void A_model_of_MathNets_is_fitted_to_the_certified_values_with_their_standard_errors()
    {
        var problem = NistProblem.Named("Misra1a");
        var result = new LevenbergMarquardt().FindMinimum(Misra1a(), problem.Start(1));
        problem.Digits(result.MinimizingPoint).Should().BeGreaterThan(6);
        result.ReasonForExit.Should().BeOneOf(ExitCondition.RelativeGradient, ExitCondition.RelativePoints, ExitCondition.Converged);
        result.ModelInfoAtMinimum.Value.Should().BeApproximately(1.2455138894e-1, 1e-9);
        result.StandardErrors[0].Should().BeApproximately(2.7070075241, 1e-5);
        result.StandardErrors[1].Should().BeApproximately(7.2668688436e-6, 1e-11);
    }

    [Fact]
    public void Weights_bounds_scales_and_fixed_parameters_of_MathNet_hold()
    {
        var problem = NistProblem.Named("Misra1a");
        var guess = V.Dense([250, 0.0005]);
        var fixedResult = new LevenbergMarquardt().FindMinimum(Misra1a(), V.Dense([238.94212918, 0.0007]), isFixed: [true, false]);
        fixedResult.MinimizingPoint[0].Should().Be(238.94212918);
        fixedResult.MinimizingPoint[1].Should().BeApproximately(5.5015643181e-4, 1e-10);

        var bounded = new LevenbergMarquardt().FindMinimum(Misra1a(), guess, lowerBound: V.Dense([100, 1e-5]), upperBound: V.Dense([300, 1e-3]));
        problem.Digits(bounded.MinimizingPoint).Should().BeGreaterThan(5);
        var cut = new LevenbergMarquardt().FindMinimum(
            Misra1a(), V.Dense([150, 0.0005]), lowerBound: V.Dense([100, 1e-5]), upperBound: V.Dense([200, 1e-2]));
        cut.MinimizingPoint[0].Should().BeInRange(199.99, 200);
        var scaled = new LevenbergMarquardt().FindMinimum(Misra1a(), guess, scales: V.Dense([100, 1e-4]));
        problem.Digits(scaled.MinimizingPoint).Should().BeGreaterThan(6);

        // The first ten residuals count nothing: a fit of the last four.
        var weighted = new LevenbergMarquardt().FindMinimum(Misra1a(V.Dense(14, i => i < 10 ? 0 : 4)), guess);
        var last = new LevenbergMarquardt().Minimize(p => problem.Residuals(p).SubVector(10, 4), guess);
        (weighted.MinimizingPoint - last.Point).PointwiseDivide(last.Point).AbsoluteMaximum().Should().BeLessThan(1e-6);
    }

    [Fact]
    public void Fits_end_with_a_reason_too()
    {
        var result = new LevenbergMarquardt { MaxIterations = 2 }.FindMinimum(Misra1a(), V.Dense([500, 0.0001]));
        (result.ReasonForExit, result.Iterations).Should().Be((ExitCondition.ExceedIterations, 2));
        FluentActions.Invoking(() => new LevenbergMarquardt().FindMinimum(null!, Start)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new LevenbergMarquardt().FindMinimum(Misra1a(), V.Dense([500, 0.0001]), lowerBound: V.Dense([1.0])))
            .Should().Throw<ArgumentException>();
    }

    private static IObjectiveModel Misra1a(Vector<double>? weights = null)
    {
        double[] y = [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.40, 75.47, 81.78];
        double[] x = [77.6, 114.9, 141.1, 190.8, 239.9, 289.0, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760.0];
        return ObjectiveFunction.NonlinearModel((p, t) => p[0] * (1 - Math.Exp(-p[1] * t)), V.Dense(x), V.Dense(y), weights);
    }
}
