using Optimizers.Steps;

namespace Optimizers;

/// <summary>What watches the steps of an optimizer: <c>optimizer.Watch(new TrainingMonitor())</c>. It sees every step from inside and changes none.</summary>
public abstract class StepObserver
{
    private protected StepObserver()
    {
    }

    /// <summary>It watches an optimizer from now on.</summary>
    internal virtual void Watching(Optimizer optimizer)
    {
    }

    /// <summary>A step is planned: gradients are bound and finite, nothing is written yet.</summary>
    /// <param name="optimizer">The optimizer that steps.</param>
    /// <param name="slots">Its parameters.</param>
    /// <param name="learningRate">α of the step.</param>
    internal abstract void Before(Optimizer optimizer, ReadOnlySpan<Slot> slots, double learningRate);

    /// <summary>The step is taken, and the optimizer's iteration is the next one; the gradients are still bound.</summary>
    internal abstract void After(Optimizer optimizer, ReadOnlySpan<Slot> slots);

    /// <summary>The step was refused or skipped, because a gradient is not finite.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="fault">Where.</param>
    internal abstract void Refused(Optimizer optimizer, NonFiniteGradientException fault);
}
