using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Tests.Proofs;

/// <summary>
/// Approximate eigenvalues (ascending) and eigenvectors of the symmetric part, by MathNet: they choose what is tried, and no truth rests on them.
/// </summary>
internal sealed record Spectrum(double[] Values, double[] Vectors)
{
    public static Spectrum Of(ProofCase matrix)
    {
        var n = matrix.Dimension;
        var largest = matrix.Matrix.Max(Math.Abs);
        var exponent = largest == 0 ? 0 : Math.ILogB(largest);
        var scaled = MatrixSource.Scaled(matrix.Matrix, -exponent);
        var evd = Matrix<double>.Build.Dense(n, n, (i, j) => 0.5 * (scaled[i + (j * n)] + scaled[j + (i * n)])).Evd(Symmetricity.Symmetric);
        return new([.. evd.EigenValues.Select(value => Math.ScaleB(value.Real, exponent))], evd.EigenVectors.ToColumnMajorArray());
    }

    public ReadOnlySpan<double> Vector(int i) => Vectors.AsSpan(i * Values.Length, Values.Length);
}
