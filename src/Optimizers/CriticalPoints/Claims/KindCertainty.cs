namespace Optimizers.Curvature;

/// <summary>How sure the <see cref="CriticalPoint.Kind"/> is, and of what. In ascending order.</summary>
public enum KindCertainty
{
    /// <summary>
    /// By numbers with their tolerances: eigenvalues, and, of an objective, how little the Hessian changes on the way to the critical point.
    /// </summary>
    Numerical,

    /// <summary>The signs of the matrix, its floating-point numbers taken as exact, are proven.</summary>
    ProvenOfMatrix,

    /// <summary>The signs are proven of every Hessian within the stated error of the matrix.</summary>
    ProvenOfHessian,

    /// <summary>A critical point of the loss itself is proven to lie within the radius, and its kind.</summary>
    ProvenOfLoss,
}
