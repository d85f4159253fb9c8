using System.Globalization;

namespace Optimizers.Curvature;

/// <summary>A derivative along one direction d, by the caller's function and by differences.</summary>
/// <param name="Parameter">The named parameter that d moves; null if it moves all.</param>
/// <param name="Given">gᵀd, g the caller's gradient.</param>
/// <param name="Difference">The same by a central difference of losses.</param>
/// <param name="Tolerance">How far a right gradient may be off: three times the estimated error of the difference, and the rounding of g.</param>
public readonly record struct DirectionCheck(string? Parameter, double Given, double Difference, double Tolerance)
{
    /// <summary>
    /// The slopes behind θ and ahead of it where the loss has a kink at θ: a subgradient has any between them. Null where it has none along d.
    /// </summary>
    public (double Behind, double Ahead)? Kink { get; init; }

    /// <summary>|gᵀd − difference|, or how far gᵀd is from between the slopes of a kink; ∞ where there is no difference.</summary>
    public double Discrepancy => Kink is { } kink
        ? Math.Max(0, Math.Max(Math.Min(kink.Behind, kink.Ahead) - Given, Given - Math.Max(kink.Behind, kink.Ahead)))
        : double.IsNaN(Difference) ? double.PositiveInfinity : Math.Abs(Given - Difference);

    /// <summary>True if the discrepancy is within the tolerance.</summary>
    public bool Agrees => Discrepancy <= Tolerance;

    /// <summary>What e of gᵀd can be without being seen.</summary>
    internal double Hidden => Tolerance + Math.Min(Discrepancy, Tolerance) + (Kink is { } kink ? Math.Abs(kink.Ahead - kink.Behind) : 0);

    /// <summary>"w1: 0.5, by differences 0.25 ± 1E-10"; at a kink "0.5, by differences -1 behind a kink and 1 ahead of it, ± 1E-10".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Parameter is null ? "" : Parameter + ": ")}{Given:G6}, by ")
        + (Kink is { } kink
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"differences {kink.Behind:G6} behind a kink and {kink.Ahead:G6} ahead of it, ± {Tolerance:G2}{(Agrees ? "" : ": outside")}")
            : string.Create(CultureInfo.InvariantCulture, $"differences {Difference:G6} ± {Tolerance:G2}"));
}
