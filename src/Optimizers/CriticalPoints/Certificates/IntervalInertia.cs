using Optimizers.LinearAlgebra;

using static Optimizers.Curvature.Functions.DirectedRounding;

namespace Optimizers.Curvature.Functions;

/// <summary>How many eigenvalues below and above μ every symmetric matrix of an interval matrix has.</summary>
/// <param name="Below">Eigenvalues below μ.</param>
/// <param name="Above">Eigenvalues above μ. None is μ itself: Below + Above = n.</param>
internal readonly record struct IntervalInertia(int Below, int Above)
{
    /// <summary>Proves the inertia of A − μI for all A in [A], or gives null where that cannot be proven. O(n³).</summary>
    /// <remarks>
    /// With H ≈ UΛUᵀ from the middle of [A] and R = |Λ − μI|^(−½)Uᵀ, C = R(A − μI)Rᵀ is near a diagonal of ±1. C is enclosed in interval
    /// arithmetic; if each of its Gershgorin intervals lies on one side of 0, as many eigenvalues of C are on that side (Horn and Johnson, Matrix
    /// Analysis, theorem 6.1.1), and A − μI has the same inertia by Sylvester's law. R is not singular, because C is not. Nothing is assumed of U
    /// and Λ.
    /// </remarks>
    /// <param name="matrix">[A]: n² entries, symmetric.</param>
    /// <param name="middle">An approximate eigen-system of a matrix in or near [A].</param>
    /// <param name="mu">μ.</param>
    public static IntervalInertia? TryProve(ReadOnlySpan<Interval> matrix, SymmetricEigenSystem middle, double mu)
    {
        var n = middle.Dimension;
        foreach (var entry in matrix)
        {
            if (!entry.IsBounded)
                return null;
        }

        // R, column by column of Rᵀ: row i of R is uᵢᵀ/√|λᵢ − μ|.
        var r = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            var scale = 1 / Math.Sqrt(Math.Abs(Math.ScaleB(middle.Values[i], middle.Exponent) - mu));
            if (!double.IsFinite(scale))
                return null;
            for (var k = 0; k < n; k++)
                r[k + i * n] = scale * middle.Vector(i)[k];
        }

        var shifted = matrix.ToArray();
        for (var i = 0; i < n; i++)
            shifted[i + i * n] -= mu;
        var product = new Interval[n * n]; // (A − μI)Rᵀ
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
                product[i + j * n] = Dot(r.AsSpan(j * n, n), shifted.AsSpan(i * n, n));
        }

        // C, and the sums of the magnitudes beside its diagonal.
        var centres = new Interval[n];
        var radii = new double[n];
        for (var j = 0; j < n; j++)
        {
            centres[j] = Dot(r.AsSpan(j * n, n), product.AsSpan(j * n, n));
            for (var i = 0; i < j; i++)
            {
                var beside = Dot(r.AsSpan(i * n, n), product.AsSpan(j * n, n)).Magnitude;
                radii[i] = AddUp(radii[i], beside);
                radii[j] = AddUp(radii[j], beside);
            }
        }

        int below = 0, above = 0;
        for (var i = 0; i < n; i++)
        {
            if (centres[i].Lower > radii[i])
                above++;
            else if (centres[i].Upper < -radii[i])
                below++;
            else
                return null;
        }

        return new(below, above);
    }

    /// <summary>Σ aᵢbᵢ.</summary>
    internal static Interval Dot(ReadOnlySpan<double> a, ReadOnlySpan<Interval> b)
    {
        Interval sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
