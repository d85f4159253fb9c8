namespace Optimizers.FaultBench.World;

/// <summary>How much a user hands over.</summary>
internal enum Tier
{
    /// <summary>A watched monitor with losses and the batch size.</summary>
    Log,

    /// <summary>And the objective with its gradient over the training data, and the labels or targets.</summary>
    Plain,

    /// <summary>And whatever else the loop has.</summary>
    Full,
}
