namespace Optimizers.Tests.Around;

/// <summary>Gradients of a loss that was scaled up, so that half precision can hold them.</summary>
public sealed class LossScalingTests
{
    public static TheoryData<string> Kinds => ["Adam", "decay", "by norm", "by norm, long", "by value", "maximize", "chain", "group", "Lookahead"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_power_of_two_changes_no_bit_of_a_step(string kind)
    {
        var (plain, scaling) = (Make(kind), new LossScaling(Make(kind), initial: 1 << 20));
        float[] alone = [1, -2, 3, 0.5f], scaled = [1, -2, 3, 0.5f];
        var random = new Random(3);
        for (var i = 0; i < 50; i++)
        {
            var gradient = Array.ConvertAll(alone, _ => (float)(random.NextDouble() - 0.5));
            plain.Step([(alone, gradient)]);
            scaling.Step([(scaled, Array.ConvertAll(gradient, each => each * (1 << 20)))]);
        }

        scaled.Should().Equal(alone);
        alone.Should().NotEqual([1, -2, 3, 0.5f]);
        var (inside, own) = (scaling.Find<Optimizer>()!, plain.Find<Optimizer>()!);
        inside.LastGradientNorm.Should().Be(own.LastGradientNorm);
    }

    [Fact]
    public void A_gradient_that_half_precision_cannot_hold_moves_the_parameter_when_it_is_scaled()
    {
        const double slope = 1e-8;
        var (plain, scaling) = (new Sgd(1e6), new LossScaling(new Sgd(1e6)));
        Half[] alone = [(Half)1], scaled = [(Half)1];
        plain.Step([Parameter.OfHalf(alone, new[] { (Half)slope })]);
        scaling.Step([Parameter.OfHalf(scaled, new[] { (Half)(slope * scaling.Scale) })]);
        alone[0].Should().Be((Half)1, "the gradient was 0");
        ((double)scaled[0]).Should().BeApproximately(1 - (1e6 * slope), 1e-3);
    }

    /// <summary>torch.amp.GradScaler, transcribed from its documentation: update() after each step.</summary>
    [Fact]
    public void The_scale_rises_and_falls_as_that_of_PyTorch()
    {
        var scaling = new LossScaling(new Sgd(0.1), initial: 1024, growth: 2, backoff: 0.25, interval: 3);
        var random = new Random(11);
        double[] theta = [1];
        var (scale, good, steps) = (1024.0, 0, 0);
        for (var i = 0; i < 60; i++)
        {
            var overflows = random.Next(6) == 0 && scale > 1;
            scaling.Step([(theta, new double[] { overflows ? double.PositiveInfinity : 0.01 * scaling.Scale })]);
            if (overflows)
                (scale, good) = (Math.Max(1, scale * 0.25), 0);
            else if (++good == 3)
                (scale, good) = (2 * scale, 0);
            steps += overflows ? 0 : 1;
            (scaling.Scale, scaling.Iteration).Should().Be((scale, steps), "after call {0}", i);
        }

        theta[0].Should().BeApproximately(1 - (0.1 * 0.01 * steps), 1e-12);
        (60 - steps).Should().BeInRange(5, 20, "the case overflows sometimes");
    }

    [Fact]
    public void At_a_scale_of_one_a_gradient_that_is_not_finite_is_refused()
    {
        var scaling = new LossScaling(new Sgd(0.1), initial: 2);
        double[] theta = [1];
        scaling.Step([(theta, new double[] { double.NaN })]);
        scaling.Scale.Should().Be(1);
        FluentActions.Invoking(() => scaling.Step([(theta, new double[] { double.NaN })])).Should().Throw<NonFiniteGradientException>();
        (theta[0], scaling.Scale, scaling.Iteration).Should().Be((1, 1, 0L));
    }

    [Fact]
    public void Scale_and_count_are_part_of_the_state()
    {
        var (first, second) = (new LossScaling(new Sgd(0.1), interval: 4), new LossScaling(new Sgd(0.1), interval: 4));
        double[] theta = [1];
        foreach (var gradient in new[] { 1, double.NaN, 1, 1, 1 })
            first.Step([(theta, new double[] { gradient })]);
        second.Restore(first.Snapshot());
        second.Scale.Should().Be(32768);
        second.Step([(theta, new double[] { 1.0 })]);
        second.Scale.Should().Be(65536, "it is the fourth good step");
        second.Reset();
        second.Scale.Should().Be(65536);
    }

    [Fact]
    public void What_cannot_divide_and_factors_out_of_range_are_refused()
    {
        FluentActions.Invoking(() => new LossScaling(new Sgd(0.1), initial: 0.5)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new LossScaling(new Sgd(0.1), growth: double.PositiveInfinity)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new LossScaling(new Sgd(0.1), backoff: 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new LossScaling(new Sgd(0.1), interval: 0)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static IOptimizer Make(string kind) => kind switch
    {
        "Adam" => new Adam(0.01),
        "decay" => new AdamW(0.01, 0.1) { L2Penalty = 0.01 },
        "by norm" => new Adam(0.01) { Clipping = GradientClipping.ByGlobalNorm(0.3) },
        "by norm, long" => new Momentum(0.01) { Clipping = GradientClipping.ByGlobalNorm(100) },
        "by value" => new Sgd(0.1) { Clipping = GradientClipping.ByValue(0.2) },
        "maximize" => new Sgd(0.1) { Maximize = true },
        "chain" => new Adam(0.01).Before(new Trace(0.5)).Then(new Cautious()),
        "group" => new GroupedOptimizer((_ => true, new Adam(0.01))),
        _ => new Lookahead(new Sgd(0.1)),
    };
}
