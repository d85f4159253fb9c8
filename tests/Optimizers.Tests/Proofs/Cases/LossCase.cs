using Optimizers.Curvature;
using Optimizers.Curvature.Functions;

namespace Optimizers.Tests.Proofs;

/// <summary>A loss whose critical points are all known exactly, and a point at or near one of them.</summary>
/// <param name="Family">What that critical point is.</param>
/// <param name="Objective">L.</param>
/// <param name="Theta">θ, n entries.</param>
/// <param name="Critical">All critical points of L.</param>
/// <param name="Seed">What it was drawn from.</param>
internal sealed record LossCase(
    string Family, ExactObjective Objective, double[] Theta, IReadOnlyList<LossCase.KnownPoint> Critical, int Seed) : IProofCase
{
    public bool IsAdversarial => false;

    public int Dimension => Theta.Length;

    /// <summary>True where Krawczyk's test must succeed.</summary>
    public required bool OwesPoint { get; init; }

    /// <summary>True where the curvature on a ball must prove a minimizer.</summary>
    public required bool OwesMinimizer { get; init; }

    /// <summary>The kinds of all critical points within a distance of θ, or null for one that is degenerate.</summary>
    public IEnumerable<CriticalPointKind?> KindsWithin(double distance) =>
        Critical.Where(each => each.IsWithin(distance, Theta)).Select(each => each.Kind);

    /// <summary>True if θ has one critical point within the distance, of that kind, and no other one within the other distance.</summary>
    public bool Holds(CriticalPointKind kind, double distance, double uniqueWithin) =>
        KindsWithin(distance).SequenceEqual([kind]) && KindsWithin(uniqueWithin).Count() <= 1;

    /// <summary>A point where ∇L = 0.</summary>
    /// <param name="Point">Its coordinates, exactly.</param>
    /// <param name="Negative">How many eigenvalues of ∇²L are negative there; −1 where one is 0.</param>
    internal readonly record struct KnownPoint(Dyadic[] Point, int Negative)
    {
        /// <summary>Null where it is degenerate.</summary>
        public CriticalPointKind? Kind =>
            Negative < 0 ? null
            : Negative == 0 ? CriticalPointKind.LocalMinimum
            : Negative == Point.Length ? CriticalPointKind.LocalMaximum
            : CriticalPointKind.Saddle;

        /// <summary>‖θ* − θ‖₂ ≤ the distance, without rounding.</summary>
        public bool IsWithin(double distance, double[] theta) =>
            Point.Select((entry, i) => (entry - theta[i]) * (entry - theta[i])).Aggregate((a, b) => a + b) <= (Dyadic)distance * distance;
    }
}
