using System.Globalization;
using Optimizers.Curvature.Functions;

namespace Optimizers.Curvature;

/// <summary>What can be said of the loss itself, beyond its Hessian at θ.</summary>
internal static class LossClaims
{
    /// <summary>That a critical point of the loss lies within the radius, and which, by enclosures; null where nothing is proven.</summary>
    /// <param name="enclosures">Of L.</param>
    /// <param name="theta">θ.</param>
    /// <param name="radius">How far from θ the critical point may be, in the units of the parameters.</param>
    public static (Claim Claim, CriticalPointKind Kind)? OfEnclosures(ILossEnclosures enclosures, double[] theta, double radius)
    {
        var proof = KrawczykTest.TryProve(enclosures, theta, radius) ?? MinimizerCertificate.TryProve(enclosures, theta, radius);
        return proof is null ? null : (Claim.Proven(ClaimSubject.Loss, $"L has {proof}", proof.Evidence), proof.Kind);
    }

    /// <summary>What the third and fourth order say where the second leaves the kind open.</summary>
    public static Claim OfHigherOrders(DegeneratePoint higher)
    {
        var statement = higher.Kind switch
        {
            CriticalPointKind.LocalMinimum => "θ is a local minimum of L",
            CriticalPointKind.LocalMaximum => "θ is a local maximum of L",
            CriticalPointKind.Saddle => "θ is a saddle of L: it takes higher and lower values in every neighbourhood",
            _ => "what θ is cannot be told by the third and fourth order at this precision",
        };
        return Claim.Estimated(ClaimSubject.Loss, statement, higher.Evidence);
    }

    /// <summary>
    /// Of the data behind mini-batches, along the vector of λmin: how far another sample of batches could move the curvature. None where that vector
    /// was not computed, or there is but one batch.
    /// </summary>
    public static IEnumerable<Claim> OfBatches(Objective objective, double[] theta, SecondOrder found)
    {
        if (objective.Batches is not { } batches || found.Eigenvalues.Length == 0)
            return [];
        var curvature = batches.Curvature(theta, found.Vector(0), out var standardError);
        var statement = string.Create(
            CultureInfo.InvariantCulture,
            $"over all data the curvature along the vector of λmin is {curvature:G6} ± {standardError:G2} over {objective.BatchCount} batches");
        return [Claim.Estimated(ClaimSubject.Loss, statement, "the standard error over the mini-batches")];
    }
}
