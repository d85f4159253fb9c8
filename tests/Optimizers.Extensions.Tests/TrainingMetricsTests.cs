using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Optimizers.Tests;

namespace Optimizers.Extensions.Tests;

/// <summary>The steps of an optimizer as metrics of the host.</summary>
public sealed class TrainingMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private IMeterFactory Factory => _services.GetRequiredService<IMeterFactory>();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void Every_instrument_tells_what_its_name_says_with_the_name_of_the_training()
    {
        using var steps = Collector<long>("optimizers.steps");
        using var refused = Collector<long>("optimizers.steps.refused");
        using var interval = Collector<double>("optimizers.step.interval");
        using var rate = Collector<double>("optimizers.learning_rate");
        using var norm = Collector<double>("optimizers.gradient.norm");
        using var loss = Collector<double>("optimizers.loss");
        using var validation = Collector<double>("optimizers.loss.validation");
        var metrics = new TrainingMetrics(Factory, "digits");
        var optimizer = new Sgd(Schedule.LinearDecay(2, 0.5, 0.25)) { MeasuresGradientNorm = true, NonFinite = NonFiniteGradients.Skip };
        optimizer.Watch(metrics);

        double[] theta = [1, 1];
        optimizer.Step([(theta, new double[] { 3, 4 })]);
        optimizer.Step([(theta, new double[] { 0, double.NaN })]);
        optimizer.Step([(theta, new double[] { 0, 2 })]);
        metrics.RecordLoss(0.75);
        metrics.RecordValidationLoss(1.5);

        steps.GetMeasurementSnapshot().Select(each => each.Value).Should().Equal(1, 1);
        refused.GetMeasurementSnapshot().Select(each => each.Value).Should().Equal(1);
        interval.GetMeasurementSnapshot().Should().ContainSingle().Which.Value.Should().BeInRange(1e-9, 60);
        rate.GetMeasurementSnapshot().Select(each => each.Value).Should().Equal(0.5, 0.375);
        norm.GetMeasurementSnapshot().Select(each => each.Value).Should().Equal(5, 2);
        loss.LastMeasurement!.Value.Should().Be(0.75);
        validation.LastMeasurement!.Value.Should().Be(1.5);
        rate.LastMeasurement!.Tags["optimizer.name"].Should().Be("digits");
        interval.Instrument!.Unit.Should().Be("s");
    }

    [Fact]
    public void What_an_optimizer_does_not_have_is_not_reported()
    {
        using var norm = Collector<double>("optimizers.gradient.norm");
        using var rate = Collector<double>("optimizers.learning_rate");
        var optimizer = new GroupedOptimizer(
            (each => each.Name == "a", new Sgd(0.1)), (_ => true, new Sgd(0.2)));
        optimizer.Watch(new TrainingMetrics(Factory));
        double[] a = [1], b = [1], gradient = [1];
        optimizer.Step([(Parameter)(a, gradient) with { Name = "a" }, (Parameter)(b, gradient) with { Name = "b" }]);
        norm.GetMeasurementSnapshot().Should().BeEmpty();
        rate.GetMeasurementSnapshot().Should().BeEmpty();
    }

    [Fact]
    public void A_step_that_nobody_listens_to_allocates_nothing()
    {
        double[] theta = [1, 1], gradient = [1, 2];
        var optimizer = new Adam(1e-3);
        optimizer.Watch(new TrainingMetrics(Factory));
        optimizer.Step(theta, gradient);
        Allocation.Least(() => optimizer.Step(theta, gradient)).Should().Be(0);
    }

    [Fact]
    public void OpenTelemetry_exports_them()
    {
        var exported = new Dictionary<string, double>();
        using (var provider = Sdk.CreateMeterProviderBuilder().AddMeter(TrainingMetrics.MeterName)
            .AddReader(new BaseExportingMetricReader(new Recorder(exported))).Build())
        {
            var optimizer = new Sgd(0.1);
            optimizer.Watch(new TrainingMetrics(Factory));
            double[] theta = [1], gradient = [1];
            for (var i = 0; i < 3; i++)
                optimizer.Step(theta, gradient);
            provider.ForceFlush();
        }

        exported["optimizers.steps"].Should().Be(3);
        exported["optimizers.learning_rate"].Should().Be(0.1);
    }

    private MetricCollector<T> Collector<T>(string instrument) where T : struct => new(Factory, TrainingMetrics.MeterName, instrument);

    private sealed class Recorder(Dictionary<string, double> exported) : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    if (metric.MetricType is MetricType.LongSum)
                        exported[metric.Name] = point.GetSumLong();
                    else if (metric.MetricType is MetricType.DoubleGauge)
                        exported[metric.Name] = point.GetGaugeLastValueDouble();
                }
            }

            return ExportResult.Success;
        }
    }
}
