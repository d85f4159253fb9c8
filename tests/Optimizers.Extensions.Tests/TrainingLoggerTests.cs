using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Optimizers.Tests;

namespace Optimizers.Extensions.Tests;

/// <summary>The steps of an optimizer in the log of the host.</summary>
public sealed class TrainingLoggerTests
{
    [Fact]
    public void It_tells_the_beginning_every_so_many_steps_and_a_refused_one()
    {
        var log = new FakeLogger();
        var optimizer = new Sgd(0.5) { Clipping = GradientClipping.ByGlobalNorm(10) };
        optimizer.Watch(new TrainingLogger(log, every: 2));
        double[] theta = [1, 1];
        for (var i = 0; i < 4; i++)
            optimizer.Step([(theta, new double[] { 3, 4 })]);
        FluentActions.Invoking(() => optimizer.Step([(theta, new[] { double.NaN, 0 })])).Should().Throw<NonFiniteGradientException>();

        var records = log.Collector.GetSnapshot();
        records.Select(record => (record.Id.Id, record.Level)).Should().Equal(
            (3, LogLevel.Information), (1, LogLevel.Information), (1, LogLevel.Information), (2, LogLevel.Warning));
        records[0].Message.Should().Be("Training by Sgd(learningRate: Constant(0.5), clipping: ByGlobalNorm(10)) from step 0");
        records[1].Message.Should().Be("Step 2: learning rate 0.5, gradient norm 5");
        records[1].GetStructuredStateValue("GradientNorm").Should().Be("5");
        records[2].GetStructuredStateValue("Step").Should().Be("4");
        records[3].Exception.Should().BeOfType<NonFiniteGradientException>();
    }

    [Fact]
    public void What_the_log_does_not_take_costs_no_allocation()
    {
        var log = new FakeLogger();
        log.ControlLevel(LogLevel.Information, false);
        double[] theta = [1, 1], gradient = [1, 2];
        var optimizer = new Adam(1e-3);
        optimizer.Watch(new TrainingLogger(log, every: 1));
        optimizer.Step(theta, gradient);
        Allocation.Least(() => optimizer.Step(theta, gradient)).Should().Be(0);
        log.Collector.Count.Should().Be(0);
    }

    [Fact]
    public void Every_zeroth_step_is_refused() =>
        FluentActions.Invoking(() => new TrainingLogger(new FakeLogger(), every: 0)).Should().Throw<ArgumentOutOfRangeException>();
}
