using Microsoft.Extensions.Logging;

namespace Optimizers.Extensions;

/// <summary>The steps of an optimizer in the log of the host: <c>optimizer.Watch(new TrainingLogger(logger, every: 100))</c>.</summary>
/// <remarks>
/// Event 1, information: every so many steps, with <c>Step</c>, <c>LearningRate</c> and, where the optimizer measures it, <c>GradientNorm</c>.
/// Event 2, warning: a step was refused or skipped, because a gradient is not finite, with the exception. Event 3, information: a watched optimizer.
/// </remarks>
public sealed partial class TrainingLogger : StepObserver
{
    private readonly ILogger _logger;

    /// <summary>Logs to the host.</summary>
    /// <param name="logger">The log.</param>
    /// <param name="every">Every so many steps are told; at least 1.</param>
    /// <exception cref="ArgumentNullException">There is no log.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public TrainingLogger(ILogger logger, long every = 100)
    {
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        (_logger, Every) = (logger, every);
    }

    /// <summary>Every so many steps are told.</summary>
    public long Every { get; }

    /// <inheritdoc/>
    protected override void Watching(IOptimizer optimizer) => Begins(optimizer, optimizer?.Iteration ?? 0);

    /// <inheritdoc/>
    protected override void Taken(in StepView step)
    {
        var count = step.Iteration + 1;
        if (count % Every != 0 || !_logger.IsEnabled(LogLevel.Information))
            return;
        if (GradientNorm.Of(step.Optimizer) is { } norm)
            TakenWithNorm(count, step.LearningRate, norm);
        else
            Taken(count, step.LearningRate);
    }

    /// <inheritdoc/>
    protected override void Refused(IOptimizer optimizer, NonFiniteGradientException fault) => NotTaken(optimizer?.Iteration ?? 0, fault);

    [LoggerMessage(1, LogLevel.Information, "Step {Step}: learning rate {LearningRate}")]
    private partial void Taken(long step, double learningRate);

    [LoggerMessage(1, LogLevel.Information, "Step {Step}: learning rate {LearningRate}, gradient norm {GradientNorm}")]
    private partial void TakenWithNorm(long step, double learningRate, double gradientNorm);

    [LoggerMessage(2, LogLevel.Warning, "A step after {Step} steps was refused or skipped: its gradient is not finite")]
    private partial void NotTaken(long step, NonFiniteGradientException fault);

    [LoggerMessage(3, LogLevel.Information, "Training by {Optimizer} from step {Step}")]
    private partial void Begins(IOptimizer optimizer, long step);
}
