using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.Proofs;

/// <summary>
/// λmin(±A) > β by <see cref="CholeskyProof"/>, β at zero and where it hurts: some floors from the eigenvalue itself, on both sides.
/// </summary>
internal sealed class DefinitenessSubject : IProofSubject<ProofCase>
{
    private static readonly double[] Floors = [-3, -1, -0.3, 0, 0.3, 0.6, 1, 1.5, 2.05, 2.5, 4, 100];

    public string Name => "definiteness (Cholesky)";

    public void Examine(ProofCase matrix, Tally tally)
    {
        var (a, n) = (matrix.Matrix, matrix.Dimension);
        var source = new MatrixSource(matrix.Seed);
        var sign = matrix.Known is null ? source.Any(1, 1, 1, -1) : 1;
        var values = Spectrum.Of(matrix).Values;
        var least = sign > 0 ? values[0] : -values[^1];
        var floor = CholeskyProof.FloorOf(a, n);
        double[] bounds = matrix.Known is null
            ? [0, least - (source.Any(Floors) * floor), least - (source.Any(Floors) * floor), least - (source.Uniform(-1, 4) * floor)]
            : matrix.KnownBelow > 0 ? [0, matrix.KnownBelow / 2] : [0];
        var signed = sign > 0 ? a : Array.ConvertAll(a, entry => -entry);
        foreach (var bound in bounds)
        {
            if (!double.IsFinite(bound))
                continue;
            var proof = CholeskyProof.Try(a, n, bound, sign);
            tally.Add(proof.IsProven, () => Exceeds(matrix, signed, bound), () => Exceeds(matrix, signed, Rounding.SumAbove(bound, 2 * proof.Floor)));
        }
    }

    private static bool Exceeds(ProofCase matrix, double[] signed, double bound) => (matrix.Known, bound) switch
    {
        (null, _) => double.IsFinite(bound) && ExactInertia.Of(signed, matrix.Dimension, bound).IsPositiveDefinite,
        ({ } known, 0) => known.IsPositiveDefinite,
        _ => matrix.KnownBelow >= bound,
    };
}
