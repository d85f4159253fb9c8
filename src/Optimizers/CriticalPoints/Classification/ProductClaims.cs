using System.Globalization;
using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>What can be said of a Hessian by its products: proven by a vector, probable by the Krylov space from a random start.</summary>
internal static class ProductClaims
{
    /// <param name="found">The second order.</param>
    /// <param name="flat">The flat directions that the declared symmetries explain; null if none were declared.</param>
    /// <param name="hessian">H.</param>
    /// <param name="ends">The ends of its spectrum.</param>
    /// <param name="symmetry">The test that H passed.</param>
    /// <param name="isEstimated">True if the products round more than they need to, so that their error is an estimate.</param>
    public static List<Claim> Of(
        SecondOrder found, FlatDirections? flat, HessianOperator hessian, ExtremeEigenvalues ends, SymmetryTest symmetry, bool isEstimated)
    {
        var isExact = hessian.IsExact && !isEstimated;
        var because = hessian.IsExact ? "the products round more than their sums explain" : "the products are from differences";
        var claims = new List<Claim>();
        var error = found.Tolerance;
        var products = string.Create(
            CultureInfo.InvariantCulture,
            $"a product each, its rounding and error within {BoundText.Nearest(error)}; of {symmetry.Pairs} random pairs none "
            + $"contradicts the symmetry of H");
        var (falls, rises) = (found.Eigenvalues.Any(value => value < -error), found.Eigenvalues.Any(value => value > error));
        if (falls)
        {
            var vectors = rises
                ? $"unit vectors u with uᵀHu = {BoundText.Nearest(found.Eigenvalues[0])} and {BoundText.Nearest(found.Eigenvalues[^1])}"
                : $"a unit vector u with uᵀHu = {BoundText.Nearest(found.Eigenvalues[0])}";
            var statement = rises ? "∇²L(θ) is indefinite: it has negative and positive curvature" : "∇²L(θ) has negative curvature";
            claims.Add(isExact
                ? Claim.Proven(ClaimSubject.Hessian, statement, $"{vectors}, {products}")
                : Claim.Estimated(ClaimSubject.Hessian, statement, $"{vectors}, {products}; {because}"));
        }

        var below = found.SmallestInterval.Lower;
        var above = found.LargestInterval.Upper;
        var where = flat is { Count: > 0 } ? $", transverse to {flat.Count} flat directions of declared symmetries" : "";
        var ofEnds = $"∇²L(θ) has no curvature below {BoundText.Below(below)} and none above {BoundText.Above(above)}{where}";
        var evidence = string.Create(
            CultureInfo.InvariantCulture,
            $"{ends.Steps} products of one Krylov space from a random start (Kuczyński and Woźniakowski 1992, and its Lanczos polynomials), " +
            $"{(ends.IsReorthogonalized ? "reorthogonalized" : "not reorthogonalized")}, seed {ends.Seed}");
        claims.Add(isExact
            ? Claim.Probable(ClaimSubject.Hessian, 1 - ends.FailureProbability, ofEnds, evidence)
            : Claim.Estimated(ClaimSubject.Hessian, ofEnds, $"{evidence}; {because}"));
        return claims;
    }
}
