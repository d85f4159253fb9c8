namespace Optimizers.Diagnostics;

/// <summary>Where the trial of a remedy begins.</summary>
internal enum TrialPlace
{
    /// <summary>At the start of the training.</summary>
    Start,

    /// <summary>Where the training is now: the harm came late.</summary>
    Here,

    /// <summary>It is not tried.</summary>
    Nowhere,
}
