using Optimizers.Curvature;

namespace Optimizers.Tests.Proofs;

/// <summary>
/// Σ cᵢpᵢ((Mx)ᵢ) with an integer matrix M of determinant 1 and pᵢ′(t) = 12u(u − δᵢ)(u − γᵢ), u = t − rᵢ: its critical points are M⁻¹ of all
/// combinations of the roots rᵢ, rᵢ + δᵢ, rᵢ + γᵢ, exactly, and their kinds are the signs of cᵢpᵢ″ there.
/// </summary>
internal readonly struct Quartics(int[][] matrix, double[] r, double[] delta, double[] gamma, double[] scale) : IFunction
{
    public T Value<T>(ReadOnlySpan<T> x) where T : struct, IReal<T>
    {
        T sum = 0;
        for (var i = 0; i < x.Length; i++)
        {
            T u = -r[i];
            for (var j = 0; j < x.Length; j++)
                u += matrix[i][j] * x[j];
            sum += scale[i] * (3 * T.Pow(u, 4) - 4 * (delta[i] + gamma[i]) * T.Pow(u, 3) + 6 * delta[i] * gamma[i] * T.Pow(u, 2));
        }

        return sum;
    }
}
