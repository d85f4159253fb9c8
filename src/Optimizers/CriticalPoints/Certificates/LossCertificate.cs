using Optimizers.Arithmetic;

namespace Optimizers.Curvature.Functions;

/// <summary>
/// A proven claim about a loss L: that a critical point θ* of L, of the kind that is said, lies near θ. Every rounding on the way is inside the
/// proof; what is taken on trust is that the function does as <see cref="IFunction"/> says.
/// </summary>
internal sealed record LossCertificate
{
    /// <summary>A strict local minimum, a strict local maximum, or a saddle: θ* is not degenerate.</summary>
    public required CriticalPointKind Kind { get; init; }

    /// <summary>The number of negative eigenvalues of ∇²L(θ*).</summary>
    public required int NegativeCount { get; init; }

    /// <summary>The number of positive eigenvalues of ∇²L(θ*).</summary>
    public required int PositiveCount { get; init; }

    /// <summary>‖θ* − θ‖₂ is at most this, in the units of the parameters.</summary>
    public required double Distance { get; init; }

    /// <summary>There is no other critical point within this distance of θ, in the 2-norm.</summary>
    public required double UniqueWithin { get; init; }

    /// <summary>μ ≤ λmin of ∇²L all over that ball, where this has been proven; NaN otherwise. In the units of H.</summary>
    public double Curvature { get; init; } = double.NaN;

    /// <summary>How it was proven, with the numbers that decided.</summary>
    public required string Evidence { get; init; }

    /// <summary>"a strict local minimum within 1e-15 of θ, and no other critical point within 2e-15".</summary>
    public override string ToString()
    {
        var kind = Kind switch
        {
            CriticalPointKind.LocalMinimum => "a strict local minimum",
            CriticalPointKind.LocalMaximum => "a strict local maximum",
            _ => "a saddle",
        };
        return $"{kind} within {BoundText.Above(Distance)} of θ, and no other critical point within {BoundText.Below(UniqueWithin)}";
    }
}
