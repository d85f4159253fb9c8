namespace Optimizers.Diagnostics;

/// <summary>Whether a cause harms the training.</summary>
public enum CauseKind
{
    /// <summary>Something is wrong, and the training is worse for it.</summary>
    Fault,

    /// <summary>Nothing is wrong; something could be better.</summary>
    Advice,
}
