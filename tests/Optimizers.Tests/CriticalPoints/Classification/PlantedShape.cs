namespace Optimizers.Tests.Curvature.Classification;

/// <summary>What is planted.</summary>
internal enum PlantedShape
{
    /// <summary>A minimum that the Hessian tells.</summary>
    Minimum,

    /// <summary>A maximum that it tells.</summary>
    Maximum,

    /// <summary>A saddle that it tells.</summary>
    Saddle,

    /// <summary>x³ along one vector.</summary>
    Cubic,

    /// <summary>x⁴ along one vector.</summary>
    Quartic,

    /// <summary>eᵏˣ along one vector: no critical point.</summary>
    Exponential,

    /// <summary>−ln(1 + kx) along one vector: no critical point.</summary>
    Logarithm,

    /// <summary>x³ + 3f²x along one vector: no critical point.</summary>
    FoldWithout,

    /// <summary>x³ − 3f²x along one vector, beside x = f.</summary>
    FoldWith,
}
