namespace Optimizers.Curvature;

/// <summary>What Lanczos keeps of its basis: memory against what can be said.</summary>
public enum LanczosForm
{
    /// <summary>
    /// The three-term recurrence alone: three vectors, and one more for each eigenvector that is wanted (made by a second run of the same products).
    /// Orthogonality is lost where a Ritz value has converged, and copies of it appear ("ghosts"): values nearer to each other than the tolerance are
    /// reported once. By Paige (Linear Algebra Appl. 34, 1980) the values themselves are not harmed.
    /// </summary>
    WithoutReorthogonalization,

    /// <summary>Every vector is orthogonalized against all before it, twice where once is not enough. One vector a step.</summary>
    FullReorthogonalization,

    /// <summary>
    /// Full reorthogonalization in a basis of bounded size; when it is full, the best Ritz vectors are kept and the rest is built anew (Wu and Simon,
    /// SIAM J. Matrix Anal. Appl. 22, 2000).
    /// </summary>
    ThickRestart,
}
