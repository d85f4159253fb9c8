namespace Optimizers;

/// <summary>An optimizer that says what it was set to, so that a file can record it.</summary>
public interface IHasHyperparameters
{
    /// <summary>The hyperparameters, named as in the constructor or the initializer; without those of an optimizer inside.</summary>
    IReadOnlyList<Hyperparameter> Hyperparameters { get; }
}
