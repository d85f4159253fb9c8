using Optimizers.Curvature;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.Proofs;

/// <summary>
/// The <see cref="DenseCertificate"/> that a classification carries: the signs of the matrix, and of every matrix within an error of it. The worst of
/// those are A ± δI.
/// </summary>
internal sealed class CertificateSubject : IProofSubject<ProofCase>
{
    public string Name => "the certificate of a dense Hessian";

    public void Examine(ProofCase matrix, Tally tally)
    {
        var (a, n) = (matrix.Matrix, matrix.Dimension);
        var source = new MatrixSource(matrix.Seed);
        var spectrum = Spectrum.Of(matrix);
        var nearest = Math.Min(Math.Abs(spectrum.Values[0]), Math.Abs(spectrum.Values[^1]));
        var floor = CurvatureSubject.Floor(matrix);
        var error = source.Any(0, 0.5 * nearest, nearest - (source.Uniform(-1, 4) * floor), 2 * nearest);
        if (!(error >= 0 && double.IsFinite(error)) || !double.IsFinite(spectrum.Values[0]) || !double.IsFinite(spectrum.Values[^1]))
            error = 0;
        var certificate = DenseCertificate.Of(a, spectrum.Values, spectrum.Vector(0), spectrum.Vector(n - 1), error, isBound: true);
        Add(certificate.Matrix, 0);
        if (error > 0 && matrix.Known is null)
            Add(certificate.Hessian, error);

        void Add(Definiteness claimed, double within)
        {
            tally.Add(claimed != Definiteness.Unproven, () => Of(matrix, within) == claimed, () =>
            {
                var margin = Rounding.SumAbove(within, 2 * floor);
                return matrix.Known is null && double.IsFinite(margin) && Of(matrix, margin) != Definiteness.Unproven;
            });
        }
    }

    // The signs that all matrices within the error have.
    private static Definiteness Of(ProofCase matrix, double error)
    {
        var (a, n) = (matrix.Matrix, matrix.Dimension);
        var lower = matrix.Known ?? ExactInertia.Of(a, n, error);
        var upper = matrix.Known ?? ExactInertia.Of(a, n, -error);
        return lower.Positive == n ? Definiteness.Positive
            : upper.Negative == n ? Definiteness.Negative
            : lower.Positive > 0 && upper.Negative > 0 ? Definiteness.Indefinite
            : Definiteness.Unproven;
    }
}
