using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Search;

public class NewtonPredictionTests
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;
    private static readonly MatrixBuilder<double> M = Matrix<double>.Build;

    private static readonly Matrix<double> H = Spectrum.Rotated(
        [.. Enumerable.Range(0, 30).Select(i => i < 10 ? -1 - 0.2 * i : 0.5 * (i - 8))], Spectrum.RandomOrthogonal(30, seed: 12));

    private static readonly Vector<double> G = V.Dense(30, i => Math.Sin(3 * i));

    [Fact]
    public void Dense_and_matrix_free_predict_the_same()
    {
        var dense = NewtonPrediction.Of(H, G);
        var free = NewtonPrediction.Of(SymmetricOperator.FromMatrix(H), G, tolerance: 1e-12);

        (dense.IsDense, free.IsDense).Should().Be((true, false));
        (dense.Newton + H.Solve(G)).L2Norm().Should().BeLessThan(1e-12);
        (free.Newton - dense.Newton).L2Norm().Should().BeLessThan(1e-9);
        (free.SaddleFree - dense.SaddleFree).L2Norm().Should().BeLessThan(1e-9);
        dense.SaddleFreeDistance.Should().BeApproximately(dense.Distance, 1e-11, "only signs differ");
        dense.PredictedChange.Should().BeApproximately(-0.5 * (G * H.Solve(G)), 1e-11);
        free.PredictedChange.Should().BeApproximately(dense.PredictedChange, 1e-9);
        free.SaddleFreePredictedChange.Should().BeApproximately(dense.SaddleFreePredictedChange, 1e-9);
        dense.SaddleFreePredictedChange.Should().BeNegative();
        dense.RelativeResidual.Should().BeLessThan(1e-13);
        dense.GradientNorm.Should().BeApproximately(G.L2Norm(), 1e-14);
    }

    [Fact]
    public void Beside_a_saddle_the_distance_is_that_of_the_saddle()
    {
        var himmelblau = TestFunction.Himmelblau;
        var saddle = himmelblau.Newton(-0.127961, -1.953715);
        var theta = saddle + V.Dense([1e-3, -2e-3]);

        var prediction = NewtonPrediction.Of(himmelblau.Hessian(theta), himmelblau.Gradient(theta));

        prediction.Distance.Should().BeApproximately((theta - saddle).L2Norm(), 1e-5);
        (theta + prediction.Newton - saddle).L2Norm().Should().BeLessThan(1e-5);
        prediction.SaddleFreePredictedChange.Should().BeLessThan(prediction.PredictedChange);
        prediction.ToString().Should().Contain("Newton: the critical point is 0.0022").And.Contain("Saddle-free");
    }

    [Fact]
    public void A_gradient_in_the_null_space_predicts_no_critical_point()
    {
        var h = M.DenseOfDiagonalArray([1, 0, -2]);
        foreach (var prediction in new[] { NewtonPrediction.Of(h, V.Dense([0.1, 3, 0])),
            NewtonPrediction.Of(SymmetricOperator.FromMatrix(h), V.Dense([0.1, 3, 0])) })
        {
            prediction.RelativeResidual.Should().BeApproximately(1, 1e-2);
            prediction.Distance.Should().Be(double.PositiveInfinity);
        }
    }

    [Fact]
    public void At_a_critical_point_there_is_no_way_to_go()
    {
        NewtonPrediction.Of(H, V.Dense(30)).Distance.Should().Be(0);
        NewtonPrediction.Of(SymmetricOperator.FromMatrix(H), V.Dense(30)).SaddleFreeDistance.Should().Be(0);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var h = SymmetricOperator.FromMatrix(H);

        Refusal.Of<ArgumentNullException>(() => NewtonPrediction.Of((Matrix<double>)null!, G), "hessian");
        Refusal.Of<ArgumentNullException>(() => NewtonPrediction.Of(H, null!), "gradient");
        Refusal.Of<ArgumentException>(() => NewtonPrediction.Of(H, V.Dense(2)), "hessian", "30×30", "2 entries");
        Refusal.Of<ArgumentException>(() => NewtonPrediction.Of(h, V.Dense(2)), "gradient", "2 entries", "30");
        Refusal.Of<ArgumentException>(() => NewtonPrediction.Of(h, V.Dense(30, double.NaN)), "gradient", "g[0] is NaN");
        Refusal.Of<ArgumentOutOfRangeException>(() => NewtonPrediction.Of(h, G, tolerance: 1), "tolerance", "1");
        Refusal.Of<ArgumentOutOfRangeException>(() => NewtonPrediction.Of(h, G, maxIterations: 0), "maxIterations", "0");
        using var source = new CancellationTokenSource();
        source.Cancel();
        FluentActions.Invoking(() => NewtonPrediction.Of(h, G, cancellation: source.Token)).Should().Throw<OperationCanceledException>();
    }
}
