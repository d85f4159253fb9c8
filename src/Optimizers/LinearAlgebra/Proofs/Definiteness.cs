namespace Optimizers.LinearAlgebra;

/// <summary>The signs of a symmetric matrix that are proven.</summary>
internal enum Definiteness
{
    /// <summary>Not decided: an eigenvalue is too near zero.</summary>
    Unproven,

    /// <summary>Every eigenvalue is positive.</summary>
    Positive,

    /// <summary>Every eigenvalue is negative.</summary>
    Negative,

    /// <summary>There is a negative and a positive eigenvalue.</summary>
    Indefinite,
}
