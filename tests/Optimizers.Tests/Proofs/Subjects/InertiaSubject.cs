using Optimizers.Curvature;
using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.Proofs;

/// <summary>The counts of eigenvalues on both sides of a shift, by <see cref="InertiaProof"/>, at zero and close to eigenvalues.</summary>
internal sealed class InertiaSubject : IProofSubject<ProofCase>
{
    public string Name => "inertia (LDLᵀ)";

    public void Examine(ProofCase matrix, Tally tally)
    {
        var (a, n) = (matrix.Matrix, matrix.Dimension);
        if (matrix.Known is { } known)
        {
            // What is below −τ + r is negative where r is less than τ.
            var tau = 1e-6 * a.Max(Math.Abs);
            var bounds = InertiaBounds.Of(a, n, -tau, tau);
            tally.Add(
                bounds.IsSigned,
                () => bounds.Negative <= known.Negative && bounds.Positive <= known.Positive
                    && bounds.Negative + bounds.Between + bounds.Positive <= n,
                () => true);
            return;
        }

        var source = new MatrixSource(matrix.Seed);
        var values = Spectrum.Of(matrix).Values;
        var floor = CholeskyProof.FloorOf(a, n);
        foreach (var shift in (double[])[0, source.Any(values) + (source.Any(-2, -1, 0, 1, 2) * floor), source.Uniform(-1, 1) * values[^1]])
        {
            if (!double.IsFinite(shift))
                continue;
            var proof = InertiaProof.Of(a, n, shift);
            if (!double.IsFinite(proof.Radius))
                continue;
            var (above, below) = (Rounding.SumAbove(shift, proof.Radius), Rounding.DifferenceBelow(shift, proof.Radius));
            tally.Add(
                isProven: true,
                () => (!double.IsFinite(above) || ExactInertia.Of(a, n, above).Negative >= proof.Below)
                    && (!double.IsFinite(below) || ExactInertia.Of(a, n, below).Positive >= proof.Above),
                () => false);

            // Where no eigenvalue is within two radii, the counts are all there is to know.
            var exact = ExactInertia.Of(a, n, shift);
            var (far, near) = (Rounding.SumAbove(above, proof.Radius), Rounding.DifferenceBelow(below, proof.Radius));
            tally.Add(
                proof.Below == exact.Negative && proof.Above == exact.Positive,
                () => true,
                () => exact.Zero == 0 && double.IsFinite(far) && double.IsFinite(near)
                    && ExactInertia.Of(a, n, near).Negative == exact.Negative && ExactInertia.Of(a, n, far).Positive == exact.Positive);
        }
    }
}
