namespace Optimizers.Curvature;

/// <summary>How a search for a critical point ended.</summary>
public enum CriticalPointSearchOutcome
{
    /// <summary>
    /// At a critical point, as near as was asked for or as the rounding of the gradient lets it be told. Numerical: of which kind it is, and how sure
    /// that is, a classification says.
    /// </summary>
    Converged,

    /// <summary>
    /// At a local minimum of ‖∇L‖₂ that is no critical point: H∇L = 0 with ∇L ≠ 0, but for rounding, as x³ + x has at 0; or where ‖∇L‖₂ hardly falls
    /// any more, above its rounding. Another start can lead elsewhere.
    /// </summary>
    Stagnated,

    /// <summary>
    /// ∇L tends to zero as ‖θ‖ grows, with a loss that keeps falling: as far as the search followed it, it can only be lowered by going to infinity,
    /// as the cross-entropy of separable classes. Estimated, by the evidence that the result gives.
    /// </summary>
    DescendsToInfinity,

    /// <summary>∇L tends to zero as ‖θ‖ grows, with a loss that does not fall on the way. Estimated, too.</summary>
    VanishesAtInfinity,

    /// <summary>The iterations that were allowed are done.</summary>
    IterationLimit,
}
