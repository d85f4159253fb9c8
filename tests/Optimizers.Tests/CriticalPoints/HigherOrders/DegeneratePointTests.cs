using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Curvature.Functions;

namespace Optimizers.Tests.Curvature.Functions;

public class DegeneratePointTests
{
    private const CriticalPointKind Minimum = CriticalPointKind.LocalMinimum;
    private const CriticalPointKind Maximum = CriticalPointKind.LocalMaximum;
    private const CriticalPointKind Saddle = CriticalPointKind.Saddle;
    private const CriticalPointKind Undecided = CriticalPointKind.Degenerate;

    private static DegeneratePoint Look(ExactObjective objective, params double[] theta)
    {
        var gradient = new double[theta.Length];
        objective.Gradient(theta, gradient);
        var point = CriticalPoint.Classify(objective.Hessian(theta, out _), Vector<double>.Build.Dense(gradient));
        point.Kind.Should().Be(CriticalPointKind.Degenerate, "the second order should be silent");
        return DegeneratePoint.Of(objective, theta, point.SecondOrder.Eigenvalues, point.SecondOrder.Vectors, point.Tolerance, point.Radius);
    }

    private static ExactObjective Polynomial(double[][] monomials, double[,]? rotation = null) =>
        (ExactObjective)Objective.FromFunction(new Losses.Polynomial(monomials, rotation));

    private static double[][] Negative(double[][] monomials) => [.. monomials.Select(row => (double[])[-row[0], .. row[1..]])];

    private static double[,] Rotation(double angle) =>
        new[,] { { Math.Cos(angle), -Math.Sin(angle) }, { Math.Sin(angle), Math.Cos(angle) } };

    public static TheoryData<string, double[][], CriticalPointKind> InThePlane => new()
    {
        { "x³ − 3xy²", [[1, 3, 0], [-3, 1, 2]], Saddle },
        { "x⁴ + y⁴", [[1, 4, 0], [1, 0, 4]], Minimum },
        { "x² − y⁴", [[1, 2, 0], [-1, 0, 4]], Saddle },
        { "Peano", [[1, 0, 2], [-3, 2, 1], [2, 4, 0]], Saddle },
        { "(y − x²)² + x⁴: the parabola, but for a minimum", [[1, 0, 2], [-2, 2, 1], [2, 4, 0]], Minimum },
        { "x² + y⁴", [[1, 2, 0], [1, 0, 4]], Minimum },
        { "x² + y³", [[1, 2, 0], [1, 0, 3]], Saddle },
        { "x² + y³ + 1000y⁴", [[1, 2, 0], [1, 0, 3], [1000, 0, 4]], Saddle },
        { "x² + y⁶: the sixth order, which is not looked at", [[1, 2, 0], [1, 0, 6]], Undecided },
        { "x² − y⁶", [[1, 2, 0], [-1, 0, 6]], Undecided },
        { "x², a valley", [[1, 2, 0]], Undecided },
        { "(x − y²)²: a valley that bends", [[1, 2, 0], [-2, 1, 2], [1, 0, 4]], Undecided },
        { "(x² + y²)²", [[1, 4, 0], [2, 2, 2], [1, 0, 4]], Minimum },
        { "x⁴ − 1.9x²y² + y⁴", [[1, 4, 0], [-1.9, 2, 2], [1, 0, 4]], Minimum },
        { "x⁴ − 2.1x²y² + y⁴", [[1, 4, 0], [-2.1, 2, 2], [1, 0, 4]], Saddle },
        { "(x² − y²)²: two valleys that cross", [[1, 4, 0], [-2, 2, 2], [1, 0, 4]], Undecided },
        { "x⁴ − y⁴", [[1, 4, 0], [-1, 0, 4]], Saddle },
        { "x²y", [[1, 2, 1]], Saddle },
        { "x⁴ + x²y² + y⁴ + xy³", [[1, 4, 0], [1, 2, 2], [1, 0, 4], [1, 1, 3]], Minimum },
        { "0", [[0, 0, 0]], Undecided },
    };

    [Theory]
    [MemberData(nameof(InThePlane))]
    public void Kinds_in_the_plane_are_decided_in_any_rotation_and_mirrored(string function, double[][] monomials, CriticalPointKind kind)
    {
        foreach (var angle in new[] { 0, 0.3, 1.9 })
        {
            var rotation = angle == 0 ? null : Rotation(angle);
            Look(Polynomial(monomials, rotation), 0, 0).Kind.Should().Be(kind, "of {0} rotated by {1}", function, angle);

            var mirrored = Look(Polynomial(Negative(monomials), rotation), 0, 0);
            mirrored.Kind.Should().Be(kind == Minimum ? Maximum : kind, "of the negative of {0} rotated by {1}", function, angle);
        }
    }

    [Fact]
    public void Peano_s_reduced_quartic_is_minus_six_where_the_bare_fourth_derivative_is_48()
    {
        var peano = (ExactObjective)Objective.FromFunction(Losses.Peano());

        var point = Look(peano, 0, 0);

        peano.FourthDerivative([0, 0], [1, 0], [1, 0], [1, 0], [1, 0]).Should().Be((Interval)48);
        point.Quartic.Lower.Should().BeApproximately(-6, 1e-10);
        point.Quartic.Upper.Should().BeApproximately(-6, 1e-10);
        point.LargestCubic.Should().Be(0);

        // Between the parabolas, y = 1.5x², where the loss is −x⁴/4.
        var way = point.WayDown!;
        way.Direction.Should().Equal([1, 0], (a, b) => Math.Abs(a - b) < 1e-12);
        way.Bend.Should().Equal([0, 3], (a, b) => Math.Abs(a - b) < 1e-12);
        foreach (var t in new[] { 1e-1, 1e-3, 1e-6 })
            peano.ProvesLower([0, 0], way.Point([0, 0], t)).Should().BeTrue();
    }

    [Fact]
    public void A_rotated_and_shifted_Peano_in_more_dimensions_is_a_saddle_with_a_proven_way_down()
    {
        // Peano's in two of four rotated coordinates, squares in the others.
        var q = Spectrum.RandomOrthogonal(4, 7).ToArray();
        var objective = Polynomial([[1, 0, 2, 0, 0], [-3, 2, 1, 0, 0], [2, 4, 0, 0, 0], [3, 0, 0, 2, 0], [0.5, 0, 0, 0, 2], [1, 1, 0, 1, 1]], q);

        var point = Look(objective, 0, 0, 0, 0);

        point.Kind.Should().Be(Saddle);
        point.NullDimension.Should().Be(1);
        objective.ProvesLower([0, 0, 0, 0], point.WayDown!.Point([0, 0, 0, 0], 1e-2)).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(InThePlane))]
    public void Every_way_down_is_proven_lower(string function, double[][] monomials, CriticalPointKind kind)
    {
        foreach (var angle in new[] { 0, 0.8 })
        {
            var objective = Polynomial(monomials, angle == 0 ? null : Rotation(angle));
            var point = Look(objective, 0, 0);
            if (kind == Saddle && point.WayDown is null)
                objective.Hessian([0, 0], out _).Trace().Should().BeNegative("only negative curvature makes a way down needless in {0}", function);
            if (kind is Minimum or Undecided)
                point.WayDown.Should().BeNull();
            if (point.WayDown is { } way)
                objective.ProvesLower([0, 0], way.Point([0, 0], 1e-4)).Should().BeTrue("{0} should fall", function);
        }
    }

    [Fact]
    public void In_one_dimension_all_orders_to_the_fourth_decide()
    {
        foreach (var (monomials, kind) in new (double[][], CriticalPointKind)[]
        {
            ([[1, 3]], Saddle), ([[1, 4]], Minimum), ([[-1, 4]], Maximum),
            ([[1, 5]], Undecided), ([[1e-3, 3], [1, 4]], Saddle), ([[1e-30, 4]], Minimum), ([[1, 0]], Undecided),
        })
            Look(Polynomial(monomials), 0).Kind.Should().Be(kind, "of {0}", string.Join(" + ", monomials.Select(m => $"{m[0]}x^{m[1]}")));
    }

    [Fact]
    public void In_three_null_directions_descent_is_found_but_a_minimum_is_never_claimed()
    {
        double[][] quartics = [[1, 4, 0, 0], [1, 0, 4, 0], [1, 0, 0, 4]];
        var minimum = Look(Polynomial(quartics), 0, 0, 0);
        (minimum.Kind, minimum.NullDimension).Should().Be((Undecided, 3));
        minimum.WayDown.Should().BeNull();
        minimum.Evidence.Should().Contain("not claimed");

        // −5x²y² lets it fall in a plane, xyz in three dimensions only; both in rotated coordinates too.
        foreach (var q in new[] { null, Spectrum.RandomOrthogonal(3, 3).ToArray() })
        {
            foreach (var extra in new double[][] { [-5, 2, 2, 0], [1, 1, 1, 1], [1, 0, 1, 2] })
            {
                var objective = Polynomial([.. quartics, extra], q);
                var point = Look(objective, 0, 0, 0);
                point.Kind.Should().Be(Saddle);
                objective.ProvesLower([0, 0, 0], point.WayDown!.Point([0, 0, 0], 1e-3)).Should().BeTrue();
            }

            var maximum = Look(Polynomial(Negative(quartics), q), 0, 0, 0);
            maximum.Kind.Should().Be(Undecided);
            maximum.WayDown.Should().NotBeNull();
        }
    }

    [Fact]
    public void Smooth_functions_beyond_polynomials_are_decided_away_from_the_origin()
    {
        Look((ExactObjective)Objective.FromFunction(default(Wave)), 1, 2).Kind.Should().Be(Minimum);
    }

    // At (1, 2): 1 − cos has curvature 1 in y, and x − sin x is cubic, its square of sixth order; cosh − 1 − ½x² is of fourth.
    private readonly struct Wave : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var (a, b) = (x[0] - 1, x[1] - 2);
            return (T.Exp(a) + T.Exp(-a)) / 2 - 0.5 * a * a - T.Cos(b);
        }
    }

    [Fact]
    public void A_quartic_from_nearby_is_a_minimum_within_the_error_of_the_Hessian_and_never_a_saddle()
    {
        var objective = Polynomial([[1, 4, 0], [1, 0, 2]]);
        foreach (var offset in new[] { 1e-9, 1e-8, 1e-6, 1e-5, 1e-4 })
        {
            var hessian = objective.Hessian([offset, 0], out _);
            foreach (var slack in new[] { 1, 3, 30 })
            {
                var options = new CriticalPointOptions { HessianError = slack * 12 * offset * offset };
                var point = CriticalPoint.Classify(hessian, Vector<double>.Build.Dense([4 * Math.Pow(offset, 3), 0]), options);

                var degenerate = DegeneratePoint.Of(objective, [offset, 0], point.SecondOrder.Eigenvalues,
                    point.SecondOrder.Vectors, point.Tolerance, point.Radius);

                // At the radius 10⁻³ the fourth order, t⁴, against twice the second and the third: τt² and 24·offset·t³/3.
                var isOutweighed = point.Tolerance + 8 * offset * 1e-3 >= 1e-6;
                degenerate.Kind.Should().Be(isOutweighed ? Undecided : Minimum, "at {0} with {1} times its curvature", offset, slack);
            }
        }
    }

    public enum Known
    {
        Gradient,
        Hessian,
    }

    [Theory]
    [InlineData(Known.Gradient)]
    [InlineData(Known.Hessian)]
    public void Of_any_objective_the_kinds_are_decided_by_differences_of_its_products(Known known)
    {
        var decided = 0;
        foreach (var row in InThePlane)
        {
            var (function, monomials, kind) = ((string)row[0], (double[][])row[1], (CriticalPointKind)row[2]);
            foreach (var angle in new[] { 0, 0.3 })
            {
                var exact = Polynomial(monomials, angle == 0 ? null : Rotation(angle));
                Vector<double> Gradient(Vector<double> at)
                {
                    var gradient = new double[2];
                    exact.Gradient(at.ToArray(), gradient);
                    return Vector<double>.Build.Dense(gradient);
                }

                var objective = Objective.Create(
                    at => exact.Loss(at.ToArray()), Gradient, hessian: known == Known.Hessian ? at => exact.Hessian(at.ToArray(), out _) : null);
                double[] theta = [0, 0];
                var hessian = objective.Hessian(theta, out var error);
                var point = CriticalPoint.Classify(hessian, Gradient(Vector<double>.Build.Dense(2)), new() { HessianError = error });

                var degenerate = DegeneratePoint.Of(
                    new DifferencedDerivatives(objective), theta, point.SecondOrder.Eigenvalues,
                    point.SecondOrder.Vectors, point.Tolerance, point.Radius);

                // Nothing false; and of what is decided exactly, most is by differences too.
                degenerate.Kind.Should().BeOneOf([kind, Undecided], "of {0} rotated by {1}: {2}", function, angle, degenerate.Evidence);
                decided += degenerate.Kind == kind && kind != Undecided ? 1 : 0;
            }
        }

        decided.Should().BeGreaterThanOrEqualTo(known == Known.Hessian ? 28 : 24);
    }

    [Fact]
    public void Differences_of_products_hold_the_exact_third_and_fourth_derivatives_within_their_estimates()
    {
        var exact = (ExactObjective)Objective.FromFunction<Losses.Everything>();
        var differences = new DifferencedDerivatives(exact);
        double[] theta = [0.9, 0.4, -0.3], a = [1, 0.5, -0.25], b = [0, 1, 1], c = [2, -1, 0.5], d = [-1, 0.5, 0.125];
        var (third, approximate) = (new Interval[3], new Interval[3]);

        exact.ThirdDerivative(theta, a, b, third);
        differences.ThirdDerivative(theta, a, b, approximate);

        for (var i = 0; i < 3; i++)
        {
            approximate[i].Contains(third[i].Midpoint).Should().BeTrue();
            approximate[i].Radius.Should().BeLessThan(1e-6 * (1 + third[i].Magnitude));
        }

        var fourth = differences.FourthDerivative(theta, a, b, c, d);
        fourth.Contains(exact.FourthDerivative(theta, a, b, c, d).Midpoint).Should().BeTrue();
        fourth.Radius.Should().BeLessThan(1e-3 * (1 + fourth.Magnitude));
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var objective = Polynomial([[1, 4, 0], [1, 0, 2]]);
        var (values, vectors) = (Vector<double>.Build.Dense([0, 2]), Matrix<double>.Build.DenseIdentity(2));
        DegeneratePoint Of(Vector<double> eigenvalues, double tolerance, double radius, params double[] theta) =>
            DegeneratePoint.Of(objective, theta, eigenvalues.AsArray(), vectors.ToColumnMajorArray(), tolerance, radius);

        Refusal.Of<ArgumentException>(() => Of(values, 1e-9, 1e-3, 0), "eigenvalues", "θ has 1 entries", "2 eigenvalues");
        Refusal.Of<ArgumentException>(() => Of(values + 1, 1e-9, 1e-3, 0, 0), "eigenvalues", "not degenerate");
        Refusal.Of<ArgumentOutOfRangeException>(() => Of(values, -1, 1e-3, 0, 0), "tolerance", "not negative");
        Refusal.Of<ArgumentOutOfRangeException>(() => Of(values, 1e-9, 0, 0, 0), "radius", "greater than zero");
    }
}
