namespace Optimizers.Curvature;

/// <summary>What a point is to the loss, as far as gradient and Hessian tell.</summary>
public enum CriticalPointKind
{
    /// <summary>The gradient is too large for a critical point to be within the radius that was asked for.</summary>
    NotCritical,

    /// <summary>Every eigenvalue of the Hessian is positive: the loss rises in every direction.</summary>
    LocalMinimum,

    /// <summary>Every eigenvalue of the Hessian is negative: the loss falls in every direction.</summary>
    LocalMaximum,

    /// <summary>The Hessian has negative and positive eigenvalues (and perhaps zeros too).</summary>
    Saddle,

    /// <summary>
    /// The second-order test is silent: no eigenvalue of one of the signs, and at least one that cannot be told from zero.
    /// <see cref="CriticalPoint.PossibleKinds"/> says what is left.
    /// </summary>
    Degenerate,
}
