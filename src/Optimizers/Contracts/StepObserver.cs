namespace Optimizers;

/// <summary>
/// What watches the steps of an optimizer: <c>optimizer.Watch(new TrainingMonitor())</c>. It sees every step from inside and changes none.
/// </summary>
public abstract class StepObserver
{
    /// <summary>It watches an optimizer from now on.</summary>
    /// <param name="optimizer">The optimizer.</param>
    protected internal virtual void Watching(IOptimizer optimizer)
    {
    }

    /// <summary>A step is planned, and nothing is written yet. If this throws, nothing has changed, and the step is not taken.</summary>
    /// <param name="step">The step: θ is that of before.</param>
    protected internal virtual void Planned(in StepView step)
    {
    }

    /// <summary>
    /// A step has been taken. All observers are told; then what one of them has thrown surfaces as the inner exception of a
    /// <see cref="StepObserverException"/>.
    /// </summary>
    /// <param name="step">The step: θ is that of after.</param>
    protected internal virtual void Taken(in StepView step)
    {
    }

    /// <summary>A step was refused or skipped, because a gradient is not finite.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="fault">Where.</param>
    protected internal virtual void Refused(IOptimizer optimizer, NonFiniteGradientException fault)
    {
    }
}
