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

    /// <summary>The hinge of a margin of 1; the targets are −1 or 1.</summary>
    Hinge,

    /// <summary>Of counts by the logarithm of their mean: the negative logarithm of Poisson's probability, without k!. It has no name.</summary>
    Poisson,
}
