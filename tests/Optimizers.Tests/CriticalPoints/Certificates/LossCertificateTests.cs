using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.Curvature.Functions;
using Optimizers.Tests.Proofs;

namespace Optimizers.Tests.Curvature.Functions;

public class LossCertificateTests
{
    private static ExactObjective Exactly<TFunction>(TFunction function) where TFunction : struct, IFunction =>
        (ExactObjective)Objective.FromFunction(function);

    // Himmelblau's critical points to four digits.
    public static TheoryData<double, double, int> HimmelblauPoints => new()
    {
        { 3, 2, 0 }, { -2.8051, 3.1313, 0 }, { -3.7793, -3.2832, 0 }, { 3.5844, -1.8481, 0 },
        { 0.0867, 2.8843, 1 }, { -3.0730, -0.0814, 1 }, { -0.1280, -1.9537, 1 }, { 3.3852, 0.0739, 1 }, { -0.2708, -0.9230, 2 },
    };

    [Theory]
    [MemberData(nameof(HimmelblauPoints))]
    public void Himmelblau_s_critical_points_are_proven_with_their_kinds_within_a_millionth(double x, double y, int negative)
    {
        var theta = TestFunction.Himmelblau.Newton(x, y).ToArray();
        var objective = Exactly(default(Losses.Himmelblau));

        var proof = KrawczykTest.TryProve(objective, theta, 1e-3)!;

        proof.Should().NotBeNull();
        (proof.NegativeCount, proof.PositiveCount).Should().Be((negative, 2 - negative));
        proof.Kind.Should().Be(negative switch
        {
            0 => CriticalPointKind.LocalMinimum,
            1 => CriticalPointKind.Saddle,
            _ => CriticalPointKind.LocalMaximum,
        });
        proof.Distance.Should().BeLessThan(1e-6).And.BeLessThanOrEqualTo(proof.UniqueWithin * Math.Sqrt(2));

        var minimizer = MinimizerCertificate.TryProve(objective, theta, 1e-3);
        (minimizer is not null).Should().Be(negative == 0);
        if (minimizer is null)
            return;
        minimizer.Kind.Should().Be(CriticalPointKind.LocalMinimum);
        minimizer.Distance.Should().BeLessThan(1e-6);
        var least = TestFunction.Himmelblau.Classify(Vector<double>.Build.Dense(theta)).SmallestEigenvalue;
        minimizer.Curvature.Should().BeInRange(0.05 * least, least);
    }

    [Theory]
    [MemberData(nameof(HimmelblauPoints))]
    public void A_point_that_is_off_by_1e_4_is_proven_to_be_about_that_far_from_the_critical_point(double x, double y, int negative)
    {
        var exact = TestFunction.Himmelblau.Newton(x, y);
        var theta = (exact + Vector<double>.Build.Dense([1e-4, -2e-4])).ToArray();
        var objective = Exactly(default(Losses.Himmelblau));
        var distance = (Vector<double>.Build.Dense(theta) - exact).L2Norm();

        var proof = KrawczykTest.TryProve(objective, theta, 1e-2)!;

        proof.Distance.Should().BeInRange(distance * (1 - 1e-9), 2 * distance);
        proof.NegativeCount.Should().Be(negative);
        KrawczykTest.TryProve(objective, theta, distance / 2).Should().BeNull();
        if (negative == 0)
            MinimizerCertificate.TryProve(objective, theta, 1e-2)!.Distance.Should().BeInRange(distance * (1 - 1e-9), 20 * distance);
        MinimizerCertificate.TryProve(objective, theta, distance / 2).Should().BeNull();
    }

    [Fact]
    public void Points_far_from_critical_ones_are_never_proven()
    {
        var objective = Exactly(default(Losses.Himmelblau));
        var critical = HimmelblauPoints.Select(row => TestFunction.Himmelblau.Newton((double)row[0], (double)row[1])).ToList();
        var random = new Random(5);
        var far = 0;
        for (var trial = 0; trial < 200; trial++)
        {
            var p = Vector<double>.Build.Dense(2, _ => 10 * random.NextDouble() - 5);
            if (critical.Min(point => (p - point).L2Norm()) < 0.05)
                continue;
            far++;
            MinimizerCertificate.TryProve(objective, p.AsArray(), 0.05).Should().BeNull();
            KrawczykTest.TryProve(objective, p.AsArray(), 0.05 / Math.Sqrt(2)).Should().BeNull();
        }

        far.Should().BeGreaterThan(150);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(25)]
    public void The_minimizer_of_Rosenbrock_s_function_is_proven_at_ones_and_near_it(int n)
    {
        var objective = Exactly(default(Losses.Rosenbrock));
        var theta = Enumerable.Repeat(1.0, n).ToArray();

        var exact = MinimizerCertificate.TryProve(objective, theta, 1e-3)!;
        exact.Distance.Should().Be(0);
        KrawczykTest.TryProve(objective, theta, 1e-3)!.Kind.Should().Be(CriticalPointKind.LocalMinimum);

        theta[n / 2] += 1e-8;
        var near = MinimizerCertificate.TryProve(objective, theta, 1e-3)!;
        near.Distance.Should().BeInRange(1e-8 * (1 - 1e-7), 1e-4);
        KrawczykTest.TryProve(objective, theta, 1e-3)!.Distance.Should().BeInRange(1e-8 * (1 - 1e-7), 3e-8);
    }

    [Fact]
    public void The_minimizer_of_a_function_with_data_is_proven()
    {
        var random = new Random(4);
        var inputs = Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 6).Select(_ => 2 * random.NextDouble() - 1).ToArray()).ToArray();
        var signs = inputs.Select(input => input[0] + 0.3 * random.NextDouble() > 0 ? 1.0 : -1.0).ToArray();
        var objective = Exactly(new Losses.LogisticRegression(inputs, signs, decay: 0.1));
        var theta = new double[6];
        for (var i = 0; i < 12; i++)
        {
            var gradient = new double[6];
            objective.Gradient(theta, gradient);
            var step = objective.Hessian(theta, out _).Solve(Vector<double>.Build.Dense(gradient));
            for (var k = 0; k < 6; k++)
                theta[k] -= step[k];
        }

        MinimizerCertificate.TryProve(objective, theta, 1e-3)!.Distance.Should().BeLessThan(1e-12);
        KrawczykTest.TryProve(objective, theta, 1e-3)!.Distance.Should().BeLessThan(1e-12);
    }

    public static TheoryData<double[][]> Degenerate => new()
    {
        new double[][] { [1, 4, 0], [1, 0, 2] },                    // x⁴ + y²
        new double[][] { [1, 2, 0], [-2, 1, 1], [1, 0, 2] },        // (x − y)², a valley
        new double[][] { [1, 3, 0], [-3, 1, 2] },                   // x³ − 3xy²
        new double[][] { [1, 0, 2], [-3, 2, 1], [2, 4, 0] },        // Peano's
        new double[][] { [1, 3, 0], [1, 0, 2] },                    // x³ + y², an inflection
        new double[][] { [1, 2, 2], [1, 0, 2] },                    // x²y² + y²
        new double[][] { [0, 0, 0] },
        new double[][] { [1, 1, 0], [1, 0, 1] },                    // x + y, without a critical point
    };

    [Theory]
    [MemberData(nameof(Degenerate))]
    public void A_degenerate_point_is_never_proven_not_even_from_nearby(double[][] monomials)
    {
        var objective = Exactly(new Losses.Polynomial(monomials));
        foreach (var offset in new[] { 0, 1e-300, 1e-16, 1e-12, 1e-8, 1e-4 })
        {
            foreach (double[] theta in new double[][] { [offset, 0], [0, offset], [offset, -offset], [-offset, 0.5 * offset] })
            {
                MinimizerCertificate.TryProve(objective, theta, 1e-2).Should().BeNull();
                KrawczykTest.TryProve(objective, theta, 1e-2).Should().BeNull();
            }
        }
    }

    [Fact]
    public void A_curvature_of_1e_18_is_proven_where_the_function_has_it_exactly()
    {
        // x⁴ + 10⁻¹⁸x² + y² has a minimizer at 0, however flat; with −10⁻¹⁸ it is a saddle.
        foreach (var sign in new[] { 1, -1 })
        {
            var objective = Exactly(new Losses.Polynomial([[1, 4, 0], [sign * 1e-18, 2, 0], [1, 0, 2]]));
            var proof = KrawczykTest.TryProve(objective, [0, 0], 1e-12)!;

            proof.Kind.Should().Be(sign > 0 ? CriticalPointKind.LocalMinimum : CriticalPointKind.Saddle);
            (MinimizerCertificate.TryProve(objective, [0, 0], 1e-12) is not null).Should().Be(sign > 0);
        }
    }

    [Fact]
    public void No_proof_is_false_over_random_functions_whose_critical_points_are_known_exactly()
    {
        // The proof run has thousands of them.
        var session = new ProofSession().Run(LossCases.Draw(400, seed: 0));

        session.Failures.Should().BeEmpty();
        session.Functions.Should().Be(400);
        (session.Total.False, session.Total.Missed).Should().Be((0, 0));
        session.Total.Proven.Should().BeInRange(session.Total.Tried / 4, 3 * session.Total.Tried / 4);
        session.Total.Owed.Should().BeGreaterThan(session.Total.Tried / 10);
    }

    [Fact]
    public void A_critical_point_that_is_known_exactly_refutes_a_false_certificate()
    {
        var example = LossCases.Draw(100, seed: 0).First(each => each.KindsWithin(1e-3).SequenceEqual([CriticalPointKind.Saddle]));

        example.Holds(CriticalPointKind.Saddle, 1e-3, 1e-3).Should().BeTrue();
        example.Holds(CriticalPointKind.LocalMinimum, 1e-3, 1e-3).Should().BeFalse();
        example.Holds(CriticalPointKind.Saddle, 0, 1e-3).Should().Be(example.KindsWithin(0).Any());
        example.Holds(CriticalPointKind.Saddle, 1e-3, 1e3).Should().BeFalse();
    }

    [Theory]
    [InlineData(1.00004e-3, 1.99996e-3, "within 0.001001 of θ", "within 0.001999")]
    [InlineData(0.001, 0.002, "within 0.001 of θ", "within 0.002")]
    public void The_words_say_no_more_than_what_is_proven(double distance, double uniqueWithin, string within, string unique) =>
        new LossCertificate
        {
            Kind = CriticalPointKind.Saddle,
            NegativeCount = 1,
            PositiveCount = 1,
            Distance = distance,
            UniqueWithin = uniqueWithin,
            Evidence = "",
        }.ToString().Should().Contain(within).And.EndWith(unique);

    [Fact]
    public void Bad_input_is_refused()
    {
        var objective = Exactly(default(Losses.Himmelblau));
        foreach (var prove in new Func<ExactObjective, double[], double, LossCertificate?>[]
        {
            (o, theta, r) => MinimizerCertificate.TryProve(o, theta, r), (o, theta, r) => KrawczykTest.TryProve(o, theta, r),
        })
        {
            Refusal.Of<ArgumentException>(() => prove(objective, [], 1), "theta", "no entries");
            Refusal.Of<ArgumentException>(() => prove(objective, [1, double.NaN], 1), "theta", "θ[1] is NaN");
            Refusal.Of<ArgumentOutOfRangeException>(() => prove(objective, [1, 2], 0), "largestRadius", "greater than zero");
            Refusal.Of<ArgumentOutOfRangeException>(() => prove(objective, [1, 2], double.PositiveInfinity), "largestRadius", "finite");
            Refusal.Of<ArgumentNullException>(() => prove(null!, [1, 2], 1), "objective");
        }
    }
}
