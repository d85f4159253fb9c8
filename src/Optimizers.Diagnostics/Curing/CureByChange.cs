namespace Optimizers.Diagnostics;

/// <summary>A cure that no action on an optimizer is, and that a trial can try all the same.</summary>
internal enum CureByChange
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The inputs standardized.</summary>
    StandardizedInputs,

    /// <summary>The targets standardized.</summary>
    StandardizedTargets,

    /// <summary>The inputs and the targets standardized.</summary>
    StandardizedBoth,

    /// <summary>The two answers exchanged.</summary>
    ExchangedAnswers,
}
