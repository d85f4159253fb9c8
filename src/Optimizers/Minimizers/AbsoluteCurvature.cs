using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>Steps by |H|, the matrix with the absolute values of H's eigenvalues (Dauphin et al. 2014, section 4).</summary>
internal static class AbsoluteCurvature
{
    /// <summary>−|H|⁻¹g of a decomposed H; −g where H is zero.</summary>
    /// <param name="h">H.</param>
    /// <param name="gradient">g.</param>
    /// <param name="least">Eigenvalues below this share of the largest count as that much.</param>
    public static double[] Step(SymmetricEigenSystem h, double[] gradient, double least)
    {
        if (h.Norm == 0)
            return Array.ConvertAll(gradient, entry => -entry);
        var step = new double[gradient.Length];
        for (var i = 0; i < h.Dimension; i++)
        {
            var u = h.Vector(i);
            var curvature = Math.Max(Math.Abs(h.Values[i]), least * h.Norm);
            ShortVectors.AddScaled(step, Math.ScaleB(-ShortVectors.Dot(u, gradient) / curvature, -h.Exponent), u);
        }

        return step;
    }
}
