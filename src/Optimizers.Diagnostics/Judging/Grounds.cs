namespace Optimizers.Diagnostics;

/// <summary>What a finding rests on.</summary>
public enum Grounds
{
    /// <summary>Signs that weigh for it: it is as likely as its confidence says.</summary>
    Probable,

    /// <summary>A trial: the training without the fault, from the same start and as long, ended far lower, and a better rate alone did not.</summary>
    Shown,

    /// <summary>A measurement that decides alone, like a gradient that is not the derivative of the loss.</summary>
    Fact,
}
