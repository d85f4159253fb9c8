namespace Optimizers;

/// <summary>An optimizer that can go on in the place of another one: with its iteration, what has the same meaning of its state, and its observers.
/// </summary>
public interface ITakesOver
{
    /// <summary>
    /// Goes on where another optimizer is: its iteration, and of its state what has the same meaning here (<see cref="StateMeaning"/>). What this one
    /// has kept itself is forgotten; the other one stays as it is.
    /// </summary>
    /// <param name="from">The other one, of any rule.</param>
    /// <returns>What starts anew, a sentence each; empty if all that this one remembers was taken over.</returns>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is this one, or one whose state cannot be read. Nothing has changed.</exception>
    IReadOnlyList<string> CarryOver(IOptimizer from);

    /// <summary>Has the observers of another optimizer watch this one; the other one loses them.</summary>
    /// <param name="from">The other one.</param>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    /// <exception cref="ArgumentException">It is one whose observers cannot be read. Nothing has changed.</exception>
    void TakeObservers(IOptimizer from);
}
