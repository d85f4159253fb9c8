namespace Optimizers.Curvature;

/// <summary>What a <see cref="Claim"/> is about. The three are different claims: each needs more than the one before it.</summary>
public enum ClaimSubject
{
    /// <summary>The matrix (or the operator) as it was given: its floating-point numbers taken as exact, of a matrix its symmetric part.</summary>
    Matrix,

    /// <summary>The true Hessian ∇²L(θ): the matrix, with a bound on its own error.</summary>
    Hessian,

    /// <summary>The loss: where a minimizer or a saddle lies, or that it is lower at a certain point.</summary>
    Loss,
}
