namespace Optimizers.Tests.Papers;

/// <summary>Methods that find their own rate, against numbers worked by hand, published documentation and limit cases.</summary>
public sealed class RateFreePaperTests
{
    private const double Tolerance = 1e-13;

    [Fact]
    public void Cocob_bets_as_worked_by_hand()
    {
        // L = 2, G = 2, reward 0, bet −2/(2·200): 1 − 0.005·2; then reward 0.01·1, bet −3/400: 1 − 0.0075·2.01.
        PaperRun.Scalar(new CocobPaper(), 1, 2).Should().BeApproximately(0.99, Tolerance);
        PaperRun.Scalar(new CocobPaper(), 1, 2, 1).Should().BeApproximately(1 - (0.0075 * 2.01), Tolerance);
        PaperRun.Scalar(new CocobPaper(), 1, 0).Should().Be(1);
    }

    [Fact]
    public void D_adapted_SGD_estimates_as_worked_by_hand()
    {
        // d = 0.5, ‖g₀‖ = 2, β = 0: λ = 0.25, s = 0.5, x = 1 − 0.5; the numerator is 0. Then λ = 0.25, numerator 0.25·3·0.5, s = 1.25, d̂ = 0.6.
        var paper = new DAdaptSgdPaper(1, 0, 0.5);
        PaperRun.Scalar(paper, 1, 2, 3).Should().BeApproximately(-0.25, Tolerance);
        paper.Distance.Should().BeApproximately(0.6, Tolerance);
        paper = new DAdaptSgdPaper(1, 0.75, 0.5);
        PaperRun.Scalar(paper, 1, 2).Should().BeApproximately(0.75 + (0.25 * 0.5), Tolerance);
    }

    [Fact]
    public void D_adapted_Adam_estimates_as_worked_by_hand()
    {
        // d = 0.5, β = (0.5, 0.25), √β₂ = 0.5, g = 2, 3, no ε: m = 0.5, v = 3, s = 0.5; m = 1, v = 7.5, r = 0.25·3·0.5/√v, s = 1.
        var paper = new DAdaptAdamPaper(1, 0.5, 0.25, 0, 0.5);
        PaperRun.Scalar(paper, 1, 2, 3).Should().BeApproximately(1 - (0.5 / Math.Sqrt(3)) - (1 / Math.Sqrt(7.5)), Tolerance);
        paper.Distance.Should().BeApproximately(Math.Max(0.5, 0.375 / Math.Sqrt(7.5) / (0.5 * 1)), Tolerance);

        // g = 2 three times: v = 3, 3.75, 3.9375; in units of d s = 1, 1.5, 1.75 and r = 1/√3.75, then half of that + 1.5/√3.9375.
        paper = new DAdaptAdamPaper(1, 0.5, 0.25, 0, 0.1);
        PaperRun.Scalar(paper, 1, 2, 2, 2);
        paper.Distance.Should().BeApproximately(0.1 * ((0.5 / Math.Sqrt(3.75)) + (1.5 / Math.Sqrt(3.9375))) / (0.5 * 1.75), Tolerance);
    }

    [Fact]
    public void D_adapted_Adam_grows_its_estimate_to_the_size_of_the_distance_and_never_lowers_it()
    {
        var before = 1e-6;
        var steady = new DAdaptAdamPaper();
        double[][] theta = [[0, 0]];
        for (var t = 0; t < 300; t++)
        {
            steady.Step(theta, [(2, 1)], [[Math.Sign(theta[0][0] - 5), Math.Sign(theta[0][1] + 3)]]);
            steady.Distance.Should().BeGreaterThanOrEqualTo(before);
            before = steady.Distance;
        }

        before.Should().BeInRange(0.5, 50, "the solution is 5 away; from 1e-6");
    }

    [Fact]
    public void Dog_steps_by_distance_over_gradients()
    {
        // ‖x₀‖ = 5: r = 0.1·6, G = 25: η = 0.12; the second: moved 0.6, G = 25 + 144.
        var paper = new DogPaper(relativeStart: 0.1, epsilon: 0);
        double[] first = [3 - (0.12 * 3), 4 - (0.12 * 4)];
        PaperRun.Vector(paper, [3, 4], [3, 4]).Should().Equal(first, Near);
        paper.Average[0].Should().Equal(first, Near);
        var second = first[0] - (0.6 / 13 * 12);
        paper = new DogPaper(relativeStart: 0.1, epsilon: 0);
        PaperRun.Vector(paper, [3, 4], [3, 4], [12, 0])[0].Should().BeApproximately(second, Tolerance);
        paper.Average[0][0].Should().BeApproximately((0.1 * first[0]) + (0.9 * second), Tolerance);
    }

    [Fact]
    public void Layer_wise_Dog_is_Dog_on_each_layer()
    {
        double[][] together = [[3, 4], [1]];
        new DogPaper(layerWise: true).Step(together, [(2, 1), (1, 1)], [[1, 2], [5]]);
        together[0].Should().Equal(PaperRun.Vector(new DogPaper(), [3, 4], [1, 2]));
        together[1].Should().Equal(PaperRun.Vector(new DogPaper(), [1], [5]));
    }

    [Fact]
    public void Dowg_reaches_the_losses_of_its_published_documentation()
    {
        // optax.contrib.dowg on Σx² from (1, 2, 3): the losses its documentation prints, computed in float.
        double[] documented = [13.925367, 13.872763, 13.775433, 13.596172, 13.268837];
        double[][] x = [[1, 2, 3]];
        var paper = new DowgPaper(1e-2, 1e-4);
        foreach (var loss in documented)
        {
            paper.Step(x, [(3, 1)], [[.. x[0].Select(value => 2 * value)]]);
            Norm.Dot(x[0], x[0]).Should().BeApproximately(loss, 2e-5);
        }
    }

    [Fact]
    public void Momo_steps_by_its_model_of_the_loss()
    {
        // Σx² from x₀ = (1, 2, 3): f = 14, ⟨g, x⟩ = 28, τ = 14/56, so x = x₀/2 and the loss is 3.5, as in the documentation of optax.contrib.momo.
        double[][] x = [[1, 2, 3]];
        var paper = new MomoPaper();
        paper.Step(x, [(3, 1)], [[2, 4, 6]], 14);
        x[0].Should().Equal([0.5, 1, 1.5], Near);

        // f̄ = 12.95, γ = 0.9·28 + 0.1·7 = 25.9, d = 1.9x₀, ⟨d, x⟩ = 13.3, ‖d‖² = 50.54: τ = 0.35/50.54.
        paper.Step(x, [(3, 1)], [[1, 2, 3]], 3.5);
        var share = 0.5 - (1.9 * 0.35 / 50.54);
        x[0].Should().Equal([share, 2 * share, 3 * share], Near);
    }

    [Fact]
    public void Momo_without_momentum_is_a_capped_Polyak_step()
    {
        double[][] x = [[3, 4]];
        new MomoPaper(10, 0, 1).Step(x, [(2, 1)], [[1, 2]], 6);
        x[0].Should().Equal([2.0, 2.0], Near, "6 − 1 is the loss to gain and 5 the squared slope: one whole gradient");
        new MomoPaper(0.25, 0, 1).Step(x, [(2, 1)], [[1, 2]], 6);
        x[0].Should().Equal([2 - 0.25, 2 - 0.5], Near);
    }

    [Fact]
    public void Momo_Adam_under_a_high_loss_is_Adam()
    {
        double[][] x = [[3, 4]];
        double[][] y = [[3, 4]];
        var (momo, adam) = (new MomoAdamPaper(0.1), new AdamPaper(0.1));
        foreach (var g in new double[][] { [1, 2], [-1, 3], [2, 0.5] })
        {
            momo.Step(x, [(2, 1)], [g], 1000);
            adam.Step(y, [(2, 1)], [g]);
        }

        x[0].Should().Equal(y[0], Near);

        // At a loss on its bound the model says that nothing is to be gained.
        new MomoAdamPaper(0.1, lowerBound: 2).Step(x, [(2, 1)], [[1, 1]], 2);
        x[0].Should().Equal(y[0], Near);
    }

    [Fact]
    public void Mechanic_tunes_the_scale_of_its_inner_steps()
    {
        // The first step: Δ was 0, so h = 0 and s = s₀·β·1e-6/6/ε for each β.
        double[] betas = [0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999];
        var paper = new MechanicPaper(new SgdPaper(0.5), 0, 1e-3, 1e-2);
        var s = betas.Select(b => 1e-3 * b * 1e-6 / 6 / 1e-2).ToArray();
        double[][] theta = [[1]];
        paper.Step(theta, [(1, 1)], [[2]]);
        theta[0][0].Should().BeApproximately(1 - s.Sum(), Tolerance, "Δ = −0.5·2");

        // The second, g = 3: h = −1·3, m = 3, v = 9, r = 3s; Δ = −1 − 1.5.
        paper.Step(theta, [(1, 1)], [[3]]);
        var next = s.Select(x => ((1e-3 * 3 / 6) + (3 * x)) / (3 + 1e-2)).Sum();
        paper.Scale.Should().BeApproximately(next, Tolerance);
        theta[0][0].Should().BeApproximately(1 - (2.5 * next), Tolerance);
    }

    [Fact]
    public void Mechanic_grows_its_scale_where_the_inner_steps_are_far_too_small()
    {
        // |x − 5| from 0 by steps of 1e-4: 800 of them alone reach 0.08.
        var paper = new MechanicPaper(new SgdPaper(1e-4));
        double[][] theta = [[0]];
        for (var t = 0; t < 800; t++)
            paper.Step(theta, [(1, 1)], [[Math.Sign(theta[0][0] - 5)]]);
        theta[0][0].Should().BeInRange(4, 6);
        paper.Scale.Should().BeGreaterThan(10);
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < Tolerance;
}
