namespace Optimizers.FaultBench.World;

/// <summary>What is minimized; of a model's outputs and the targets.</summary>
internal enum LossKind
{
    /// <summary>Cross-entropy of classes from logits.</summary>
    CrossEntropy,

    /// <summary>Cross-entropy of classes from probabilities.</summary>
    CrossEntropyOfProbabilities,

    /// <summary>Yes or no from logits.</summary>
    Binary,

    /// <summary>Yes or no from probabilities.</summary>
    BinaryOfProbabilities,

    /// <summary>Squared error.</summary>
    Squared,

    /// <summary>Absolute error.</summary>
    Absolute,

    /// <summary>Huber's error.</summary>
    Huber,
}
