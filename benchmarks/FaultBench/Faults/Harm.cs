namespace Optimizers.FaultBench;

/// <summary>By what a fault is measured against its healthy twin.</summary>
internal enum Harm
{
    /// <summary>The training loss.</summary>
    Training,

    /// <summary>The training loss as the program's own code has it: where that code is what a user would go on to use.</summary>
    OwnTraining,

    /// <summary>The testing loss, and its distance from the training loss.</summary>
    Generalization,

    /// <summary>Examples: so many more of them than the twin, with which the loss is hardly lower.</summary>
    Waste,
}
