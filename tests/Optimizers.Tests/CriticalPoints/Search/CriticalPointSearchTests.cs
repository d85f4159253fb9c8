using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using static Optimizers.Curvature.CriticalPointSearchOutcome;

namespace Optimizers.Tests.Curvature.Search;

public class CriticalPointSearchTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;
    private static readonly MatrixBuilder<double> M = Matrix<double>.Build;

    private static readonly CriticalPointSearchOptions Dense = new();
    private static readonly CriticalPointSearchOptions MatrixFree = new() { MaxDenseDimension = 0 };

    // Himmelblau's four minima, maximum and four saddles, each from its published digits by Newton's method.
    private static readonly (double X, double Y)[] HimmelblauPoints =
    [
        (3, 2), (-2.805118, 3.131312), (-3.779310, -3.283186), (3.584428, -1.848126), (-0.270845, -0.923039),
        (-3.073026, -0.081353), (-0.127961, -1.953715), (0.086678, 2.884255), (3.385154, 0.073852),
    ];

    public static TheoryData<bool> Ways => [true, false];

    [Theory]
    [MemberData(nameof(Ways))]
    public void All_nine_critical_points_of_Himmelblau_are_found_and_no_other(bool dense)
    {
        var himmelblau = TestFunction.Himmelblau;
        var known = HimmelblauPoints.Select(p => himmelblau.Newton(p.X, p.Y)).ToArray();
        var found = new HashSet<int>();
        var converged = 0;
        for (var x = -5.75; x <= 5.75; x++)
        {
            for (var y = -5.75; y <= 5.75; y++)
            {
                var result = CriticalPointSearch.Run(Objectives.Of(himmelblau), V.Dense([x, y]), dense ? Dense : MatrixFree);
                result.Outcome.Should().BeOneOf(Converged, Stagnated);
                if (result.Outcome == Stagnated)
                {
                    var (g, h) = (himmelblau.Gradient(result.Point), himmelblau.Hessian(result.Point));
                    (h * g).L2Norm().Should().BeLessThan(1e-5 * g.L2Norm() * h.L2Norm(), result.ToString());
                    continue;
                }

                converged++;
                var nearest = Enumerable.Range(0, 9).MinBy(i => (known[i] - result.Point).L2Norm());
                (known[nearest] - result.Point).L2Norm().Should().BeLessThan(1e-10);
                result.GradientNorm.Should().BeApproximately(himmelblau.Gradient(result.Point).L2Norm(), 1e-13).And.BeLessThan(1e-11);
                result.Loss.Should().Be(himmelblau.Loss(result.Point));
                found.Add(nearest);
            }
        }

        found.Should().HaveCount(9);
        converged.Should().BeGreaterThan(140, "of 144 starts");
    }

    [Fact]
    public void A_gradient_alone_is_enough_to_find_them()
    {
        var himmelblau = TestFunction.Himmelblau;
        foreach (var (x, y) in HimmelblauPoints)
        {
            var objective = Objectives.WithGradient(himmelblau);
            var result = CriticalPointSearch.Run(objective, V.Dense([x + 0.1, y - 0.1]), MatrixFree);

            result.Outcome.Should().Be(Converged);
            (result.Point - himmelblau.Newton(x, y)).L2Norm().Should().BeLessThan(1e-10);
            result.Evaluations.Hessians.Should().Be(0);
            result.Evaluations.Should().Be(objective.Evaluations);
        }
    }

    [Fact]
    public void A_loss_alone_is_enough_to_find_one_as_near_as_its_differences_can()
    {
        var himmelblau = TestFunction.Himmelblau;

        var result = CriticalPointSearch.Run(Objective.Create(himmelblau.Loss), V.Dense([-0.1, -2.0]), Dense);

        result.Outcome.Should().Be(Converged);
        (result.Point - himmelblau.Newton(-0.127961, -1.953715)).L2Norm().Should().BeLessThan(1e-7);
        result.GradientResolution.Should().BePositive();
    }

    [Theory]
    [InlineData(0.5, 2, true)]
    [InlineData(2, 2, false)]
    [InlineData(-1.2, 1, true)]
    [InlineData(-1.2, 1, false)]
    public void The_minimum_of_Rosenbrock_is_found(double x, double y, bool dense)
    {
        // From (−1.2, 1) ‖∇L‖ falls for ever along the valley, away from the minimum: Newton's method has to cross where it rises.
        var result = CriticalPointSearch.Run(Objectives.Of(TestFunction.Rosenbrock), V.Dense([x, y]), dense ? Dense : MatrixFree);

        result.Outcome.Should().Be(Converged, result.ToString());
        (result.Point - 1).L2Norm().Should().BeLessThan(1e-12);
    }

    [Fact]
    public void Of_random_saddles_with_quartic_each_is_found_from_nearby() => Gen.Select(
        Gen.Double[0.2, 3].Array[2, 8], Gen.Int[0, 255], Gen.Int[0, 1_000_000]).Sample(
        (magnitudes, signs, seed) =>
        {
            var spectrum = magnitudes.Select((value, i) => ((signs >> i) & 1) == 1 ? -value : value).ToArray();
            var h = Spectrum.Rotated(spectrum, Spectrum.RandomOrthogonal(spectrum.Length, seed));
            var near = V.Dense(spectrum.Length, i => 0.05 * Math.Sin(seed + i));

            foreach (var options in new[] { Dense, MatrixFree })
            {
                var result = CriticalPointSearch.Run(Objectives.QuadraticWithQuartic(h), near, options);

                result.Outcome.Should().Be(Converged, result.ToString());
                result.Point.L2Norm().Should().BeLessThan(1e-12);
            }
        },
        iter: 100);

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_critical_point_of_a_network_is_found_by_its_gradient_alone(bool dense)
    {
        var near = V.Dense([0.1, -0.2, 0.15, 0.05, 0.1, -0.1]);

        var result = CriticalPointSearch.Run(Objectives.TanhNetwork(hidden: 2), near, dense ? Dense : MatrixFree);

        result.Outcome.Should().Be(Converged, result.ToString());
        result.GradientNorm.Should().BeLessThan(1e-10);
        result.DistanceFromStart.Should().BeLessThan(0.5);
    }

    [Fact]
    public void Where_the_units_of_a_network_saturate_the_gradient_vanishes_at_infinity()
    {
        var result = CriticalPointSearch.Run(Objectives.TanhNetwork(hidden: 2), V.Dense([0.4, -0.7, 0.9, 0.2, 0.5, -0.3]), Dense);

        result.Outcome.Should().Be(VanishesAtInfinity, result.ToString());
        result.Point.SubVector(0, 4).AbsoluteMaximum().Should().BeGreaterThan(10);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_monkey_saddle_whose_Hessian_is_zero_is_found(bool dense)
    {
        var result = CriticalPointSearch.Run(Objectives.Of(TestFunction.MonkeySaddle), V.Dense([0.7, -0.4]), dense ? Dense : MatrixFree);

        result.Outcome.Should().Be(Converged, result.ToString());
        result.Point.L2Norm().Should().BeLessThan(1e-9);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void An_indefinite_quadratic_in_200_dimensions_is_solved(bool dense)
    {
        var spectrum = Enumerable.Range(0, 200).Select(i => (i % 3 == 0 ? -1 : 1) * Math.Pow(10, -1 + 2 * i / 199.0)).ToArray();
        var h = Objectives.Reflected(spectrum, seed: 5);
        var critical = V.Dense(200, i => Math.Sin(i));
        var objective = Objectives.Quadratic(h, critical);

        var result = CriticalPointSearch.Run(objective, V.Dense(200), dense ? Dense with { MaxDenseDimension = 200 } : Dense);

        result.Outcome.Should().Be(Converged, result.ToString());
        (result.Point - critical).L2Norm().Should().BeLessThan(1e-10);
        result.DistanceFromStart.Should().BeApproximately(critical.L2Norm(), 1e-9);
    }

    [Fact]
    public void Where_the_Hessian_is_singular_the_nearest_of_the_critical_points_is_found()
    {
        var q = Spectrum.RandomOrthogonal(6, seed: 8);
        var h = Spectrum.Rotated([-3, 0, 0, 1, 2, 5], q);
        var critical = V.Dense(6, i => i - 2.5);
        var flat = q.SubMatrix(0, 6, 1, 2);
        var nearest = critical - flat * (flat.Transpose() * critical);

        foreach (var options in new[] { Dense, MatrixFree })
        {
            var result = CriticalPointSearch.Run(Objectives.Quadratic(h, critical), V.Dense(6), options);

            result.Outcome.Should().Be(Converged, result.ToString());
            (result.Point - nearest).L2Norm().Should().BeLessThan(1e-9);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(12)]
    [InlineData(20)]
    public void A_flat_minimum_is_one_and_not_taken_for_infinity(int order)
    {
        var objective = Objectives.OneDimensional(
            x => Math.Pow(x, order), x => order * Math.Pow(x, order - 1), x => order * (order - 1) * Math.Pow(x, order - 2));

        var result = CriticalPointSearch.Run(objective, V.Dense([3.0]), Dense with { MaxIterations = 2000 });

        result.Outcome.Should().Be(Converged, result.ToString());
        Math.Abs(result.Point[0]).Should().BeLessThan(1e-7);
    }

    [Fact]
    public void A_critical_point_a_million_away_is_reached_and_not_taken_for_infinity()
    {
        var result = CriticalPointSearch.Run(Objectives.Quadratic(M.DenseOfDiagonalArray([2, -1, 3]), V.Dense([1e6, -2e6, 3e6])), V.Dense(3), Dense);

        result.Outcome.Should().Be(Converged);
        result.Point.Should().Equal(1e6, -2e6, 3e6);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Logistic_regression_of_separable_classes_descends_to_infinity(bool dense)
    {
        var (x, y) = Classes(separable: true);

        var result = CriticalPointSearch.Run(Objectives.Logistic(x, y), V.Dense(3), dense ? Dense : MatrixFree);

        result.Outcome.Should().Be(DescendsToInfinity, result.ToString());
        result.Loss.Should().BeLessThan(1e-2 * result.StartLoss);
        result.GradientNorm.Should().BeLessThan(1e-2 * result.StartGradientNorm);
        y.PointwiseMultiply(x * result.Point).Minimum().Should().BePositive("the classes are separated where the search gave up");
        result.ToString().Should().Contain("descends to infinity").And.Contain("estimated").And.Contain("Newton steps in a row");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Logistic_regression_of_classes_that_overlap_has_a_minimum(bool dense)
    {
        var (x, y) = Classes(separable: false);
        var objective = Objectives.Logistic(x, y);

        var result = CriticalPointSearch.Run(objective, V.Dense(3), dense ? Dense : MatrixFree);

        result.Outcome.Should().Be(Converged, result.ToString());
        CriticalPoint.Classify(objective.Hessian(result.Point.ToArray(), out _), V.Dense(3)).Kind.Should().Be(CriticalPointKind.LocalMinimum);
    }

    [Theory]
    [InlineData("1/x")]
    [InlineData("-ln x")]
    [InlineData("e^-x")]
    public void Losses_that_fall_for_ever_descend_to_infinity(string name)
    {
        var objective = name switch
        {
            "1/x" => Objectives.OneDimensional(x => x > 0 ? 1 / x : double.NaN, x => -1 / (x * x), x => 2 / (x * x * x)),
            "-ln x" => Objectives.OneDimensional(x => -Math.Log(x), x => -1 / x, x => 1 / (x * x)),
            _ => Objectives.OneDimensional(x => 5 + Math.Exp(-x), x => -Math.Exp(-x), x => Math.Exp(-x)),
        };

        var result = CriticalPointSearch.Run(objective, V.Dense([1.0]), Dense);

        result.Outcome.Should().Be(DescendsToInfinity, result.ToString());
    }

    /// <summary>Wherever the search stands when it looks ahead.</summary>
    [Fact]
    public void Where_the_loss_ends_before_the_next_step_nothing_is_said_of_infinity()
    {
        for (var last = 3.5; last < 20; last++)
        {
            var end = last;
            var objective = Objectives.OneDimensional(x => x < end ? Math.Exp(-x) : double.NaN, x => -Math.Exp(-x), x => Math.Exp(-x));

            var result = CriticalPointSearch.Run(objective, V.Dense([1.0]), Dense);

            if (result.Outcome is DescendsToInfinity or VanishesAtInfinity)
                (end - result.Point[0]).Should().BeGreaterThan(1, "the loss was seen at least a step ahead: {0}", result);
        }
    }

    [Fact]
    public void A_loss_that_levels_off_upwards_has_a_gradient_that_vanishes_at_infinity()
    {
        var objective = Objectives.OneDimensional(x => -Math.Exp(-x), x => Math.Exp(-x), x => -Math.Exp(-x));

        var result = CriticalPointSearch.Run(objective, V.Dense([0.5]), Dense);

        result.Outcome.Should().Be(VanishesAtInfinity);
        result.ToString().Should().Contain("vanishes at infinity");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-0.3)]
    public void Where_the_gradient_has_no_zero_the_search_stagnates_at_its_least_norm(double start)
    {
        // x³ + x: the slope 3x² + 1 is least at 0.
        var objective = Objectives.OneDimensional(x => x * x * x + x, x => 3 * x * x + 1, x => 6 * x);

        var result = CriticalPointSearch.Run(objective, V.Dense([start]), Dense);

        result.Outcome.Should().Be(Stagnated);
        result.Point[0].Should().BeApproximately(0, 1e-8);
        result.GradientNorm.Should().BeApproximately(1, 1e-12);
        result.ToString().Should().Contain("No critical point").And.Contain("‖Hg‖").And.Contain("Newton's method from the start found none either");
    }

    [Fact]
    public void A_linear_loss_stagnates_at_once()
    {
        var result = CriticalPointSearch.Run(Objectives.OneDimensional(x => 2 * x, _ => 2, _ => 0), V.Dense([1.0]), Dense);

        (result.Outcome, result.Iterations).Should().Be((Stagnated, 0));
    }

    [Fact]
    public void A_critical_start_is_returned_as_it_is()
    {
        var result = CriticalPointSearch.Run(Objectives.Of(TestFunction.Saddle), V.Dense(2), Dense);

        (result.Outcome, result.Iterations, result.GradientNorm, result.DistanceFromStart).Should().Be((Converged, 0, 0, 0));
    }

    [Fact]
    public void Steps_out_of_the_domain_of_the_loss_are_not_taken()
    {
        // x − ln x, defined for x > 0; the full Newton step from 10 goes to −80.
        var objective = Objectives.OneDimensional(x => x > 0 ? x - Math.Log(x) : double.NaN, x => 1 - 1 / x, x => 1 / (x * x));

        var result = CriticalPointSearch.Run(objective, V.Dense([10.0]), Dense with { InitialRadius = 100 });

        result.Outcome.Should().Be(Converged);
        result.Point[0].Should().BeApproximately(1, 1e-12);
    }

    [Fact]
    public void The_iterations_are_limited_and_reported()
    {
        var reports = new List<IterationProgress>();
        var options = Dense with { MaxIterations = 3, Progress = new Listener<IterationProgress>(reports.Add) };

        var result = CriticalPointSearch.Run(Objectives.Of(TestFunction.Himmelblau), V.Dense([20.0, 30.0]), options);

        (result.Outcome, result.Iterations).Should().Be((IterationLimit, 3));
        reports.Select(report => report.Iteration).Should().Equal(1, 2, 3);
        reports[^1].GradientNorm.Should().Be(result.GradientNorm).And.BeLessThan(result.StartGradientNorm);
        reports[^1].Loss.Should().Be(result.Loss);
    }

    [Fact]
    public void Cancelled_half_way_it_throws_and_the_start_is_as_it_was()
    {
        using var source = new CancellationTokenSource();
        var near = V.Dense([20.0, 30.0]);
        var options = MatrixFree with
        {
            CancellationToken = source.Token,
            Progress = new Listener<IterationProgress>(_ => source.Cancel()),
        };

        var search = () => CriticalPointSearch.Run(Objectives.Of(TestFunction.Himmelblau), near, options);

        search.Should().Throw<OperationCanceledException>();
        near.Should().Equal(20, 30);
    }

    [Fact]
    public void The_same_search_gives_the_same_bits()
    {
        var (x, y) = Classes(separable: false);
        var (first, second) = (Once(), Once());

        second.Point.Should().Equal(first.Point);
        second.Iterations.Should().Be(first.Iterations);

        CriticalPointSearchResult Once() => CriticalPointSearch.Run(Objectives.Logistic(x, y), V.Dense(3), MatrixFree);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var saddle = Objectives.Of(TestFunction.Saddle);

        Refusal.Of<ArgumentNullException>(() => CriticalPointSearch.Run(null!, V.Dense(2), Dense), "objective");
        Refusal.Of<ArgumentNullException>(() => CriticalPointSearch.Run(saddle, null!, Dense), "near");
        Refusal.Of<ArgumentNullException>(() => CriticalPointSearch.Run(saddle, V.Dense(2), null!), "options");
        Refusal.Of<ArgumentException>(() => CriticalPointSearch.Run(saddle, V.Dense([0, double.NaN]), Dense), "near", "θ[1] is NaN");
        Refusal.Of<ArgumentException>(() => CriticalPointSearch.Run(Objective.Create(_ => double.NaN), V.Dense(2), Dense), "objective", "NaN");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointSearchOptions { DistanceTolerance = 0 }, "DistanceTolerance", "0");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointSearchOptions { GradientTolerance = double.NaN }, "GradientTolerance");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointSearchOptions { GradientError = -1 }, "GradientError", "-1");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointSearchOptions { MaxIterations = 0 }, "MaxIterations");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new CriticalPointSearchOptions { MaxDenseDimension = -1 }, "MaxDenseDimension");
        var wrongLength = Objective.Create(TestFunction.Saddle.Loss, _ => V.Dense(3));
        FluentActions.Invoking(() => CriticalPointSearch.Run(wrongLength, V.Dense([1.0, 1.0]), Dense))
            .Should().Throw<Exception>().WithMessage("*3*2*");
    }

    [Fact]
    public void The_options_are_written_in_one_line() =>
        Dense.ToString().Should().Contain("DistanceTolerance = 1E-10").And.Contain("MaxIterations = 500");

    // Two inputs and a constant. Separable: by their sum; else with every fourth label turned.
    private static (Matrix<double> X, Vector<double> Y) Classes(bool separable)
    {
        var x = M.Dense(40, 3, (i, j) => j == 2 ? 1 : 3 * Math.Sin(7.1 * i + 2.3 * j * i + j));
        var y = V.Dense(40, i => (x[i, 0] + x[i, 1] > 0.2 ? 1 : -1) * (!separable && i % 4 == 0 ? -1 : 1));
        return (x, y);
    }
}
