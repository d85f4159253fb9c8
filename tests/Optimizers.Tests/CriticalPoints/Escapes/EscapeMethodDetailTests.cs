using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.Curvature.Search;

public class EscapeMethodDetailTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;
    private static readonly MatrixBuilder<double> M = Matrix<double>.Build;

    [Fact]
    public void A_given_direction_of_any_length_is_followed()
    {
        var step = EscapeMethodTests.Left(new NegativeCurvatureEscape(V.Dense([1e-200, 3e-200])), Objectives.Of(TestFunction.Saddle), V.Dense(2));

        (step.Direction - V.Dense([1.0, 3.0]).Normalize(2)).L2Norm().Should().BeLessThan(1e-15);
        step.Curvature.Should().BeApproximately(2 * (1 - 9) / 10.0, 1e-14);
    }

    [Fact]
    public void A_loss_alone_is_enough_along_a_given_direction()
    {
        var step = new NegativeCurvatureEscape(V.Dense([0.0, 1])).Leave(Objective.Create(p => 3 + TestFunction.Saddle.Loss(p)), V.Dense([0, 1e-3]));

        step.AchievedChange.Should().BeLessThan(-1);
        step.Curvature.Should().BeApproximately(-2, 1e-5);
        step.Slope.Should().BeApproximately(-2e-3, 1e-8);
        step.Cost.Losses.Should().BeLessThan(40);
    }

    [Fact]
    public void A_direction_without_negative_curvature_is_none()
    {
        new NegativeCurvatureEscape(V.Dense([1.0, 0]))
            .TryLeave(Objectives.Of(TestFunction.Saddle), V.Dense(2), new EscapeOptions(), out _, out var reason)
            .Should().BeFalse();
        reason.Should().Contain("uᵀHu = 2");
    }

    [Fact]
    public void A_bad_direction_is_refused()
    {
        Refusal.Of<ArgumentNullException>(() => _ = new NegativeCurvatureEscape(null!), "direction");
        Refusal.Of<ArgumentException>(() => _ = new NegativeCurvatureEscape(V.Dense(3)), "direction", "zero");
        Refusal.Of<ArgumentException>(() => _ = new NegativeCurvatureEscape(V.Dense([1, double.NaN])), "direction", "u[1] is NaN");
        Refusal.Of<ArgumentException>(
            () => new NegativeCurvatureEscape(V.Dense([1.0, 2, 3]))
                .Leave(Objectives.Of(TestFunction.Saddle), V.Dense(2)), "theta", "2 entries", "has 3");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new NegativeCurvatureEscape(0), "subspaceDimension", "0");
    }

    [Fact]
    public void The_lowest_Ritz_vector_has_the_curvature_of_the_lowest_eigenvalue()
    {
        var spectrum = Enumerable.Range(0, 150).Select(i => i == 0 ? -2.0 : 0.1 * i).ToArray();
        var h = Objectives.Reflected(spectrum, seed: 9);

        var step = new NegativeCurvatureEscape(subspaceDimension: 60).Leave(Objectives.QuadraticWithQuartic(h), V.Dense(150));

        step.Curvature.Should().BeInRange(-2 - 1e-12, -2 + 1e-8);
        step.Cost.Products.Should().Be(61, "one for each vector, and one for the Rayleigh quotient");
    }

    [Fact]
    public void The_parameters_of_perturbed_gradient_descent_are_those_of_the_paper()
    {
        var way = PerturbedGradientDescent.FromSmoothness(
            dimension: 1000, gradientLipschitz: 8, hessianLipschitz: 2, accuracy: 1e-2, lossGap: 5, failureProbability: 0.1, constant: 0.5);

        // χ = 3·ln(1000·8·5/(0.5·1e-4·0.1)) = 3·ln(8e9) = 68.4081…
        const double Chi = 68.408119;
        way.LearningRate.Should().Be(0.0625);
        way.Radius.Should().BeApproximately(Math.Sqrt(0.5) / (Chi * Chi) * 1e-2 / 8, 1e-12);
        way.GradientThreshold.Should().BeApproximately(Math.Sqrt(0.5) / (Chi * Chi) * 1e-2, 1e-11);
        way.Decrease.Should().BeApproximately(0.5 / Math.Pow(Chi, 3) * Math.Sqrt(1e-6 / 2), 1e-15);
        way.MaxIterations.Should().Be((int)Math.Ceiling(Chi / 0.25 * 8 / Math.Sqrt(2e-2)));
        PerturbedGradientDescent.FromSmoothness(1, 1, 1, 1, 1, 0.9).MaxIterations.Should().Be(12, "χ is at least 12");
    }

    [Fact]
    public void With_the_parameters_of_the_paper_a_saddle_is_left_by_more_than_F()
    {
        // ½xᵀHx + ¼Σx⁴ near 0: ℓ = 2.2 and ρ = 6·0.2 hold for |xᵢ| ≤ 0.2; the end is well within.
        var h = M.DenseOfDiagonalArray([2, 1, 0.5, -0.4]);
        var way = PerturbedGradientDescent.FromSmoothness(4, 2.2, 1.2, accuracy: 0.1, lossGap: 0.1, failureProbability: 0.1);

        var step = way.Leave(Objectives.QuadraticWithQuartic(h), V.Dense(4));

        step.AchievedChange.Should().BeLessThan(-way.Decrease);
        way.ToString().Should().Contain("Perturbed gradient descent").And.Contain("T = ");
    }

    [Fact]
    public void Parameters_out_of_range_are_refused()
    {
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new PerturbedGradientDescent(learningRate: -1), "learningRate", "-1");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new PerturbedGradientDescent(radius: 0), "radius", "0");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new PerturbedGradientDescent(maxIterations: 0), "maxIterations", "0");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new PerturbedGradientDescent(decrease: double.NaN), "decrease", "NaN");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = PerturbedGradientDescent.FromSmoothness(0, 1, 1, 1, 1, 0.1), "dimension", "0");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = PerturbedGradientDescent.FromSmoothness(1, 1, 1, 1, 1, 1), "failureProbability", "1");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = PerturbedGradientDescent.FromSmoothness(1, 1, 1, 2, 1, 0.1), "accuracy", "ℓ²/ρ = 1");
        Refusal.Of<ArgumentOutOfRangeException>(() =>
            _ = PerturbedGradientDescent.FromSmoothness(1, 1e9, 1, 1e-9, 1, 0.1), "accuracy", "less accuracy");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new SaddleFreeNewton(subspaceDimension: 0), "subspaceDimension", "0");
        Refusal.Of<ArgumentOutOfRangeException>(() => _ = new SaddleFreeNewton(displacement: 0), "displacement", "0");
    }

    [Fact]
    public void A_learning_rate_that_is_too_large_is_named()
    {
        var objective = Objective.Create(p => Math.Exp(p[0] * p[0]) - p[1] * p[1], p => V.Dense([2 * p[0] * Math.Exp(p[0] * p[0]), -2 * p[1]]));

        new PerturbedGradientDescent(learningRate: 3)
            .TryLeave(objective, V.Dense([1.0, 0]), new EscapeOptions(), out _, out var reason).Should().BeFalse();

        reason.Should().Contain("learning rate too large");
    }

    [Fact]
    public void Progress_is_reported_after_every_iteration()
    {
        var reports = new List<IterationProgress>();
        var options = new EscapeOptions { Progress = new Listener<IterationProgress>(reports.Add) };

        var step = new PerturbedGradientDescent().Leave(Objectives.WithGradient(TestFunction.Saddle), V.Dense(2), options);

        reports.Select(report => report.Iteration).Should().Equal(Enumerable.Range(1, reports.Count));
        reports.Should().OnlyContain(report => report.StepLength > 0 && report.GradientNorm > 0);
        reports[^1].Loss.Should().Be(step.LossAfter);
    }

    [Fact]
    public void Beside_a_saddle_the_saddle_free_step_goes_away_along_its_negative_curvature_and_to_it_along_the_other()
    {
        var h = Spectrum.Rotated([-3, -0.5, 1, 4], Spectrum.RandomOrthogonal(4, seed: 2));
        var evd = h.Evd(Symmetricity.Symmetric);
        var theta = V.Dense([0.3, -0.2, 0.5, 0.1]);
        var expected = -(evd.EigenVectors * M.DenseOfDiagonalVector(evd.EigenValues.Map(z => 1 / Math.Abs(z.Real)))
            * evd.EigenVectors.Transpose() * (h * theta));

        var system = SymmetricEigenSystem.Of(h.ToColumnMajorArray(), 4);
        var dense = AbsoluteCurvature.Step(system, (h * theta).ToArray(), SaddleFreeNewton.LeastCurvature);
        var krylov = SaddleFreeNewton.Step(SymmetricOperator.FromMatrix(h), (h * theta).ToArray(), 4, new VectorWork(), default);

        (V.Dense(dense) - expected).L2Norm().Should().BeLessThan(1e-13);
        (V.Dense(krylov) - expected).L2Norm().Should().BeLessThan(1e-12);
        var u = evd.EigenVectors.Column(0);
        (u * (theta + V.Dense(dense))).Should().BeApproximately(2 * (u * theta), 1e-12);
        (evd.EigenVectors.Column(3) * (theta + V.Dense(dense))).Should().BeApproximately(0, 1e-12);
    }

    [Fact]
    public void Points_in_the_ball_are_uniform()
    {
        // (‖x‖/r)ⁿ is uniform on (0, 1), and E xᵢ² = r²/(n + 2).
        const int Count = 4000, N = 5;
        var work = new VectorWork();
        var points = Enumerable.Range(0, Count).Select(seed => UniformBall.Next(N, 2, seed, work)).ToArray();
        var volumes = points.Select(x => Math.Pow(Math.Sqrt(x.Sum(e => e * e)) / 2, N)).Order().ToArray();

        volumes[^1].Should().BeLessThanOrEqualTo(1 + 1e-12);
        Enumerable.Range(0, Count).Max(i => Math.Abs(volumes[i] - (i + 0.5) / Count))
            .Should().BeLessThan(1.63 / Math.Sqrt(Count), "Kolmogorov and Smirnov, 1 %");
        for (var i = 0; i < N; i++)
        {
            points.Average(x => x[i]).Should().BeApproximately(0, 4 * Math.Sqrt(4.0 / 7 / Count));
            points.Average(x => x[i] * x[i]).Should().BeApproximately(4.0 / 7, 0.05);
            for (var j = 0; j < i; j++)
                points.Average(x => x[i] * x[j]).Should().BeApproximately(0, 0.05);
        }

        UniformBall.Next(N, 2, 7, work).Should().Equal(points[7]);
    }
}
