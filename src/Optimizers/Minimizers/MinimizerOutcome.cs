namespace Optimizers.Curvature;

/// <summary>Why a minimizer ended.</summary>
public enum MinimizerOutcome
{
    /// <summary>The gradient is within its tolerance. That of a saddle or a maximum is too: <see cref="CriticalPoint"/> tells them apart.</summary>
    GradientConverged,

    /// <summary>The last step was within its tolerance.</summary>
    StepConverged,

    /// <summary>The value no longer falls by more than its tolerance, or by more than its rounding.</summary>
    ValueConverged,

    /// <summary>The iterations that were allowed are done.</summary>
    IterationLimit,

    /// <summary>Value or derivatives are not finite at the start, or at every point that was tried from the last one on.</summary>
    NotFinite,

    /// <summary>
    /// No step lowers the value, although the gradient promises more than rounding: the gradient is not that of the value, or the point is on a
    /// kink. <see cref="GradientCheck"/> tells which.
    /// </summary>
    NoDescent,
}
