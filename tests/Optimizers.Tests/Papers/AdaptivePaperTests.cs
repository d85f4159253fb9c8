namespace Optimizers.Tests.Papers;

/// <summary>Methods with a scale for each number, and the sign methods, against numbers worked by hand and limit cases.</summary>
public sealed class AdaptivePaperTests
{
    private const double Tolerance = 1e-13;

    [Fact]
    public void Adadelta_takes_its_rate_from_its_own_steps()
    {
        // ρ = 0.5, ε = 1: E[g²] = 2, the step 2/√3, E[Δ²] = 2/3; E[g²] = 1.5, the step √(5/3)/√2.5.
        PaperRun.Scalar(new AdadeltaPaper(1, 0.5, 1), 1, 2, 1)
            .Should().BeApproximately(1 - (2 / Math.Sqrt(3)) - (Math.Sqrt(5.0 / 3) / Math.Sqrt(2.5)), Tolerance);
    }

    [Fact]
    public void Adamax_divides_by_the_largest_gradient_as_it_fades()
    {
        // β = 0.5: m = 1, u = 2; m = 0.25, u = max(1, 0.5).
        PaperRun.Scalar(new AdamaxPaper(0.1, 0.5, 0.5, 0), 1, 2, -0.5).Should().BeApproximately(1 - 0.1 - (0.1 / 0.75 * 0.25), Tolerance);
        PaperRun.Scalar(new AdamaxPaper(0.1, epsilon: 0), 1, 0).Should().Be(1);
    }

    [Fact]
    public void NAdam_mixes_the_next_momentum_with_the_gradient()
    {
        // μ = β₁ = 0.5: m̂ = 0.5·1/0.75 + 0.5·2/0.5, √v̂ = 2.
        PaperRun.Scalar(new NAdamPaper(0.1, 0.5, 0.75, 0, constantMomentum: true), 1, 2)
            .Should().BeApproximately(1 - (0.1 * ((0.5 / 0.75) + 2) / 2), Tolerance);

        // ψ = 1: μ₁ = 0.5·0.52 = 0.26, μ₂ = 0.5·(1 − 0.5·0.9216) = 0.2696; by μ₁ m = 1.48, by β₁ m = 1.
        PaperRun.Scalar(new NAdamPaper(0.1, 0.5, 0.75, 0, 1, scheduledAverage: true), 1, 2)
            .Should().BeApproximately(1 - (0.1 * ((0.2696 * 1.48 / (1 - (0.26 * 0.2696))) + 2) / 2), Tolerance);
        PaperRun.Scalar(new NAdamPaper(0.1, 0.5, 0.75, 0, 1), 1, 2)
            .Should().BeApproximately(1 - (0.1 * ((0.2696 * 1 / (1 - (0.26 * 0.2696))) + 2) / 2), Tolerance);
    }

    [Fact]
    public void RAdam_is_corrected_momentum_until_its_variance_is_tractable()
    {
        // β₂ = 0.9: ρ₅ = 19 − 10·0.59049/0.40951 = 4.58, ρ₄ = 3.74: the paper's threshold 4 is passed in step 5, torch's 5 in step 6.
        double[] g = [1, 2, 0.5, 1, 1.5, 3];
        double m = 0, theta = 1;
        for (var t = 1; t <= 4; t++)
        {
            m = (0.9 * m) + (0.1 * g[t - 1]);
            theta -= 0.1 * m / (1 - Math.Pow(0.9, t));
        }

        PaperRun.Scalar(new RAdamPaper(0.1, 0.9, 0.9, 0), 1, g[..4]).Should().BeApproximately(theta, Tolerance);
        m = (0.9 * m) + (0.1 * g[4]);
        PaperRun.Scalar(new RAdamPaper(0.1, 0.9, 0.9, 0, 5), 1, g[..5])
            .Should().BeApproximately(theta - (0.1 * m / (1 - Math.Pow(0.9, 5))), Tolerance);
        var v = 0.1 * ((Math.Pow(0.9, 4) * 1) + (Math.Pow(0.9, 3) * 4) + (0.81 * 0.25) + (0.9 * 1) + 2.25);
        const double power = 0.59049;
        const double length = 19 - (10 * power / (1 - power));
        var r = Math.Sqrt((length - 4) * (length - 2) * 19 / (15 * 17 * length));
        PaperRun.Scalar(new RAdamPaper(0.1, 0.9, 0.9, 0), 1, g[..5])
            .Should().BeApproximately(theta - (0.1 * r * m / (1 - power) / Math.Sqrt(v / (1 - power))), Tolerance);
    }

    [Fact]
    public void Rprop_walks_by_signs_and_shrinks_at_a_change()
    {
        PaperRun.Scalar(new RpropPaper(0.1), 1, 1).Should().BeApproximately(0.9, Tolerance);
        PaperRun.Scalar(new RpropPaper(0.1), 1, 1, 2).Should().BeApproximately(0.78, Tolerance);
        PaperRun.Scalar(new RpropPaper(0.1), 1, 1, 2, -1).Should().BeApproximately(0.78, Tolerance);
        PaperRun.Scalar(new RpropPaper(0.1), 1, 1, 2, -1, -1).Should().BeApproximately(0.84, Tolerance);
        PaperRun.Scalar(new RpropPaper(0.1, backtracking: true), 1, 1, 2, -1).Should().BeApproximately(0.9, Tolerance);
        PaperRun.Scalar(new RpropPaper(0.1, backtracking: true), 1, 1, 2, -1, -1).Should().BeApproximately(0.96, Tolerance);
    }

    [Fact]
    public void Asgd_averages_from_its_start_on()
    {
        var paper = new AsgdPaper(0.1, 0, start: 1);
        PaperRun.Scalar(paper, 1, 1, 1, 1).Should().BeApproximately(0.7, Tolerance);
        paper.Average[0][0].Should().BeApproximately(0.7, Tolerance);
        paper = new AsgdPaper(0.1, 0, start: 1);
        PaperRun.Scalar(paper, 1, 1, 1, 1, 1).Should().BeApproximately(0.6, Tolerance);
        paper.Average[0][0].Should().BeApproximately(0.65, Tolerance, "μ is 1/2 in the fourth step");

        // λ = 1: θ = (1 − 0.1)·1 − 0.1, then η = 0.1/1.1^0.75.
        var eta = 0.1 / Math.Pow(1.1, 0.75);
        PaperRun.Scalar(new AsgdPaper(0.1, 1), 1, 1, 2).Should().BeApproximately(((1 - eta) * 0.8) - (2 * eta), Tolerance);
    }

    [Fact]
    public void AdaBelief_divides_by_the_surprise()
    {
        // β = (0.5, 0.75), ε = 0.01: m = 1, s = 0.25·1 + 0.01; then m = 1.5, s = 0.195 + 0.25·0.25 + 0.01.
        var first = 1 - (0.1 * 2 / (Math.Sqrt(0.26 / 0.25) + 0.01));
        PaperRun.Scalar(new AdaBeliefPaper(0.1, 0.5, 0.75, 0.01), 1, 2).Should().BeApproximately(first, Tolerance);
        PaperRun.Scalar(new AdaBeliefPaper(0.1, 0.5, 0.75, 0.01), 1, 2, 2)
            .Should().BeApproximately(first - (0.1 * (1.5 / 0.75) / (Math.Sqrt(0.2675 / 0.4375) + 0.01)), Tolerance);
    }

    [Fact]
    public void Yogi_changes_its_squares_by_addition()
    {
        // β = (0.5, 0.75): v = 0 + 0.25·4 = 1, m = 1; g = 1: v stays where v = g², m = 1; g = 0.5: v = 1 − 0.25·0.25, m = 0.75.
        PaperRun.Scalar(new YogiPaper(0.1, 0.5, 0.75, 0.001), 1, 2, 1, 0.5)
            .Should().BeApproximately(1 - (0.2 / 1.001) - (0.1 * 0.75 / (Math.Sqrt(0.9375) + 0.001)), Tolerance);
    }

    [Fact]
    public void Sign_methods_step_by_signs()
    {
        PaperRun.Vector(new SignSgdPaper(0.25), [1, 1, 1], [5, -0.1, 0], [-1, -1, 0]).Should().Equal(1, 1.5, 1);
        PaperRun.Scalar(new SignumPaper(0.1, 0.5, 0.5), 1, 4, -1).Should().BeApproximately(0.85 - (0.1 * (1 + 0.425)), Tolerance, "m = 2, then 0.5");
        PaperRun.Scalar(new SignumPaper(0.1, 0), 1, 4, -1, 3)
            .Should().BeApproximately(PaperRun.Scalar(new SignSgdPaper(0.1), 1, 4, -1, 3), Tolerance);
    }

    [Fact]
    public void Adan_looks_ahead_by_the_change_of_the_gradient()
    {
        // β = 0.5 all: m = 0.5·0.5 + 0.5·3, v = 0.5·2, n = 0.5·0.5 + 0.5·4², corrections 0.75.
        var first = (1 - 0.1) / 1.02;
        PaperRun.Scalar(new AdanPaper(0.1, 0.5, 0.5, 0.5, 0, 0.2), 1, 1).Should().BeApproximately(first, Tolerance);
        PaperRun.Scalar(new AdanPaper(0.1, 0.5, 0.5, 0.5, 0, 0.2), 1, 1, 3)
            .Should().BeApproximately((first - (0.1 * ((1.75 / 0.75) + (0.5 / 0.75)) / Math.Sqrt(8.25 / 0.75))) / 1.02, Tolerance);
        PaperRun.Scalar(new AdanPaper(0.1, 0.5, 0.5, 0.5, 0, biasCorrection: false), 1, 1)
            .Should().BeApproximately(1 - (0.1 * 0.5 / Math.Sqrt(0.5)), Tolerance);
    }

    [Fact]
    public void AdEMAMix_adds_a_slow_average_to_Adam()
    {
        double[] g = [1, -2, 0.5];
        PaperRun.Scalar(new AdEMAMixPaper(0.1, alpha: 0, weightDecay: 0.1), 1, g)
            .Should().BeApproximately(PaperRun.Scalar(new AdamPaper(0.1, weightDecay: 0.1), 1, g), Tolerance);
        PaperRun.Scalar(new AdEMAMixPaper(0.1, beta3: 0.75, alpha: 2, epsilon: 0), 1, 4)
            .Should().BeApproximately(1 - (0.1 * (4 + (2 * 1)) / 4), Tolerance);

        // Half of the warm-up: α = 1, and 1/ln β₃ₜ is half way between 1/ln 0.9 and 1/ln 0.75.
        var beta = Math.Exp(1 / ((0.5 / Math.Log(0.9)) + (0.5 / Math.Log(0.95))));
        PaperRun.Scalar(new AdEMAMixPaper(0.1, beta3: 0.95, alpha: 2, epsilon: 0, warmUp: 2), 1, 4)
            .Should().BeApproximately(1 - (0.1 * (4 + ((1 - beta) * 4)) / 4), Tolerance);
    }

    [Fact]
    public void Adopt_normalizes_by_what_it_knew_before()
    {
        PaperRun.Scalar(new AdoptPaper(0.1), 1, 2).Should().Be(1);
        PaperRun.Scalar(new AdoptPaper(0.1, 0.5, 0.75), 1, 2, 1).Should().BeApproximately(1 - (0.1 * 0.5 * 0.5), Tolerance);

        // The third: v = 0.75·4 + 0.25·1 = 3.25, 8/√3.25 is cut to 2^0.25.
        PaperRun.Scalar(new AdoptPaper(0.1, 0.5, 0.75), 1, 2, 1, 8)
            .Should().BeApproximately(0.975 - (0.1 * ((0.5 * 0.25) + (0.5 * Math.Pow(2, 0.25)))), Tolerance);
        PaperRun.Scalar(new AdoptPaper(0.1, 0.5, 0.75, clipping: false), 1, 2, 1, 8)
            .Should().BeApproximately(0.975 - (0.1 * ((0.5 * 0.25) + (0.5 * 8 / Math.Sqrt(3.25)))), Tolerance);
    }

    [Fact]
    public void Madgrad_averages_duals_under_a_cube_root()
    {
        // γ = 0.5: s = 0.5·2, ν = 0.5·4; then λ = 0.5√2: s = 1 − λ, ν = 2 + λ.
        var lambda = 0.5 * Math.Sqrt(2);
        var first = (0.9 * 1) + (0.1 * (1 - (1 / (Math.Cbrt(2) + 0.01))));
        PaperRun.Scalar(new MadgradPaper(0.5, 0.9, 0.01), 1, 2).Should().BeApproximately(first, Tolerance);
        PaperRun.Scalar(new MadgradPaper(0.5, 0.9, 0.01), 1, 2, -1)
            .Should().BeApproximately((0.9 * first) + (0.1 * (1 - ((1 - lambda) / (Math.Cbrt(2 + lambda) + 0.01)))), Tolerance);
    }

    [Fact]
    public void QHAdam_reaches_from_Adam_to_the_sign()
    {
        double[] g = [1, -2, 0.5];
        PaperRun.Scalar(new QHAdamPaper(0.1, 0.9, 0.999, 1, 1), 1, g)
            .Should().BeApproximately(PaperRun.Scalar(new AdamPaper(0.1), 1, g), Tolerance);
        PaperRun.Scalar(new QHAdamPaper(0.1, nu1: 0, nu2: 0, epsilon: 0), 1, g).Should().BeApproximately(1 - 0.1 + 0.1 - 0.1, Tolerance);

        // ν = (0.5, 0.25), β = (0.5, 0.75), second step: m̂ = (0.5·1 + 2)/0.75, v̂ = (0.75·1 + 4)/0.4375 with g = 2, 4.
        PaperRun.Scalar(new QHAdamPaper(0.1, 0.5, 0.75, 0.5, 0.25, 0), 1, 2, 4).Should().BeApproximately(
            0.9 - (0.1 * (2 + (0.5 * 2.5 / 0.75)) / Math.Sqrt((0.75 * 16) + (0.25 * 4.75 / 0.4375))), Tolerance);
    }

    [Fact]
    public void AcProp_divides_by_the_surprise_known_before()
    {
        // β = (0.5, 0.75): −0.1·2; m = 1, s = 0.25, ŝ = 1: −0.1·3; m = 2, s = 0.1875 + 0.25, ŝ = s/0.4375 = 1: −0.1·(−1).
        PaperRun.Scalar(new AcPropPaper(0.1, 0.5, 0.75, 0), 1, 2, 3, -1).Should().BeApproximately(1 - 0.2 - 0.3 + 0.1, Tolerance);
    }

    [Fact]
    public void Optimism_tames_the_bilinear_game_on_which_descent_diverges()
    {
        PaperRun.Scalar(new OptimisticGradientDescentPaper(0.1), 1, 2, 3).Should().BeApproximately(1 - 0.2 - (0.1 * (6 - 2)), Tolerance);
        PaperRun.Scalar(new OptimisticGradientDescentPaper(0.1, fromZero: true), 1, 2).Should().BeApproximately(1 - 0.4, Tolerance);
        PaperRun.Scalar(new OptimisticGradientDescentPaper(0.1, 1, 0), 1, 2, 3).Should().BeApproximately(0.5, Tolerance, "β = 0 is descent");
        Distance(new OptimisticGradientDescentPaper(0.3)).Should().BeLessThan(1e-3);
        Distance(new SgdPaper(0.3)).Should().BeGreaterThan(1e3);

        // min over x, max over y of xy.
        static double Distance(IPaper paper)
        {
            double[][] point = [[1, 2]];
            for (var t = 0; t < 400; t++)
                paper.Step(point, [(2, 1)], [[point[0][1], -point[0][0]]]);
            return Norm.Two(point);
        }
    }

    [Fact]
    public void Optimistic_Adam_doubles_its_direction_and_takes_the_last_one_back()
    {
        // Under a constant gradient the direction is 1: −2η, then −2η + η.
        PaperRun.Scalar(new OptimisticAdamPaper(0.1, epsilon: 0), 1, 3).Should().BeApproximately(0.8, Tolerance);
        PaperRun.Scalar(new OptimisticAdamPaper(0.1, epsilon: 0), 1, 3, 3, 3).Should().BeApproximately(0.6, Tolerance);
    }

    [Fact]
    public void LaProp_averages_normalized_gradients()
    {
        // μ = 0.5, ν = 0.75: 2/2 = 1, m = 0.5; n = 0.75·1 + 0.25·16, m = 0.25 + 0.5·4/√(4.75/0.4375).
        var m = 0.25 + (0.5 * 4 / Math.Sqrt(4.75 / 0.4375));
        PaperRun.Scalar(new LaPropPaper(0.1, 0.5, 0.75, 0), 1, 2, 4).Should().BeApproximately(0.9 - (0.1 * m / 0.75), Tolerance);
        PaperRun.Scalar(new LaPropPaper(0.1, 0, 0.999, 0, 0.5), 1, -7).Should().BeApproximately(1.1 * 0.95, Tolerance);
        PaperRun.Scalar(new LaPropPaper(0.1), 1, 0).Should().Be(1);
    }

    [Fact]
    public void StableAdamW_is_AdamW_while_gradients_do_not_jump_and_slower_where_they_do()
    {
        double[] calm = [4, 3, -2, 1];
        PaperRun.Scalar(new StableAdamWPaper(0.1, 0.9, 0.99, 0, 0.1), 1, calm)
            .Should().BeApproximately(PaperRun.Scalar(new AdamPaper(0.1, 0.9, 0.99, 0, 0.1), 1, calm), Tolerance);

        // β̂₂ = 0.75·0.25/0.4375 in the second step: û = (0.75·0.25·1 + 0.25·100)/0.4375, RMS = 10/√û; the rate cancels √û.
        PaperRun.Scalar(new StableAdamWPaper(0.1, 0.5, 0.75, 0), 1, 1, 10)
            .Should().BeApproximately(0.9 - (0.1 * ((0.25 + 5) / 0.75) / 10), Tolerance);
    }

    [Fact]
    public void Adam_atan2_needs_no_epsilon()
    {
        PaperRun.Scalar(new AdamAtan2Paper(0.1), 1, 1e-200, 1e-200).Should().Be(1 - (0.1 * Math.PI / 2) - (0.1 * Math.PI / 2), "1e-200² is 0");
        PaperRun.Scalar(new AdamAtan2Paper(0.1), 1, 3).Should().BeApproximately(1 - (0.1 * Math.PI / 4), Tolerance);

        // β = (0.5, 0.75), a = 2, b = 3, λ = 0.5: atan2(2, 3·2), then m = 0.5 − 2, v = 0.75 + 4.
        var first = 1 - (0.2 * Math.Atan(1 / 3.0)) - 0.05;
        PaperRun.Scalar(new AdamAtan2Paper(0.1, 0.5, 0.75, 2, 3, 0.5), 1, 2, -4)
            .Should().BeApproximately((0.95 * first) + (0.2 * Math.Atan(2 / (3 * Math.Sqrt(4.75 / 0.4375)))), Tolerance);
        PaperRun.Scalar(new AdamAtan2Paper(0.1), 1, 0).Should().Be(1);
    }

    [Fact]
    public void Ftrl_keeps_small_weights_at_zero()
    {
        // α = 0.5, β = 1: z = 2, n = 4, w = −2/(3/0.5); then σ = (√5 − 2)/0.5, z = 2 + 1 + σ/3.
        PaperRun.Scalar(new FtrlPaper(0.5), 0, 2).Should().BeApproximately(-1 / 3.0, Tolerance);
        var z = 3 + ((Math.Sqrt(5) - 2) / 0.5 / 3);
        PaperRun.Scalar(new FtrlPaper(0.5), 0, 2, 1).Should().BeApproximately(-z / ((1 + Math.Sqrt(5)) / 0.5), Tolerance);
        PaperRun.Scalar(new FtrlPaper(0.5, lambda1: 2), 0, 2).Should().Be(0);
        PaperRun.Scalar(new FtrlPaper(0.5, lambda1: 0.5, lambda2: 4), 0, -2).Should().BeApproximately(1.5 / 10, Tolerance);
    }
}
