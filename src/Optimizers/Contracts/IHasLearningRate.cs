namespace Optimizers;

/// <summary>An optimizer whose learning rate can be read and set while it runs.</summary>
public interface IHasLearningRate
{
    /// <summary>
    /// α(i), asked for in every iteration. At least 0. A new one takes effect in the next step, and is asked for that step's iteration.
    /// </summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The schedule's first value is not finite or is below 0.</exception>
    Schedule LearningRate { get; set; }
}
