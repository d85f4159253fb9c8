using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>A derivative along one direction d, by the caller's function and by differences.</summary>
/// <param name="Parameter">The named parameter that d moves; null if it moves all.</param>
/// <param name="Given">gᵀd, g the caller's gradient.</param>
/// <param name="Difference">The same by a central difference of losses.</param>
/// <param name="Tolerance">How far a right gradient may be off: three times the estimated error of the difference, and the rounding of g.</param>
public readonly record struct DirectionCheck(string? Parameter, double Given, double Difference, double Tolerance)
{
    /// <summary>|gᵀd − difference|; ∞ where there is no difference.</summary>
    public double Discrepancy => double.IsNaN(Difference) ? double.PositiveInfinity : Math.Abs(Given - Difference);

    /// <summary>True if the discrepancy is within the tolerance.</summary>
    public bool Agrees => Discrepancy <= Tolerance;

    /// <summary>"w1: 0.5, by differences 0.25 ± 1E-10".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Parameter is null ? "" : Parameter + ": ")}{Given:G6}, by differences {Difference:G6} ± {Tolerance:G2}");
}
