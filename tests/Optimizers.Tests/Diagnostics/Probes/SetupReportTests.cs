using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Probes;

public class SetupReportTests
{
    private static readonly StepRecord[] History =
        [Steps.Step(0, learningRate: 0.1), Steps.Step(50, learningRate: 0.4), Steps.Step(99, learningRate: 0.2)];
    private static readonly StepRecord[] Recent =
        [.. Enumerable.Range(90, 10).Select(i => Steps.Step(i, learningRate: 0.2, gradientNorm: i - 90, batchSize: 16))];

    [Fact]
    public void Rates_decay_and_clipping_are_those_of_the_last_step()
    {
        var sgd = new Sgd(0.2)
        {
            L2Penalty = Schedule.From(i => i / 99.0),
            WeightDecay = 0.5,
            Clipping = GradientClipping.ByGlobalNorm(6.5),
        };

        var setup = SetupReport.Of(sgd, History, Recent, 100, 1797);

        setup.Should().Be(new SetupReport(sgd.ToString(), 0.2, 0.4, 0.1, setup.Momentum, 1.5, 6.5, 0.3, 16, 0, 1797, ParameterCount: 100));
    }

    [Fact]
    public void Clipping_by_value_lets_a_norm_through_that_grows_with_the_root_of_the_dimension()
    {
        var setup = SetupReport.Of(new Sgd(0.2) { Clipping = GradientClipping.ByValue(0.5) }, History, Recent, 100, 0);

        setup.ClipNorm.Should().Be(5);
        setup.ClippedShare.Should().Be(0.4);
    }

    [Fact]
    public void Without_clipping_every_norm_passes()
    {
        var setup = SetupReport.Of(new Sgd(0.2), History, Recent, 100, 0);

        setup.ClipNorm.Should().Be(double.PositiveInfinity);
        setup.ClippedShare.Should().Be(0);
        setup.WeightDecay.Should().Be(0);
    }
}
