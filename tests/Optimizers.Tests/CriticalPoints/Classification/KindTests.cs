using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Classification;

public class KindTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;
    private static readonly MatrixBuilder<double> M = Matrix<double>.Build;

    public static TheoryData<Objective, double[]> NotCritical => new()
    {
        { Of(x => Math.Pow(x, 3), x => 3 * x * x, x => 6 * x), [1e-4] },
        { Of(x => Math.Pow(x, 3), x => 3 * x * x, x => 6 * x), [1e4] },
        { Of(x => Math.Pow(x, 5), x => 5 * Math.Pow(x, 4), x => 20 * Math.Pow(x, 3)), [1e-4] },
        { Of(x => Math.Exp(2000 * x), x => 2000 * Math.Exp(2000 * x), x => 4e6 * Math.Exp(2000 * x)), [0] },
        { Of(x => Math.Exp(500 * x), x => 500 * Math.Exp(500 * x), x => 250_000 * Math.Exp(500 * x)), [0] },
        { Of(x => -Math.Log(x), x => -1 / x, x => 1 / (x * x)), [4e-4] },
        { Of(x => -Math.Log(x), x => -1 / x, x => 1 / (x * x)), [1e9] },
        { Softplus(-50_000), [1e-4] },
        { Softplus(-5), [3] },
    };

    [Theory]
    [MemberData(nameof(NotCritical))]
    public void Where_the_Hessian_does_not_last_to_the_critical_point_nothing_is_called_a_minimum(Objective objective, double[] theta)
    {
        CriticalPoint.Classify(objective, V.Dense(theta)).Kind.Should().Be(CriticalPointKind.NotCritical);
        var large = new CriticalPointOptions { Radius = 1e6 };
        var point = CriticalPoint.Classify(objective, V.Dense(theta), large);
        point.Kind.Should().NotBe(CriticalPointKind.LocalMinimum).And.NotBe(CriticalPointKind.LocalMaximum, "however far one looks");
        point.HessianChange.Should().BeGreaterThan(0.25);
    }

    [Theory]
    [MemberData(nameof(NotCritical))]
    public void By_products_alone_it_is_not_called_a_minimum_either(Objective objective, double[] theta)
    {
        foreach (var radius in (double[])[1e-3, 1, 1e6])
        {
            CriticalPoint.Classify(objective, V.Dense(theta), new CriticalPointOptions { DenseLimit = 0, Radius = radius }).Kind.Should()
                .BeOneOf(CriticalPointKind.NotCritical, CriticalPointKind.Undecided);
        }
    }

    [Fact]
    public void What_a_search_finds_at_a_degenerate_point_is_what_its_higher_orders_say()
    {
        Found<Cube>(0.3).Should().Be(CriticalPointKind.Saddle);
        Found<Fifth>(0.3).Should().Be(CriticalPointKind.Degenerate);
        Found<Fourth>(0.3).Should().Be(CriticalPointKind.LocalMinimum);
        Found<ParabolaAndCube>(0.3, 0.2).Should().Be(CriticalPointKind.Saddle);
        Found<SkewParabolaAndCube>(1.2, -1.7).Should().Be(CriticalPointKind.Saddle);
        Found<ProductOfSquares>(0.3, 0.7).Should().Be(CriticalPointKind.Degenerate);

        static CriticalPointKind Found<TFunction>(params double[] start) where TFunction : struct, IFunction =>
            CriticalPoint.Find(Objective.FromFunction<TFunction>(), V.Dense(start)).Found!.Kind;
    }

    [Fact]
    public void From_wherever_a_search_comes_a_degenerate_point_is_never_what_it_is_not()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            Found<Cube>(1, seed).Should().NotBe(CriticalPointKind.LocalMinimum).And.NotBe(CriticalPointKind.LocalMaximum);
            Found<Fifth>(1, seed).Should().NotBe(CriticalPointKind.LocalMinimum).And.NotBe(CriticalPointKind.LocalMaximum);
            Found<ParabolaAndCube>(2, seed).Should().NotBe(CriticalPointKind.LocalMinimum).And.NotBe(CriticalPointKind.LocalMaximum);
            Found<SkewParabolaAndCube>(2, seed).Should().NotBe(CriticalPointKind.LocalMinimum).And.NotBe(CriticalPointKind.LocalMaximum);
            Found<ProductOfSquares>(2, seed).Should().NotBe(CriticalPointKind.Saddle).And.NotBe(CriticalPointKind.LocalMaximum);
        }

        static CriticalPointKind? Found<TFunction>(int n, int seed) where TFunction : struct, IFunction
        {
            var random = new Random(seed);
            var start = V.Dense(n, _ => (2 * random.NextDouble()) - 1);
            return CriticalPoint.Find(Objective.FromFunction<TFunction>(), start).Found?.Kind;
        }
    }

    [Fact]
    public void The_step_changes_what_the_signs_at_the_start_say()
    {
        var point = CriticalPoint.Classify(Objective.FromFunction<Turning>(), V.Dense(2), new CriticalPointOptions { Radius = 2 });
        (point.Kind, point.NegativeCount).Should().Be((CriticalPointKind.Saddle, 0));
        point.DistanceToCriticalPoint.Should().BeApproximately(1, 1e-12);
        CriticalPoint.Classify(Objective.FromFunction<Turning>(), V.Dense(2)).ToString().Should().StartWith("Not a critical point")
            .And.Contain("the critical point 1 away is a saddle");
    }

    [Fact]
    public void A_kink_is_undecided_and_a_tie_of_branches_that_agree_is_none()
    {
        Kind<NotchedParabola>(2).Should().Be(CriticalPointKind.Undecided);
        Kind<TwoHinges>(1).Should().Be(CriticalPointKind.Undecided);
        Kind<Ridge>(2).Should().Be(CriticalPointKind.Undecided);
        Kind<SquaredHinge>(1).Should().Be(CriticalPointKind.Undecided, "its second derivative jumps");
        Kind<LogSumExp>(2).Should().Be(CriticalPointKind.LocalMinimum);
        Kind<SoftplusByBranches>(1).Should().Be(CriticalPointKind.LocalMinimum);

        static CriticalPointKind Kind<TFunction>(int n) where TFunction : struct, IFunction
        {
            var point = CriticalPoint.Classify(Objective.FromFunction<TFunction>(), V.Dense(n));
            (point.KinkDistance == 0).Should().Be(point.Kind == CriticalPointKind.Undecided, point.ToString());
            return point.Kind;
        }
    }

    [Fact]
    public void A_gradient_alone_shows_the_kink_that_theta_is_on_and_none_beside_it()
    {
        var notched = Objective.Create(t => t.DotProduct(t) - (3 * Math.Abs(t[0])), t => V.Dense([(2 * t[0]) - (3 * Math.Sign(t[0])), 2 * t[1]]));
        CriticalPoint.Classify(notched, V.Dense(2)).Kind.Should().Be(CriticalPointKind.Undecided);
        CriticalPoint.Classify(notched, V.Dense([1.5, 0])).Kind.Should().Be(CriticalPointKind.LocalMinimum);
        CriticalPoint.Classify(notched, V.Dense(2), new CriticalPointOptions { DenseLimit = 0 }).Kind.Should().Be(CriticalPointKind.Undecided);
    }

    [Fact]
    public void Graded_matrices_keep_the_signs_that_are_proven_of_them()
    {
        var indefinite = CriticalPoint.Classify(M.DenseOfArray(new[,] { { 1e18, 1e8 }, { 1e8, -2 } }), V.Dense(2));
        (indefinite.Kind, indefinite.ProvenOf, indefinite.NegativeCount).Should().Be((CriticalPointKind.Saddle, ClaimSubject.Matrix, 1));
        var definite = CriticalPoint.Classify(M.DenseOfArray(new[,] { { 1e18, 1e8 }, { 1e8, 2 } }), V.Dense(2));
        (definite.Kind, definite.ProvenOf, definite.PositiveCount).Should().Be((CriticalPointKind.LocalMinimum, ClaimSubject.Matrix, 2));
        definite.ToString().Should().StartWith("Local minimum of the quadratic model in 2 dimensions, proven of this matrix as stored");
    }

    [Fact]
    public void A_diagonal_change_of_units_leaves_the_counts_as_they_are() => Gen.Select(
        Gen.Int[-1, 1].Array[2, 9], Gen.Int[0, 100_000], Gen.Double[-9, 9].Array[9]).Sample(
        (signs, seed, digits) =>
        {
            var n = signs.Length;
            var spectrum = signs.Select((sign, i) => (sign == 0 ? 1.0 : sign) * (1 + i)).ToArray();
            var a = Spectrum.Rotated(spectrum, Spectrum.RandomOrthogonal(n, seed));
            var d = M.DenseOfDiagonalArray([.. digits.Take(n).Select(digit => Math.Pow(2, Math.Round(3 * digit)))]);

            var point = CriticalPoint.Classify(d * a * d, V.Dense(n));

            point.NegativeCount.Should().Be(spectrum.Count(value => value < 0));
            point.PositiveCount.Should().Be(spectrum.Count(value => value > 0));
        },
        iter: 200);

    [Fact]
    public void No_kind_depends_on_the_units_of_theta_or_of_the_loss_or_on_a_rotation() => Gen.Select(
        Gen.Int[-1, 1].Array[2, 4], Gen.Int[0, 100_000], Gen.Double[-4, 4], Gen.Double[-6, 6]).Sample(
        (signs, seed, lengthDigits, lossDigits) =>
        {
            // ½xᵀHx + Σx³/3 about (1, …, 1): known to be of H's kind at 0 displacement, degenerate where a sign is 0.
            var n = signs.Length;
            var (length, unit) = (Math.Pow(10, lengthDigits), Math.Pow(10, lossDigits));
            var q = Spectrum.RandomOrthogonal(n, seed);
            CriticalPointKind Kind(Matrix<double> rotation, double s, double c)
            {
                Vector<double> X(Vector<double> t) => rotation.TransposeThisAndMultiply(t / s) - 1;
                var h = V.Dense(n, i => signs[i] == 0 ? 0 : signs[i] * (i + 1.0));
                var objective = Objective.Create(
                    t => c * ((0.5 * h.DotProduct(X(t).PointwisePower(2))) + (X(t).PointwisePower(3).Sum() / 3)) + c,
                    t => c / s * (rotation * (h.PointwiseMultiply(X(t)) + X(t).PointwisePower(2))),
                    hessian: t => c / (s * s) * (rotation * M.DenseOfDiagonalVector(h + (2 * X(t))) * rotation.Transpose()));
                var at = s * (rotation * V.Dense(n, 1 + 1e-5));
                return CriticalPoint.Classify(objective, at).Kind;
            }

            var kind = Kind(M.DenseIdentity(n), 1, 1);
            if (!signs.Contains(0))
            {
                kind.Should().Be(signs.All(sign => sign > 0) ? CriticalPointKind.LocalMinimum
                    : signs.All(sign => sign < 0) ? CriticalPointKind.LocalMaximum : CriticalPointKind.Saddle);
            }
            else
            {
                kind.Should().NotBe(CriticalPointKind.LocalMinimum).And.NotBe(CriticalPointKind.LocalMaximum);
            }

            Kind(M.DenseIdentity(n), length, unit).Should().Be(kind);
            if (!signs.Contains(0))
                Kind(q, 1, 1).Should().Be(kind);
        },
        iter: 60);

    [Fact]
    public void By_products_a_critical_point_that_does_not_come_nearer_is_none()
    {
        const int N = 40;
        var options = new CriticalPointOptions { DenseLimit = 0, Radius = 2 };
        var exponential = Objective.Create(
            t => t.PointwiseExp().Sum(), t => t.PointwiseExp(), (t, v) => t.PointwiseExp().PointwiseMultiply(v));
        CriticalPoint.Classify(exponential, V.Dense(N), options).Kind.Should().Be(CriticalPointKind.NotCritical);
        var cubes = Objective.Create(
            t => t.PointwisePower(3).Sum(), t => 3 * t.PointwisePower(2), (t, v) => 6 * t.PointwiseMultiply(v));
        CriticalPoint.Classify(cubes, V.Dense(N, 1e-4), options).Kind.Should().Be(CriticalPointKind.Undecided);
        var curved = Objective.Create(
            t => t.DotProduct(t) + t.PointwisePower(3).Sum(), t => (2 * t) + (3 * t.PointwisePower(2)), (t, v) => 2 * v + 6 * t.PointwiseMultiply(v));
        CriticalPoint.Classify(curved, V.Dense(N, 1e-2), options).Kind.Should().Be(CriticalPointKind.LocalMinimum);
    }

    [Fact]
    public void A_product_whose_error_is_stated_is_not_refused()
    {
        const int N = 60;
        var spectrum = V.Dense(N, i => 1.0 + i);
        Vector<double> Gradient(Vector<double> t) => t.PointwiseMultiply(spectrum) + (0.1 * t.PointwisePower(3));
        Vector<double> Product(Vector<double> t, Vector<double> v)
        {
            var e = 1e-6 / v.L2Norm();
            return (Gradient(t + (e * v)) - Gradient(t - (e * v))) / (2 * e);
        }

        var objective = Objective.Create(t => 0.5 * spectrum.DotProduct(t.PointwisePower(2))
            + (0.025 * t.PointwisePower(4).Sum()), Gradient, Product);
        var point = CriticalPoint.Classify(objective, V.Dense(N), new CriticalPointOptions { DenseLimit = 0, HessianError = 1e-6 });
        point.Kind.Should().Be(CriticalPointKind.LocalMinimum);
    }

    [Fact]
    public void A_search_refuses_a_trial_whose_gradient_is_not_finite_and_goes_on()
    {
        // x − ln x with a gradient of NaN, and a finite loss, below 0.
        var objective = Objective.Create(
            t => t[0] > 0 ? t[0] - Math.Log(t[0]) : 1e3, t =>
                V.Dense([t[0] > 0 ? 1 - (1 / t[0]) : double.NaN]), hessian: t => M.Dense(1, 1, 1 / (t[0] * t[0])));
        var result = CriticalPoint.Find(objective, V.Dense([10.0]),
            new CriticalPointSearchOptions { InitialRadius = 100 }, new CriticalPointOptions());
        result.Outcome.Should().Be(CriticalPointSearchOutcome.Converged);
        result.Found!.Kind.Should().Be(CriticalPointKind.LocalMinimum);
    }

    [Fact]
    public void A_search_that_ends_where_the_loss_has_no_differences_still_ends()
    {
        // NIST's Rat43 from (100, 10, 1, 1), by losses alone.
        double[] y = [16.08, 33.83, 65.80, 97.20, 191.55, 326.20, 386.87, 520.53, 590.03, 651.92, 724.93, 699.56, 689.96, 637.56, 717.41];
        var objective = Objective.Create(t => y.Select((value, i) =>
            Math.Pow(value - (t[0] / Math.Pow(1 + Math.Exp(t[1] - (t[2] * (i + 1))), 1 / t[3])), 2)).Sum());
        var find = () => CriticalPoint.Find(objective, V.Dense([100.0, 10, 1, 1]));
        find.Should().NotThrow();
    }

    [Fact]
    public void The_zero_matrix_is_proven_to_be_zero() =>
        CriticalPoint.Classify(M.Dense(2, 2), V.Dense(2)).ToString().Should()
            .Contain("H is zero").And.NotContain("no eigenvalue counted").And.NotContain("E-324");

    private static Objective Of(Func<double, double> loss, Func<double, double> slope, Func<double, double> second) =>
        Objective.Create(t => loss(t[0]), t => V.Dense([slope(t[0])]), hessian: t => M.Dense(1, 1, second(t[0])));

    private static Objective Softplus(double k)
    {
        double S(double x) => 1 / (1 + Math.Exp(-k * x));
        return Of(x => k * x > 30 ? k * x : Math.Log(1 + Math.Exp(k * x)), x => k * S(x), x => k * k * S(x) * (1 - S(x)));
    }

    private readonly struct Cube : IFunction { public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => T.Pow(x[0], 3); }

    private readonly struct Fourth : IFunction { public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => T.Pow(x[0], 4); }

    private readonly struct Fifth : IFunction { public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => T.Pow(x[0], 5); }

    private readonly struct ParabolaAndCube : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => x[1] * x[1] + T.Pow(x[0], 3);
    }

    private readonly struct SkewParabolaAndCube : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => T.Pow(x[1] + 2 * x[0], 2) + T.Pow(x[0] - 1, 3);
    }

    private readonly struct ProductOfSquares : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => T.Pow(x[0], 2) * T.Pow(x[1], 2);
    }

    private readonly struct Turning : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => 0.5 * T.Pow(x[0] - 1, 2) + 0.5 * x[1] * x[1] * (0.5 - x[0]);
    }

    private readonly struct NotchedParabola : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => x[0] * x[0] + x[1] * x[1] - 3 * T.Abs(x[0]);
    }

    private readonly struct TwoHinges : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => x[0] * x[0] - 3 * T.Max(x[0], 0) - 3 * T.Max(-x[0], 0);
    }

    private readonly struct Ridge : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => x[0] * x[0] + x[1] * x[1] + T.Min(x[1], -x[1]);
    }

    private readonly struct SquaredHinge : IFunction { public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => T.Pow(T.Max(x[0], 0), 2); }

    private readonly struct LogSumExp : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
        {
            var largest = T.Max(x[0], x[1]);
            return largest + T.Log(T.Exp(x[0] - largest) + T.Exp(x[1] - largest)) - 0.5 * (x[0] + x[1]) + T.Pow(x[0], 2) + T.Pow(x[1], 2);
        }
    }

    private readonly struct SoftplusByBranches : IFunction
    {
        public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T> => T.Max(x[0], 0) + T.Log(1 + T.Exp(-T.Abs(x[0]))) - 0.5 * x[0] + x[0] * x[0];
    }
}
