namespace WhyItFails.Failures;

/// <summary>What is wrong in a training that estimates how much ink a digit has.</summary>
internal enum InkMistake
{
    /// <summary>Nothing, or nothing any more.</summary>
    None,

    /// <summary>The targets are the sums of the gray levels, in the hundreds.</summary>
    UnscaledTargets,

    /// <summary>A logistic function stands behind the last layer, and the targets run from about −3 to 3.</summary>
    LogisticOutput,

    /// <summary>The hidden layer's parameters are never handed to the optimizer.</summary>
    ForgottenLayer,
}
