namespace Optimizers;

/// <summary>
/// The observers of an optimizer, and the one way to tell them of a step: for an <see cref="IOptimizer"/> of one's own that takes steps itself. A
/// wrapper hands its observers on to the optimizer inside.
/// </summary>
/// <remarks>
/// A step calls <see cref="Planned"/> before it writes anything, and <see cref="Taken"/> after it has written everything; one that a gradient forbids
/// calls <see cref="Refused"/>. Nothing is allocated unless an observer throws. One thread at a time.
/// </remarks>
public sealed class StepObservers
{
    private StepObserver[] _observers = [];
    private StepObserver[] _planned = [];

    /// <summary>How many there are.</summary>
    public int Count => _observers.Length;

    internal IReadOnlyList<StepObserver> All => _observers;

    /// <summary>Adds an observer, and tells it whose steps it sees. One that is there already is not added again.</summary>
    /// <param name="optimizer">The optimizer whose steps it sees.</param>
    /// <param name="observer">The observer.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public void Add(IOptimizer optimizer, StepObserver observer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(observer);
        if (Array.IndexOf(_observers, observer) < 0)
            _observers = [.. _observers, observer];
        observer.Watching(optimizer);
    }

    /// <summary>Lets an observer go. One that is not there is ignored.</summary>
    /// <param name="observer">The observer.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public void Remove(StepObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        _observers = Array.FindAll(_observers, other => other != observer);
    }

    /// <summary>A step is planned, and nothing is written yet. What an observer throws is passed on: the step is then not to be taken.</summary>
    /// <param name="step">The step.</param>
    public void Planned(in StepView step)
    {
        _planned = _observers; // Who is added or let go from inside counts from the next step on.
        foreach (var observer in _planned)
            observer.Planned(step);
    }

    /// <summary>The step that was planned has been taken. All that were told of the plan are told.</summary>
    /// <param name="step">The step.</param>
    /// <exception cref="StepObserverException">An observer threw.</exception>
    public void Taken(in StepView step)
    {
        StepObserverException? first = null;
        foreach (var observer in _planned)
        {
            try
            {
                observer.Taken(step);
            }
#pragma warning disable CA1031 // All observers are told; then the first exception surfaces.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                first ??= new StepObserverException(observer, step.Iteration, failure);
            }
        }

        if (first is not null)
            throw first;
    }

    /// <summary>A step is refused or skipped, because a gradient is not finite.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="fault">Where.</param>
    public void Refused(IOptimizer optimizer, NonFiniteGradientException fault)
    {
        foreach (var observer in _observers)
            observer.Refused(optimizer, fault);
    }
}
