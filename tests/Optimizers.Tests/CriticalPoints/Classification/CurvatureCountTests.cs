using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Classification;

public class CurvatureCountTests
{
    private const int N = 60;
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    // 5 at −1…−0.2, 20 within ±1e-4, 35 at 0.1…3.5.
    private static readonly double[] Values =
    [
        .. Enumerable.Range(1, 5).Select(i => -0.2 * i), .. Enumerable.Range(0, 20)
        .Select(i => 1e-5 * (i - 9.5)), .. Enumerable.Range(1, 35).Select(i => 0.1 * i),
    ];

    private static Matrix<double> H => Spectrum.Rotated(Values, Spectrum.RandomOrthogonal(N, seed: 5));

    [Fact]
    public void Signs_are_counted_at_the_epsilon_of_the_caller_and_the_counts_are_proven()
    {
        var point = CriticalPoint.Classify(H, V.Dense(N), new CriticalPointOptions { FlatCurvature = 1e-3 });

        (point.NegativeCount, point.ZeroCount, point.PositiveCount).Should().Be((5, 20, 35));
        (point.PositiveThreshold, point.NegativeThreshold).Should().Be((1e-3, 1e-3));
        point.Claims.Should().Contain(claim => claim.Certainty == Certainty.Proven && claim.Subject == ClaimSubject.Matrix
            && claim.Statement == "H has 5 eigenvalues below -0.0009998, 20 in [-0.001001, 0.001001], 35 above 0.0009998");
        point.Margin.Should().BeApproximately(1 - 1e-3, 1e-12, "−λmin has to stay below −ε");
    }

    [Fact]
    public void Without_an_epsilon_the_counts_are_those_at_the_tolerance_and_are_proven_too()
    {
        double[] values = [.. Values.Select(value => Math.Abs(value) < 1e-3 ? 0 : value)];
        var h = Spectrum.Rotated(values, Spectrum.RandomOrthogonal(N, seed: 6));

        var exact = CriticalPoint.Classify(h, V.Dense(N));
        (exact.NegativeCount, exact.ZeroCount, exact.PositiveCount).Should().Be((5, 20, 35));
        exact.Claims.Should().ContainSingle(claim => claim.Statement.StartsWith("H has 5 eigenvalues below -", StringComparison.Ordinal));

        var known = CriticalPoint.Classify(h, V.Dense(N), new CriticalPointOptions { HessianError = 1e-3 });
        known.Claims.Should().ContainSingle(claim => claim.Subject == ClaimSubject.Hessian && claim.Certainty == Certainty.Proven
            && claim.Statement.StartsWith("∇²L(θ) has 5 eigenvalues below -", StringComparison.Ordinal));
    }

    [Fact]
    public void Curvature_within_epsilon_is_no_saddle_and_no_minimum_but_second_order_stationary()
    {
        double[] values = [.. Values.Where(value => value > -0.1)];
        var h = Spectrum.Rotated(values, Spectrum.RandomOrthogonal(values.Length, seed: 7));
        CriticalPoint.Classify(h, V.Dense(values.Length)).Kind.Should().Be(CriticalPointKind.Saddle);
        var options = new CriticalPointOptions { FlatCurvature = 1e-3 };

        var point = CriticalPoint.Classify(h, V.Dense(values.Length), options);
        point.Kind.Should().Be(CriticalPointKind.Degenerate);
        point.ToString().Should()
            .StartWith("Second-order stationary in 55 dimensions, numerically: no curvature below −0.001, and flat to ±0.001 along 20.");

        var objective = Objective.Create(t => 0.5 * t.DotProduct(h * t), t => h * t, (_, v) => h * v);
        var sparse = CriticalPoint.Classify(objective, V.Dense(values.Length), options with { DenseLimit = 0 });
        (sparse.Kind, sparse.NegativeCount).Should().Be((CriticalPointKind.Degenerate, 0));
        CriticalPoint.Classify(objective, V.Dense(values.Length), options).Kind.Should().Be(CriticalPointKind.Degenerate, "no higher order is asked");
    }

    [Fact]
    public void The_counts_of_a_matrix_are_there_without_its_decomposition()
    {
        var counts = InertiaBounds.Of(H, -1e-3, 1e-3);
        (counts.Negative, counts.Between, counts.Positive, counts.IsSigned).Should().Be((5, 20, 35, true));
        counts.PositiveAbove.Should().BeInRange(0.999e-3, 1e-3);
        counts.ToString().Should().Be("5 eigenvalues below -0.0009998, 20 in [-0.001001, 0.001001], 35 above 0.0009998");
        InertiaBounds.Of(H, -1e-3, 1e-3, error: 2e-3).IsSigned.Should().BeFalse();
        InertiaBounds.Of(Matrix<double>.Build.Dense(0, 0), 0, 0).ToString().Should().Be("no eigenvalue counted");
    }

    [Fact]
    public void Bad_input_to_the_counts_is_refused_by_name()
    {
        Refusal.Of<ArgumentNullException>(() => InertiaBounds.Of((Matrix<double>)null!, 0, 0), "matrix");
        Refusal.Of<ArgumentException>(() => InertiaBounds.Of(Matrix<double>.Build.Dense(2, 3), 0, 0), "matrix", "2×3");
        Refusal.Of<ArgumentException>(() => InertiaBounds.Of(Matrix<double>.Build.Dense(2, 2, double.NaN), 0, 0), "matrix", "a[0,0] is NaN");
        Refusal.Of<ArgumentOutOfRangeException>(() => InertiaBounds.Of(H, double.NaN, 0), "lower", "NaN");
        Refusal.Of<ArgumentOutOfRangeException>(() => InertiaBounds.Of(H, 1, 0), "upper", "1");
        Refusal.Of<ArgumentOutOfRangeException>(() => InertiaBounds.Of(H, 0, 1, error: -1), "error", "-1");
        using var source = new CancellationTokenSource();
        source.Cancel();
        ((Action)(() => InertiaBounds.Of(H, 0, 1, cancellation: source.Token))).Should().Throw<OperationCanceledException>();
    }
}
