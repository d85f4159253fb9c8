namespace Optimizers.Curvature;

/// <summary>What a point is to the loss, as far as gradient and Hessian tell.</summary>
public enum CriticalPointKind
{
    /// <summary>No critical point is within the radius that was asked for, or there is none to which Newton's steps lead.</summary>
    NotCritical,

    /// <summary>Every eigenvalue of the Hessian is positive, at the critical point as at θ: the loss rises in every direction from it.</summary>
    LocalMinimum,

    /// <summary>Every eigenvalue of the Hessian is negative, at the critical point as at θ: the loss falls in every direction from it.</summary>
    LocalMaximum,

    /// <summary>The Hessian has negative and positive eigenvalues (and perhaps zeros too).</summary>
    Saddle,

    /// <summary>
    /// The second-order test is silent: no eigenvalue of one of the signs, and at least one that cannot be told from zero.
    /// <see cref="CriticalPoint.PossibleKinds"/> says what is left.
    /// </summary>
    Degenerate,

    /// <summary>
    /// The signs at θ are not those of the critical point, or not known: the loss has a kink there, the errors are as large as the curvature, or the
    /// Hessian changes too much on the way. The first line says which.
    /// </summary>
    Undecided,
}
