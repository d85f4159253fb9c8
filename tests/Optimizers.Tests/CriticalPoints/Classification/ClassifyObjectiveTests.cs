using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Classification;

public class ClassifyObjectiveTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;
    private static readonly CriticalPointOptions ByProducts = new() { DenseLimit = 0 };

    [Fact]
    public void The_nine_critical_points_of_Himmelblau_are_found_and_proven_of_the_loss_itself()
    {
        var objective = Objective.FromFunction<Himmelblau>();
        var found = new List<(CriticalPoint Point, Vector<double> At)>();
        for (var x = -4.5; x < 5; x += 0.75)
        {
            for (var y = -4.5; y < 5; y += 0.75)
            {
                var result = CriticalPoint.Find(objective, V.Dense([x, y]));
                if (result.Found is { } point && found.TrueForAll(other => (other.At - result.Point).L2Norm() > 1e-6))
                    found.Add((point, result.Point));
            }
        }

        found.GroupBy(each => each.Point.Kind).ToDictionary(group => group.Key, group => group.Count()).Should().BeEquivalentTo(
            new Dictionary<CriticalPointKind, int>
            {
                [CriticalPointKind.LocalMinimum] = 4,
                [CriticalPointKind.Saddle] = 4,
                [CriticalPointKind.LocalMaximum] = 1,
            });
        found.Should().AllSatisfy(each =>
        {
            each.Point.Claims.Should().Contain(claim => claim.Subject == ClaimSubject.Matrix && claim.Certainty == Certainty.Proven);
            each.Point.Claims.Should().Contain(claim => claim.Subject == ClaimSubject.Loss && claim.Certainty == Certainty.Proven);
        });
    }

    [Fact]
    public void A_point_that_is_not_critical_has_no_claim_about_the_loss()
    {
        var point = CriticalPoint.Classify(Objective.FromFunction<Himmelblau>(), V.Dense([1.0, 1.0]));
        point.Kind.Should().Be(CriticalPointKind.NotCritical);
        point.Claims.Should().NotContain(claim => claim.Subject == ClaimSubject.Loss);
    }

    [Fact]
    public void Degenerate_points_are_decided_by_their_higher_orders_and_those_that_fall_are_left()
    {
        Kind<Quartic>().Should().Be(CriticalPointKind.LocalMinimum);
        foreach (var (objective, point) in new[] { Of<Monkey>(), Of<DescendingQuartic>(), Of<Peano>() })
        {
            point.Kind.Should().Be(CriticalPointKind.Saddle);
            point.TryEscape(objective, V.Dense(2), new EscapeOptions(), out var step, out var reason).Should().BeTrue(reason);
            step!.LossAfter.Should().BeNegative();
            objective.Loss(step.Point.ToArray()).Should().Be(step.LossAfter);
        }

        static (Objective Objective, CriticalPoint Point) Of<TFunction>() where TFunction : struct, IFunction
        {
            var objective = Objective.FromFunction<TFunction>();
            return (objective, CriticalPoint.Classify(objective, V.Dense(2)));
        }

        static CriticalPointKind Kind<TFunction>() where TFunction : struct, IFunction => Of<TFunction>().Point.Kind;
    }

    [Fact]
    public void Degenerate_points_of_a_loss_and_a_gradient_are_decided_by_differences_of_the_higher_orders()
    {
        var quartic = Objective.Create(t => t.PointwisePower(4).Sum(), t => 4 * t.PointwisePower(3));
        Kind(quartic).Should().Be(CriticalPointKind.LocalMinimum);
        Kind(Objective.Create(t => t.PointwisePower(4).Sum())).Should().Be(CriticalPointKind.LocalMinimum, "losses alone tell it too");
        var monkey = Objective.Create(t => Math.Pow(t[0], 3) - (3 * t[0] * t[1] * t[1]), t =>
            V.Dense([3 * ((t[0] * t[0]) - (t[1] * t[1])), -6 * t[0] * t[1]]));
        Kind(monkey).Should().Be(CriticalPointKind.Saddle);
        var descending = Objective.Create(t => (t[0] * t[0]) - Math.Pow(t[1], 4), t => V.Dense([2 * t[0], -4 * Math.Pow(t[1], 3)]));
        Kind(descending).Should().Be(CriticalPointKind.Saddle);
        var peano = Objective.Create(
            t => (t[1] - (t[0] * t[0])) * (t[1] - (2 * t[0] * t[0])),
            t => V.Dense([(8 * Math.Pow(t[0], 3)) - (6 * t[0] * t[1]), (2 * t[1]) - (3 * t[0] * t[0])]));
        var point = CriticalPoint.Classify(peano, V.Dense(2));
        point.Kind.Should().Be(CriticalPointKind.Saddle);
        point.Claims.Should().Contain(claim => claim.Subject == ClaimSubject.Loss && claim.Certainty == Certainty.Estimated);
        Escaped(point, peano, V.Dense(2)).LossAfter.Should().BeNegative();

        CriticalPointKind Kind(Objective objective) =>
            CriticalPoint.Classify(objective, V.Dense(2), new CriticalPointOptions { Radius = 0.01 }).Kind;
    }

    [Theory]
    [InlineData(-1, 10, CriticalPointKind.Saddle)]
    [InlineData(0.5, 10, CriticalPointKind.LocalMinimum)]
    [InlineData(-10, -0.5, CriticalPointKind.LocalMaximum)]
    [InlineData(0, 10, CriticalPointKind.Degenerate)]
    public void By_products_alone_the_kind_and_the_ends_are_those_of_the_whole_matrix(double low, double high, CriticalPointKind kind)
    {
        const int N = 300;
        double[] spectrum = [.. Enumerable.Range(0, N).Select(i => low + ((high - low) * i / (N - 1)))];
        var h = Spectrum.Rotated(spectrum, Spectrum.RandomOrthogonal(N, seed: 1));
        var objective = Objective.Create(t => 0.5 * t.DotProduct(h * t), t => h * t, (_, v) => h * v, _ => h);

        var dense = CriticalPoint.Classify(objective, V.Dense(N));
        var sparse = CriticalPoint.Classify(objective, V.Dense(N), ByProducts);

        dense.IsSpectrumComplete.Should().BeTrue();
        sparse.IsSpectrumComplete.Should().BeFalse();
        dense.Kind.Should().Be(kind);
        sparse.Kind.Should().Be(kind);
        sparse.SmallestInterval.Contains(dense.SmallestEigenvalue).Should().BeTrue();
        sparse.LargestInterval.Contains(dense.LargestEigenvalue).Should().BeTrue();
        sparse.SmallestInterval.Width.Should().BeLessThan(0.011 * (high - low));
        sparse.NegativeCurvatureBound.Should().BeInRange(Math.Max(0, -low) - 1e-9, Math.Max(0, -low) + (0.011 * (high - low)));
        sparse.Claims.Should().Contain(claim => claim.Certainty == Certainty.Probable && claim.Probability == 1 - 1e-6);
        sparse.Claims.Any(claim => claim.Certainty == Certainty.Proven).Should().Be(low < 0);
        sparse.Evaluations.Hessians.Should().Be(0);
        if (kind == CriticalPointKind.Saddle)
        {
            var step = Escaped(sparse, objective, V.Dense(N));
            step.LossAfter.Should().BeNegative();
            step.PredictedChange.Should().BeApproximately(step.AchievedChange, 1e-9 * Math.Abs(step.AchievedChange));
        }
    }

    /// <summary>½x² + x³ + cy⁴ from x = 10⁻⁴, from where the step ends beside 0: what is decided has to hold there and at 0.</summary>
    [Fact]
    public void What_no_higher_order_tells_is_not_looked_at_again_beside_the_point()
    {
        var (decided, open) = (Classified(1), Classified(0));

        (decided.Kind, open.Kind).Should().Be((CriticalPointKind.LocalMinimum, CriticalPointKind.Degenerate));
        open.Evaluations.Hessians.Should().BeLessThan(decided.Evaluations.Hessians);

        static CriticalPoint Classified(double c)
        {
            var objective = Objective.Create(
                t => (0.5 * t[0] * t[0]) + Math.Pow(t[0], 3) + (c * Math.Pow(t[1], 4)),
                t => V.Dense([t[0] + (3 * t[0] * t[0]), 4 * c * Math.Pow(t[1], 3)]),
                hessian: t => Matrix<double>.Build.DenseOfDiagonalArray([1 + (6 * t[0]), 12 * c * t[1] * t[1]]));
            return CriticalPoint.Classify(objective, V.Dense([1e-4, 0]), new CriticalPointOptions { ParameterScale = [1] });
        }
    }

    /// <summary>One eigenvalue at the end, half of the others just beside it: a random vector is nearly one of those.</summary>
    [Theory]
    [InlineData(-1, -0.985, 1)]
    [InlineData(-0.004, 0.0005, 1)]
    [InlineData(-1e-4, 1e-3, 1)]
    [InlineData(-1e-8, 1e-8, 1)]
    [InlineData(0.004, -0.0005, -1)]
    public void By_products_alone_the_vectors_of_a_saddle_are_those_of_its_ends_whatever_crowds_beside_them(double end, double beside, double other)
    {
        const int N = 300;
        var values = V.Dense(N, i => i == 0 ? end : i < N / 2 ? beside : other);
        var objective = Objective.Create(
            t => 0.5 * t.PointwisePower(2).DotProduct(values), t => t.PointwiseMultiply(values), (_, v) => v.PointwiseMultiply(values));

        var point = CriticalPoint.Classify(objective, V.Dense(N), ByProducts);

        point.Kind.Should().Be(CriticalPointKind.Saddle);
        var (low, high) = (values.Minimum(), values.Maximum());
        point.Eigenvalues[0].Should().BeInRange(low - 1e-12, Math.Min(low + (0.5 * 0.01 * (high - low)), 0.75 * low));
        point.Eigenvalues[^1].Should().BeInRange(0.75 * high, high + 1e-12);
        point.Claims.Should().Contain(claim => claim.Certainty == Certainty.Proven && claim.Statement.Contains("indefinite"));
        Escaped(point, objective, V.Dense(N)).LossAfter.Should().BeNegative();
    }

    [Fact]
    public void From_differences_of_gradients_nothing_is_called_proven_or_probable()
    {
        const int N = 200;
        double[] spectrum = [.. Enumerable.Range(0, N).Select(i => -1 + (3.0 * i / N))];
        var objective = Objective.Create(
            t => 0.5 * t.PointwisePower(2).DotProduct(V.Dense(spectrum)), t => t.PointwiseMultiply(V.Dense(spectrum)));
        foreach (var options in new[] { ByProducts, new CriticalPointOptions() })
        {
            var point = CriticalPoint.Classify(objective, V.Dense(N), options);
            point.Kind.Should().Be(CriticalPointKind.Saddle);
            point.Claims.Where(claim => claim.Subject != ClaimSubject.Matrix).Should().NotBeEmpty()
                .And.OnlyContain(claim => claim.Certainty == Certainty.Estimated);
            Escaped(point, objective, V.Dense(N)).LossAfter.Should().BeNegative();
        }
    }

    [Fact]
    public void A_gradient_that_is_not_zero_hides_curvature_above_the_bound_of_its_pair()
    {
        const int N = 120;
        double[] spectrum = [.. Enumerable.Range(0, N).Select(i => -0.1 + (i / 10.0))];
        var objective = Objective.Create(
            t => 0.5 * t.PointwisePower(2).DotProduct(V.Dense(spectrum)),
            t => t.PointwiseMultiply(V.Dense(spectrum)),
            (_, v) => v.PointwiseMultiply(V.Dense(spectrum)));
        var theta = V.Dense(N, i => i == 50 ? 1e-4 : 0);

        CriticalPoint.Classify(objective, theta, ByProducts).NegativeCount.Should().Be(1);
        var hidden = CriticalPoint.Classify(objective, theta, ByProducts with { HessianLipschitz = 100 });
        hidden.NegativeThreshold.Should().BeApproximately(Math.Sqrt(100 * hidden.GradientNorm), 1e-12);
        hidden.NegativeCount.Should().Be(0);
        CriticalPoint.Classify(objective, theta, new CriticalPointOptions { HessianLipschitz = 100 }).NegativeCount.Should().Be(0);
    }

    [Fact]
    public void A_far_critical_point_is_told_with_its_distance()
    {
        const int N = 100;
        var objective = Objective.Create(t => 0.5 * (t - 1).DotProduct(t - 1), t => t - 1, (_, v) => v.Clone());
        var near = CriticalPoint.Classify(objective, V.Dense(N, 1 + 1e-6), ByProducts);
        near.Kind.Should().Be(CriticalPointKind.LocalMinimum);
        near.DistanceToCriticalPoint.Should().BeApproximately(1e-5, 1e-7);
        var far = CriticalPoint.Classify(objective, V.Dense(N), ByProducts);
        far.Kind.Should().Be(CriticalPointKind.NotCritical);
        far.DistanceToCriticalPoint.Should().BeApproximately(10, 0.5);
    }

    [Fact]
    public void Declared_symmetries_explain_flat_directions_and_are_taken_out_of_the_way()
    {
        var random = new Random(7);
        var x = Matrix<double>.Build.Dense(5, 40, (i, _) => i == 4 ? 0 : random.NextDouble() - 0.5); // The last input is always 0.
        var (w1, w2) = (Matrix<double>.Build.Dense(1, 5, (_, _) => 1 + random.NextDouble()),
            Matrix<double>.Build.Dense(3, 1, (_, _) => 1 + random.NextDouble()));
        var network = new LinearNetwork(5, 1, 3, x, w2 * w1 * x);
        var theta = V.Dense([.. w1.ToColumnMajorArray(), .. w2.ToColumnMajorArray()]);
        var options = new CriticalPointOptions
        {
            Symmetries =
            [
                Symmetry.UnitScaling(network.Layout, "w1", null, "w2"),
                Symmetry.DependentInputs(network.Layout, "w1", null, x),
                Symmetry.Create("nothing flat", t => [V.Dense(t.Count, 1)]),
            ],
        };

        var dense = CriticalPoint.Classify(network.Objective, theta, options);
        dense.ZeroCount.Should().Be(2);
        dense.FlatDirections!.Parts.Select(part => (part.Explained, part.Broken)).Should().Equal((1, 0), (1, 0), (0, 1));
        dense.FlatDirections.Unexplained.Should().Be(0);
        dense.ToString().Should().Contain("2: 1 by scaling of the units of w1, 1 by dependent inputs of w1");

        var sparse = CriticalPoint.Classify(network.Objective, theta, options with { DenseLimit = 0 });
        sparse.FlatDirections!.ToString().Should().Be(dense.FlatDirections.ToString());
        sparse.SmallestEigenvalue.Should().BeApproximately(dense.Eigenvalues.First(value => value > dense.Tolerance), 1e-6);
        sparse.NegativeCurvatureBound.Should().Be(0);
    }

    [Fact]
    public void A_scaling_is_broken_where_the_gradient_is_not_zero()
    {
        var random = new Random(8);
        var x = Matrix<double>.Build.Dense(2, 30, (_, _) => random.NextDouble() - 0.5);
        var network = new LinearNetwork(2, 1, 2, x, x);
        var options = new CriticalPointOptions { Symmetries = [Symmetry.UnitScaling(network.Layout, "w1", null, "w2")] };
        var point = CriticalPoint.Classify(network.Objective, V.Dense([1.0, 2, 3, 4]), options);
        point.FlatDirections!.Parts.Should().ContainSingle().Which.Broken.Should().Be(1);
    }

    [Fact]
    public void Identical_and_silent_units_and_the_shift_of_the_softmax_have_the_tangents_that_theory_gives()
    {
        var layout = ParameterLayout.Empty.Add("w1", 3, 2).Add("b1", 3).Add("w2", 2, 3).Add("b2", 2);
        var theta = V.Dense(layout.Length, i => i + 1.0);
        foreach (var input in new[] { 0, 1 })
            theta[layout.IndexOf("w1", 2, input)] = theta[layout.IndexOf("w1", 0, input)];
        theta[layout.IndexOf("b1", 2)] = theta[layout.IndexOf("b1", 0)];

        var identical = Symmetry.IdenticalUnits(layout, "w1", "b1", "w2").Tangents(theta).ToList();
        identical.Should().HaveCount(2);
        identical[0][layout.IndexOf("w2", 0, 0)].Should().Be(1);
        identical[0][layout.IndexOf("w2", 0, 2)].Should().Be(-1);
        Symmetry.SilentUnits(layout, "w1", "b1", "w2", [1]).Tangents(theta).Should().HaveCount(2 + 1 + 2);
        var shifts = Symmetry.SoftmaxShift(layout, "w2", "b2").Tangents(theta).ToList();
        shifts.Should().HaveCount(4);
        shifts[3][layout.IndexOf("b2", 0)].Should().Be(1);
        shifts[3][layout.IndexOf("b2", 1)].Should().Be(1);
        shifts[3].L1Norm().Should().Be(2);
    }

    [Fact]
    public void The_seed_decides_and_the_number_of_threads_does_not()
    {
        const int N = 100_000;
        var objective = Objective.Create(
            t => 0, t => t.Clone(), (_, v) => V.Dense(N, i => (-1 + (11.0 * i / N)) * v[i]));
        CriticalPoint Point(int seed, int threads) =>
            CriticalPoint.Classify(objective, V.Dense(N), new CriticalPointOptions { Seed = seed, MaxThreads = threads, Fraction = 0.2 });

        var one = Point(3, 1);
        var two = Point(3, 2);
        two.SmallestInterval.Should().Be(one.SmallestInterval);
        two.Eigenvectors.Should().Be(one.Eigenvectors);
        Point(4, 2).SmallestInterval.Should().NotBe(one.SmallestInterval);
    }

    [Fact]
    public void Bad_input_is_refused_with_the_numbers()
    {
        var objective = Objective.Create(t => t.DotProduct(t), t => 2 * t, (_, v) => 2 * v);
        Refusal.Of<ArgumentException>(() => CriticalPoint.Classify(objective, V.Dense([0, double.NaN])), "theta", "θ[1]", "NaN");
        var skew = Objective.Create(t => 0, t => 0 * t, (_, v) => V.Dense(v.Count, i => i == 0 ? v[1] : 0));
        Refusal.Of<ArgumentException>(() => CriticalPoint.Classify(skew, V.Dense(10), ByProducts),
            "symmetricOperator", "not symmetric", "its product is wrong");
        var nan = Objective.Create(t => double.NaN, t => 2 * t, (_, v) => V.Dense(v.Count, double.NaN));
        ((Action)(() => CriticalPoint.Classify(nan, V.Dense(10), ByProducts)))
            .Should().Throw<InvalidOperationException>().WithMessage("*NaN*finite*");
        var point = CriticalPoint.Classify(objective, V.Dense(3));
        Refusal.Of<ArgumentException>(() => point.Escape(objective, V.Dense(2)), "theta", "2", "3");
    }

    [Fact]
    public void A_run_by_products_can_be_cancelled_half_way()
    {
        const int N = 1000;
        using var source = new CancellationTokenSource();
        var products = 0;
        var objective = Objective.Create(t => 0, t => 0 * t, (_, v) =>
        {
            if (++products == 20)
                source.Cancel();
            return V.Dense(N, i => (i - 3.0) * v[i]);
        });
        var classify = () => CriticalPoint.Classify(objective, V.Dense(N), ByProducts with { CancellationToken = source.Token });
        classify.Should().Throw<OperationCanceledException>();
        products.Should().Be(20);
    }

    private static EscapeStep Escaped(CriticalPoint point, Objective objective, Vector<double> theta)
    {
        point.TryEscape(objective, theta, new EscapeOptions(), out var step, out var reason).Should().BeTrue(reason);
        return step!;
    }
}
