namespace Optimizers.Diagnostics.Logs;

/// <summary>What a column of a log means.</summary>
internal enum LogRole
{
    /// <summary>Nothing that a diagnosis reads.</summary>
    None,

    /// <summary>The number of a step of the whole run.</summary>
    Iteration,

    /// <summary>The number of an epoch; may be a fraction.</summary>
    Epoch,

    /// <summary>The loss of a step, or of an epoch if a row is one.</summary>
    TrainingLoss,

    /// <summary>The mean loss over an epoch, beside that of single steps.</summary>
    EpochLoss,

    /// <summary>The loss on a holdout.</summary>
    ValidationLoss,

    /// <summary>The loss on the testing data.</summary>
    TestLoss,

    /// <summary>The share of the training data that is answered rightly.</summary>
    TrainingAccuracy,

    /// <summary>The share of a holdout that is answered rightly.</summary>
    ValidationAccuracy,

    /// <summary>The share of the testing data that is answered rightly.</summary>
    TestAccuracy,

    /// <summary>The learning rate.</summary>
    LearningRate,

    /// <summary>The gradient's norm, of all parameters together.</summary>
    GradientNorm,
}
