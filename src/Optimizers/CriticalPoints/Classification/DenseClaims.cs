using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>What is proven of the signs of a matrix that is at hand, and of the true Hessian within its error.</summary>
internal static class DenseClaims
{
    /// <param name="model">H as it was given, and its error.</param>
    /// <param name="found">Its second order.</param>
    public static (List<Claim> Claims, DenseCertificate Certificate) Of(LocalModel model, SecondOrder found)
    {
        if (found.ToleranceSources.HessianError == 0 && !model.Hessian.AsSpan().ContainsAnyExcept(0.0))
        {
            var zero = Claim.Proven(ClaimSubject.Matrix, "H is zero: all its eigenvalues are 0", "every entry of it");
            return ([zero], DenseCertificate.Of([0], [0], [1], [1], 0, isBound: true));
        }

        // An asymmetry by rounding is inside the proofs.
        var (hessian, isBound, cancellation) = (model.Hessian, model.IsBound, model.Cancellation);
        var error = found.ToleranceSources.HessianError + found.ToleranceSources.SingleRounding;
        var first = found.GradedDescent is { } descent ? descent.Direction : found.Vector(0);
        var certificate = DenseCertificate.Of(hessian, found.Eigenvalues, first, found.Vector(found.Dimension - 1), error, isBound, cancellation);
        List<Claim> claims = [.. certificate.Claims];
        if (found.NegativeCount < found.Dimension && found.PositiveCount < found.Dimension)
            claims.AddRange(Counts(hessian, found, error, isBound, cancellation));
        return (claims, certificate);
    }

    // (n₋, n₀, n₊), where more than one of them is not zero.
    private static List<Claim> Counts(double[] hessian, SecondOrder found, double error, bool isBound, CancellationToken cancellationToken)
    {
        const string Evidence = "LDLᵀ at both ends of the interval, by Sylvester, its residual included";
        var n = found.Dimension;
        var nearestBelow = found.NegativeCount == 0 ? 0 : -found.Eigenvalues[found.NegativeCount - 1];
        var nearestAbove = found.PositiveCount == 0 ? 0 : found.Eigenvalues[n - found.PositiveCount];
        var bounds = InertiaBounds.Of(
            hessian, n, -Between(found.NegativeThreshold, nearestBelow), Between(found.PositiveThreshold, nearestAbove), 0, cancellationToken);
        if (bounds.Negative != found.NegativeCount || bounds.Positive != found.PositiveCount || !bounds.IsSigned)
            return []; // An eigenvalue nearer to a shift than the proof can see.
        var claims = new List<Claim> { Claim.Proven(ClaimSubject.Matrix, $"H has {bounds}", Evidence) };
        if (error == 0 || bounds.Within(error) is not { IsSigned: true } trueBounds)
            return claims;
        var statement = $"∇²L(θ) has {trueBounds}";
        claims.Add(isBound
            ? Claim.Proven(ClaimSubject.Hessian, statement, $"{Evidence}, and the error of H of {BoundText.Above(error)} (Weyl)")
            : Claim.Estimated(
                ClaimSubject.Hessian, statement, $"{Evidence}, and an error of H that is itself only estimated, at {BoundText.Nearest(error)}"));
        return claims;

        // The caller's ε as it is; else far from the eigenvalues on both sides.
        double Between(double threshold, double nearest) =>
            threshold > found.Tolerance || nearest == 0 ? threshold : Math.Sqrt(threshold) * Math.Sqrt(nearest);
    }
}
