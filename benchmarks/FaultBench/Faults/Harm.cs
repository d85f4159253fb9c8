namespace Optimizers.FaultBench;

/// <summary>How a fault is measured against its healthy twin.</summary>
internal enum Harm
{
    /// <summary>The training loss.</summary>
    Training,

    /// <summary>The training loss by the program's own code, where a user would go on to use that code.</summary>
    OwnTraining,

    /// <summary>The testing loss, and its distance from the training loss.</summary>
    Generalization,

    /// <summary>The number of examples: far more than the twin's, with hardly a lower loss.</summary>
    Waste,
}
