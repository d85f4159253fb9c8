namespace Optimizers;

/// <summary>A hyperparameter of which a file says something else than the optimizer that was loaded from it.</summary>
/// <param name="Name">Its name, as in the constructor; of an optimizer inside another one with "inner." before it.</param>
/// <param name="Recorded">Its text in the file; null if it has none there.</param>
/// <param name="Present">Its text now; null if it has none.</param>
public sealed record HyperparameterDifference(string Name, string? Recorded, string? Present)
{
    /// <summary>"learningRate: Constant(0.001) in the file, Constant(0.01) here".</summary>
    public override string ToString() => $"{Name}: {Recorded ?? "nothing"} in the file, {Present ?? "nothing"} here";
}
