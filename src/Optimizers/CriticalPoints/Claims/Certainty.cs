namespace Optimizers.Curvature;

/// <summary>How sure a <see cref="Claim"/> is. In ascending order; a claim is never called more than the mathematics allows.</summary>
public enum Certainty
{
    /// <summary>A number with its error estimate, and no guarantee: finite differences, a mini-batch, an iteration that looks converged.</summary>
    Estimated,

    /// <summary>
    /// True except with a probability that a theorem bounds (<see cref="Claim.Probability"/>), over the random choices of the computation; nothing is
    /// assumed of the matrix.
    /// </summary>
    Probable,

    /// <summary>A theorem: every rounding on the way is inside the bound that was checked.</summary>
    Proven,
}
