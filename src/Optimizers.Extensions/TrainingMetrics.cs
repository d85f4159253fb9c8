using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Optimizers.Extensions;

/// <summary>
/// The steps of an optimizer as metrics of the host, under the meter <c>Optimizers</c>: <c>optimizer.Watch(new TrainingMetrics(meterFactory))</c>.
/// </summary>
/// <remarks>
/// <para>All have the tag <c>optimizer.name</c>. What nobody listens to is not measured.</para>
/// <list type="table">
/// <item><term><c>optimizers.steps</c> {step}</term><description>a counter of the steps taken</description></item>
/// <item><term><c>optimizers.steps.refused</c> {step}</term><description>a counter of those whose gradient was not finite</description></item>
/// <item><term><c>optimizers.step.interval</c> s</term><description>a histogram of the time from one step to the next</description></item>
/// <item><term><c>optimizers.learning_rate</c> 1</term><description>a gauge; not of an optimizer that has none, or several</description></item>
/// <item><term><c>optimizers.gradient.norm</c> 1</term><description>a gauge; only where the optimizer measures it</description></item>
/// <item><term><c>optimizers.loss</c> 1</term><description>a gauge, by <see cref="RecordLoss"/></description></item>
/// <item><term><c>optimizers.loss.validation</c> 1</term><description>a gauge, by <see cref="RecordValidationLoss"/></description></item>
/// </list>
/// </remarks>
public sealed class TrainingMetrics : StepObserver
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Optimizers";

    private readonly KeyValuePair<string, object?> _tag;
    private readonly Counter<long> _steps;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _interval;
    private readonly Gauge<double> _learningRate;
    private readonly Gauge<double> _gradientNorm;
    private readonly Gauge<double> _loss;
    private readonly Gauge<double> _validationLoss;
    private long _last;

    /// <summary>Makes the metrics.</summary>
    /// <param name="meterFactory">The host's factory, which owns the meter.</param>
    /// <param name="name">The tag <c>optimizer.name</c>: which of several trainings of a process it is.</param>
    /// <exception cref="ArgumentNullException">There is no factory or name.</exception>
    public TrainingMetrics(IMeterFactory meterFactory, string name = "training")
    {
        ArgumentNullException.ThrowIfNull(meterFactory);
        ArgumentNullException.ThrowIfNull(name);
        _tag = new("optimizer.name", name);
        var meter = meterFactory.Create(new MeterOptions(MeterName) { Version = typeof(IOptimizer).Assembly.GetName().Version!.ToString(3) });
        _steps = meter.CreateCounter<long>("optimizers.steps", "{step}", "Steps taken.");
        _refused = meter.CreateCounter<long>("optimizers.steps.refused", "{step}", "Steps refused or skipped, because a gradient was not finite.");
        _interval = meter.CreateHistogram<double>("optimizers.step.interval", "s", "The time from one step to the next.");
        _learningRate = meter.CreateGauge<double>("optimizers.learning_rate", "1", "The learning rate of the last step.");
        _gradientNorm = meter.CreateGauge<double>("optimizers.gradient.norm", "1", "The norm of the last gradient, before clipping.");
        _loss = meter.CreateGauge<double>("optimizers.loss", "1", "The loss on the training data.");
        _validationLoss = meter.CreateGauge<double>("optimizers.loss.validation", "1", "The loss on data that take no part in the training.");
    }

    /// <summary>Reports the loss on the training data.</summary>
    /// <param name="loss">The loss, as the loop has it.</param>
    public void RecordLoss(double loss) => _loss.Record(loss, _tag);

    /// <summary>Reports the loss on data that take no part in the training.</summary>
    /// <param name="loss">The loss, as the loop has it.</param>
    public void RecordValidationLoss(double loss) => _validationLoss.Record(loss, _tag);

    /// <inheritdoc/>
    protected override void Taken(in StepView step)
    {
        _steps.Add(1, _tag);
        if (_interval.Enabled)
        {
            var now = Stopwatch.GetTimestamp();
            if (_last != 0)
                _interval.Record(Stopwatch.GetElapsedTime(_last, now).TotalSeconds, _tag);
            _last = now;
        }
        else
        {
            _last = 0; // Whoever listens again later is not told of the time between.
        }

        if (_learningRate.Enabled && !double.IsNaN(step.LearningRate))
            _learningRate.Record(step.LearningRate, _tag);
        if (_gradientNorm.Enabled && GradientNorm.Of(step.Optimizer) is { } norm)
            _gradientNorm.Record(norm, _tag);
    }

    /// <inheritdoc/>
    protected override void Refused(IOptimizer optimizer, NonFiniteGradientException fault) => _refused.Add(1, _tag);
}
