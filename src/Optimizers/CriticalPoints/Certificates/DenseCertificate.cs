using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// What is proven of the signs of a dense Hessian: definiteness by <see cref="CholeskyProof"/>, negative and positive curvature by
/// the <see cref="RayleighQuotient"/>s of the eigenvectors at the ends of the spectrum. The eigen-decomposition only says what to
/// try: nothing rests on it.
/// </summary>
internal sealed class DenseCertificate
{
    private readonly List<Claim> _claims = [];

    private DenseCertificate()
    {
    }

    /// <summary>What is proven of the matrix as it is.</summary>
    public Definiteness Matrix { get; private set; }

    /// <summary>What is proven of every symmetric matrix within the stated error of it; never more than of the matrix.</summary>
    public Definiteness Hessian { get; private set; }

    /// <summary>True if a vector proves that the matrix has a negative eigenvalue.</summary>
    public bool HasNegativeCurvature { get; private set; }

    /// <summary>True if a vector proves that the matrix has a positive eigenvalue.</summary>
    public bool HasPositiveCurvature { get; private set; }

    /// <summary>
    /// c in the units of H: where all eigenvalues have one sign and the least |λ| is above 2c + δ, definiteness is proven, of the true Hessian too.
    /// </summary>
    public double Floor { get; private init; }

    /// <summary>The claims, the strongest about the matrix first, then those about the true Hessian.</summary>
    public IReadOnlyList<Claim> Claims => _claims;

    /// <summary>
    /// Proves what can be proven. O(n³/3) for each factorization, one to three of them; O(n²) where the eigenvalues differ in sign.
    /// </summary>
    /// <param name="hessian">H, n² finite entries, column by column; what is certified is (H + Hᵀ)/2. n ≥ 1.</param>
    /// <param name="eigenvalues">Approximate eigenvalues of it, ascending.</param>
    /// <param name="first">The eigenvector of the least of them, approximately: n finite entries, not all zero.</param>
    /// <param name="last">That of the largest.</param>
    /// <param name="error">δ ≥ 0, what is known of ‖H − H*‖₂, H* the true Hessian. Where it is 0 nothing is claimed of H*.</param>
    /// <param name="isBound">True if δ is a bound; false if it is an estimate, which proves nothing of H*.</param>
    /// <param name="cancellation">Asked between the blocks of a factorization.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DenseCertificate Of(
        ReadOnlySpan<double> hessian,
        ReadOnlySpan<double> eigenvalues,
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> last,
        double error,
        bool isBound,
        CancellationToken cancellation = default)
    {
        var n = eigenvalues.Length;
        var certificate = new DenseCertificate { Floor = CholeskyProof.FloorOf(hessian, n) };
        var (low, high) = (RayleighQuotient.Enclose(hessian, n, first), RayleighQuotient.Enclose(hessian, n, last));
        certificate.HasNegativeCurvature = low.IsBelow(0);
        certificate.HasPositiveCurvature = high.IsAbove(0);
        if (!certificate.HasNegativeCurvature)
            certificate.ProveDefinite(hessian, n, 1, eigenvalues[0], error, isBound, cancellation);
        else if (!certificate.HasPositiveCurvature)
            certificate.ProveDefinite(hessian, n, -1, -eigenvalues[^1], error, isBound, cancellation);
        if (certificate.Matrix != Definiteness.Unproven)
            return certificate;

        certificate.ProveSigns(low, high, error, isBound);
        if (!certificate.HasNegativeCurvature)
            certificate.BoundCurvature(hessian, n, 1, eigenvalues[0], error, isBound, cancellation);
        if (!certificate.HasPositiveCurvature)
            certificate.BoundCurvature(hessian, n, -1, -eigenvalues[^1], error, isBound, cancellation);
        return certificate;
    }

    private void ProveDefinite(
        ReadOnlySpan<double> h, int n, int sign, double least, double error, bool isBound, CancellationToken cancellation)
    {
        var proof = default(CholeskyProof);
        foreach (var bound in new[] { Math.Max(error, least / 2), error, 0 }.Distinct())
        {
            proof = CholeskyProof.Try(h, n, bound, sign, cancellation);
            if (proof.IsProven)
                break;
        }

        if (!proof.IsProven)
            return;

        var definiteness = sign > 0 ? Definiteness.Positive : Definiteness.Negative;
        var evidence = $"Cholesky with Rump's bound (BIT 2006) subtracted from the diagonal, {BoundText.Nearest(proof.Floor)}";
        Matrix = definiteness;
        _claims.Add(Claim.Proven(ClaimSubject.Matrix, Words("H", sign, proof.Bound), evidence));
        if (error == 0 || proof.Bound < error)
            return;

        var margin = Rounding.DifferenceBelow(proof.Bound, error);
        Hessian = isBound ? definiteness : Definiteness.Unproven;
        AddHessian(Words("∇²L(θ)", sign, margin), $"{evidence}, and", error, isBound);

        static string Words(string what, int sign, double bound) => sign > 0
            ? $"{what} is positive definite, λmin > {BoundText.Below(bound)}"
            : $"{what} is negative definite, λmax < {BoundText.Above(-bound)}";
    }

    private void ProveSigns(RayleighQuotient first, RayleighQuotient last, double error, bool isBound)
    {
        var evidence = (HasNegativeCurvature, HasPositiveCurvature) switch
        {
            (true, true) => $"two vectors with curvatures in {Interval(first)} and {Interval(last)}, rounding included",
            (true, _) => $"a vector with a curvature in {Interval(first)}, rounding included",
            (_, true) => $"a vector with a curvature in {Interval(last)}, rounding included",
            _ => "",
        };
        if (evidence.Length == 0)
            return;
        Matrix = HasNegativeCurvature && HasPositiveCurvature ? Definiteness.Indefinite : Definiteness.Unproven;
        _claims.Add(Claim.Proven(ClaimSubject.Matrix, Words("H", HasNegativeCurvature, HasPositiveCurvature), evidence));

        var (falls, rises) = (first.IsBelow(-error), last.IsAbove(error));
        if (error == 0 || !(falls || rises))
            return;
        Hessian = isBound && falls && rises ? Definiteness.Indefinite : Definiteness.Unproven;
        AddHessian(Words("∇²L(θ)", falls, rises), $"{evidence}, beyond", error, isBound);

        static string Words(string what, bool falls, bool rises) => (falls, rises) switch
        {
            (true, true) => $"{what} is indefinite: it has negative and positive curvature",
            (true, _) => $"{what} has negative curvature",
            _ => $"{what} has positive curvature",
        };
    }

    // Where a sign is not proven: how much curvature of the other sign there can be, at most.
    private void BoundCurvature(
        ReadOnlySpan<double> h, int n, int sign, double least, double error, bool isBound, CancellationToken cancellation)
    {
        var bound = Math.Min(0, least) - (2.5 * Floor);
        var proof = CholeskyProof.Try(h, n, bound, sign, cancellation);
        if (!proof.IsProven)
            return;
        var name = sign > 0 ? "λmin" : "−λmax";
        var evidence =
            $"Cholesky with Rump's bound (BIT 2006) subtracted from the diagonal, {BoundText.Nearest(proof.Floor)}; definiteness would have been " +
            $"proven with {name} above {BoundText.Above(Rounding.SumAbove(2 * Floor, error))}";
        _claims.Add(Claim.Proven(ClaimSubject.Matrix, Words("H", sign, bound), evidence));
        if (error == 0)
            return;
        AddHessian(Words("∇²L(θ)", sign, Rounding.DifferenceBelow(bound, error)), $"{evidence}, and", error, isBound);

        static string Words(string what, int sign, double bound) => sign > 0
            ? $"{what} has no curvature below {BoundText.Below(bound)}"
            : $"{what} has no curvature above {BoundText.Above(-bound)}";
    }

    private void AddHessian(string statement, string evidence, double error, bool isBound) => _claims.Add(isBound
        ? Claim.Proven(ClaimSubject.Hessian, statement, $"{evidence} the error of H of {BoundText.Above(error)} (Weyl)")
        : Claim.Estimated(ClaimSubject.Hessian, statement, $"{evidence} an error of H that is itself only estimated, at {BoundText.Nearest(error)}"));

    private static string Interval(RayleighQuotient quotient) => $"[{BoundText.Below(quotient.Low)}, {BoundText.Above(quotient.High)}]";
}
