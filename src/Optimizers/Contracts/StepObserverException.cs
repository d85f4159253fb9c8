namespace Optimizers;

/// <summary>An observer threw after a step had been taken. The parameters and the state are those of after the step.</summary>
public sealed class StepObserverException : Exception
{
    internal StepObserverException(StepObserver observer, long iteration, Exception inner)
        : base(
            FormattableString.Invariant(
                $"{observer.GetType().Name} threw after step {iteration} had been taken: {inner.Message} The step stands; do not repeat it."),
            inner) => (Observer, Iteration) = (observer, iteration);

    /// <summary>The first observer that threw.</summary>
    public StepObserver Observer { get; }

    /// <summary>The number of the step that was taken, from 0.</summary>
    public long Iteration { get; }
}
