namespace Optimizers.FaultBench.World;

/// <summary>Over which examples the harm of a fault is measured.</summary>
internal enum Judge
{
    /// <summary>The training data, by the right loss.</summary>
    Training,

    /// <summary>The training data, by the loss that the loop has.</summary>
    AsRecorded,

    /// <summary>The holdout, which data faults of the training set do not touch.</summary>
    Holdout,

    /// <summary>The testing data.</summary>
    Test,
}
