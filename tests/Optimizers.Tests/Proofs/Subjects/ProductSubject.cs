using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.Proofs;

/// <summary>
/// What a classification proves from products alone: negative curvature of the true Hessian, and positive beside it, by a Rayleigh quotient each,
/// within the rounding of the product and an error δ that the Hessian may have.
/// </summary>
internal sealed class ProductSubject : IProofSubject<ProofCase>
{
    private const double Fraction = 0.01;

    public string Name => "curvature by products (a classification without a matrix)";

    public void Examine(ProofCase matrix, Tally tally)
    {
        var n = matrix.Dimension;
        var objective = new DenseQuadratic(matrix.Matrix, n);
        var a = objective.Matrix;
        var source = new MatrixSource(matrix.Seed);
        var exact = matrix with { Matrix = a };
        var spectrum = matrix.Known is null ? Spectrum.Of(exact) : null;
        var (least, width) = spectrum is null ? (0, 0) : (spectrum.Values[0], spectrum.Values[^1] - spectrum.Values[0]);
        var error = matrix.Known is null && least < 0 ? source.Any(0, 0, -0.5 * least, -0.9 * least, -1.0000001 * least) : 0;
        if (!double.IsFinite(error) || !double.IsFinite(width))
            (error, width) = (0, 0);

        CriticalPoint point;
        try
        {
            point = CriticalPoint.Classify(
                objective, Vector<double>.Build.Dense(n),
                new() { DenseLimit = 0, HessianError = error, Fraction = Fraction, Seed = matrix.Seed, MaxThreads = 1 });
        }
        catch (Exception refusal) when (refusal is ArgumentException or InvalidOperationException)
        {
            tally.Add(isProven: false, () => false, () => false); // Products that overflow, or that underflow until they look asymmetric.
            return;
        }

        var claims = point.Claims.Where(claim => claim is { Certainty: Certainty.Proven, Subject: ClaimSubject.Hessian })
            .Select(claim => claim.Statement).ToList();
        var (falls, rises) = (Says("negative"), Says("positive"));

        // Beyond the fraction to which the ends were wanted, the vector of the lower one must show it.
        var margin = Rounding.SumAbove(error, Rounding.SumAbove(2 * Fraction * width, 2 * point.ToleranceSources.Rounding));
        tally.Add(
            falls,
            () => (matrix.Known ?? ExactInertia.Of(a, n, -error)).Negative > 0,
            () => width > 0 && double.IsFinite(margin) && ExactInertia.Of(a, n, -margin).Negative > 0);
        tally.Add(rises, () => (matrix.Known ?? ExactInertia.Of(a, n, error)).Positive > 0, () => false);

        bool Says(string sign) => claims.Exists(statement => statement.Contains(sign, StringComparison.Ordinal));
    }
}
