namespace Optimizers;

/// <summary>A hyperparameter of which a file says something else than the optimizer that was loaded from it.</summary>
public sealed class HyperparameterDifference
{
    internal HyperparameterDifference(string name, string? recorded, string? present)
    {
        (Name, Recorded, Present) = (name, recorded, present);
    }

    /// <summary>Its name, as in the constructor; of an optimizer inside another one with "inner." before it.</summary>
    public string Name { get; }

    /// <summary>Its text in the file; null if it has none there.</summary>
    public string? Recorded { get; }

    /// <summary>Its text now; null if it has none.</summary>
    public string? Present { get; }

    /// <summary>"learningRate: Constant(0.001) in the file, Constant(0.01) here".</summary>
    public override string ToString() => $"{Name}: {Recorded ?? "nothing"} in the file, {Present ?? "nothing"} here";
}
