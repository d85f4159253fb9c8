using Optimizers.LinearAlgebra;

namespace Optimizers.Tests.Proofs;

/// <summary>
/// Negative and positive curvature beyond an error δ, by <see cref="RayleighQuotient"/>: of the eigenvectors at the ends, of coordinates, and of
/// random vectors. Every enclosure is compared with the exact quotient.
/// </summary>
internal sealed class CurvatureSubject : IProofSubject<ProofCase>
{
    public string Name => "negative and positive curvature (Rayleigh quotients)";

    public void Examine(ProofCase matrix, Tally tally)
    {
        var (a, n) = (matrix.Matrix, matrix.Dimension);
        var source = new MatrixSource(matrix.Seed);
        var spectrum = Spectrum.Of(matrix);
        var floor = Floor(matrix);
        Examine(spectrum.Vector(0).ToArray(), -spectrum.Values[0]);
        Examine(spectrum.Vector(n - 1).ToArray(), spectrum.Values[^1]);
        Examine(MatrixSource.Vector(n, source.Normal), double.NaN);
        Examine(MatrixSource.Vector(n, () => Math.ScaleB(source.Normal(), source.Integer(-300, 300))), double.NaN);

        void Examine(double[] v, double size)
        {
            var quotient = RayleighQuotient.Enclose(a, n, v);
            var exact = ExactQuotient.Of(a, n, v);
            tally.Add(isProven: true, () => exact.CompareTo(quotient.Low) >= 0 && exact.CompareTo(quotient.High) <= 0, () => false);
            foreach (var error in (double[])[0, 0.5 * size, size - (source.Uniform(-1, 3) * floor)])
            {
                if (!(error >= 0 && double.IsFinite(error)))
                    continue;
                tally.Add(quotient.IsBelow(-error), () => exact.CompareTo(-error) < 0, () => IsOwed(exact, -error, floor));
                tally.Add(quotient.IsAbove(error), () => exact.CompareTo(error) > 0, () => IsOwed(exact, error, floor));
            }
        }
    }

    /// <summary>That of definiteness, or (n + 2)u‖A‖_F where the diagonal is small.</summary>
    public static double Floor(ProofCase matrix)
    {
        var (a, n) = (matrix.Matrix, matrix.Dimension);
        var largest = a.Max(Math.Abs);
        var norm = largest == 0 ? 0 : largest * Math.Sqrt(a.Sum(entry => entry / largest * (entry / largest)));
        return Math.Max(CholeskyProof.FloorOf(a, n), (n + 2) * Rounding.Unit * norm);
    }

    // Beyond the error by two floors, on the side of the sign.
    private static bool IsOwed(ExactQuotient exact, double error, double floor)
    {
        var bound = error < 0 || (error == 0 && double.IsNegative(error))
            ? Rounding.DifferenceBelow(error, 2 * floor) : Rounding.SumAbove(error, 2 * floor);
        return double.IsFinite(bound) && exact.CompareTo(bound) == (double.IsNegative(error) ? -1 : 1);
    }
}
