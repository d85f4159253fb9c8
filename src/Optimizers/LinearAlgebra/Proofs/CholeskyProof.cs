namespace Optimizers.LinearAlgebra;

/// <summary>
/// Whether λmin(A) > β is proven, by a Cholesky factorization in floating point that runs to completion after a bound of its own error has been
/// subtracted from the diagonal (S. M. Rump, Verification of positive definiteness, BIT 46 (2006) 433–452).
/// </summary>
/// <remarks>
/// <para>
/// Let B = A − βI, C = B − diag(s), and L the computed factor of C. Column by column, indices from 0 and γₘ = mu/(1 − mu): an entry lᵢⱼ of row i has
/// at most j products, one subtraction each and a division or a root, so that in any order of summation
/// |cᵢⱼ − Σₖ lᵢₖlⱼₖ| ≤ γ₍ⱼ₊₂₎·Σₖ|lᵢₖ||lⱼₖ| for i ≥ j (Higham, Accuracy and Stability, lemma 8.4 and problem 10.3). For i = j this bounds the rows:
/// ‖lᵢ‖² ≤ cᵢᵢ/(1 − γ₍ᵢ₊₂₎). So LLᵀ = C + Δ with |δᵢⱼ| ≤ √(αᵢcᵢᵢ)·√(αⱼcⱼⱼ), αᵢ = γ₍ᵢ₊₂₎/(1 − γ₍ᵢ₊₂₎) &lt; (i + 3)u for i &lt; 2²⁶, and by Cauchy
/// |xᵀΔx| ≤ (Σᵢ √(αᵢcᵢᵢ)|xᵢ|)² ≤ (Σᵢ αᵢcᵢᵢ/sᵢ)·xᵀdiag(s)x. Where the first factor is at most 1,
/// xᵀBx = xᵀ(LLᵀ − Δ + diag(s))x ≥ ‖Lᵀx‖² > 0: B is positive definite.
/// </para>
/// <para>
/// Two choices of s have a sum of 1. The uniform one is Rump's, sᵢ = c = Σⱼ αⱼbⱼⱼ, less than γ₍ₙ₊₁₎/(1 − γ₍ₙ₊₁₎)·tr(B). The relative one, sᵢ = (Σⱼ
/// αⱼ)·bᵢᵢ, is Rump's for the matrix scaled to a unit diagonal (INTLAB's isspd scales it by powers of two, nearly so): graded matrices do not
/// fail. It is tried where the uniform one fails and it is smaller somewhere. Powers of two bring every bᵢᵢ into [1, 4) first; they change no
/// digit, nor the argument.
/// </para>
/// <para>
/// Underflow: a product, a quotient or a scaled entry adds at most η, in all at most (n + 4)η to an entry and n(n + 4)η &lt; 2⁻¹⁰⁰⁰ to xᵀΔx for ‖x‖ =
/// 1. Every sᵢ is more than 2⁻⁵² there and is rounded up by a larger part of itself, so it is contained. A rounded mean of aᵢⱼ and aⱼᵢ, where the two
/// differ, is within u|cᵢⱼ| ≤ u‖lᵢ‖‖lⱼ‖(1 + γ) of the symmetric part, for which 2u is added to every αᵢ.
/// </para>
/// <para>
/// With β a bound on the 2-norm of A's own error, the true matrix is positive definite, by Weyl. Factorization succeeds where λmin(B) > 2c: the exact
/// C has then more than c, and Δ less (Demmel 1989; Higham, theorem 10.7).
/// </para>
/// </remarks>
internal readonly record struct CholeskyProof
{
    /// <summary>True if λmin > β is proven. False says nothing about A.</summary>
    public bool IsProven { get; private init; }

    /// <summary>β, in the units of A.</summary>
    public double Bound { get; private init; }

    /// <summary>c in the units of A, ≥ 0: where λmin > β + 2c it is proven that λmin > β.</summary>
    public double Floor { get; private init; }

    /// <summary>c of a matrix for β = 0, or above it: Σⱼ αⱼ|aⱼⱼ|.</summary>
    public static double FloorOf(ReadOnlySpan<double> a, int n)
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++)
            sum += (i + 5) * Rounding.Unit * Math.Abs(a[i + (i * n)]);
        return Rounding.Above(sum, n + 8);
    }

    /// <summary>Tries to prove λmin(±(A + Aᵀ)/2) > β. O(n³/3) time, one copy of A in memory.</summary>
    /// <param name="a">A, n² finite entries, column by column.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="bound">β, finite, of any sign.</param>
    /// <param name="sign">+1 for A, −1 for −A.</param>
    /// <param name="cancellation">Asked before every block.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CholeskyProof Try(ReadOnlySpan<double> a, int n, double bound, int sign = 1, CancellationToken cancellation = default)
    {
        // bᵢᵢ = b̃ᵢᵢ·4^kᵢ with |b̃ᵢᵢ| in [1, 4), and c = c̃·4^K.
        var scaled = new double[n];
        var exponents = new int[n];
        var largest = int.MinValue;
        for (var i = 0; i < n; i++)
        {
            var diagonal = Rounding.DifferenceBelow(sign * a[i + (i * n)], bound);
            if (diagonal == 0 || !double.IsFinite(diagonal))
                continue;
            exponents[i] = Math.ILogB(diagonal) >> 1;
            scaled[i] = Math.ScaleB(diagonal, -2 * exponents[i]);
            largest = Math.Max(largest, exponents[i]);
        }

        var matrix = new double[checked(n * n)];
        var isPlausible = TryFill(matrix, a, n, sign, exponents, out var isSymmetric) && Array.TrueForAll(scaled, entry => entry > 0);
        double sum = 0, weights = 0;
        for (var i = 0; i < n; i++)
        {
            var alpha = (i + (isSymmetric ? 3 : 5)) * Rounding.Unit;
            weights += alpha;
            sum += alpha * Math.ScaleB(Math.Abs(scaled[i]), 2 * (exponents[i] - largest));
        }

        // What underflows in the sum is below n·η, and c̃ above 2⁻⁵².
        var uniform = Rounding.Above(sum, n + 8);
        var relative = Rounding.Above(weights, n + 8);
        var proof = new CholeskyProof { Bound = bound, Floor = sum == 0 ? 0 : Rounding.ScaleAbove(uniform, 2 * largest) };
        if (!isPlausible)
            return proof;

        var shifts = new double[n];
        for (var i = 0; i < n; i++)
            shifts[i] = Math.ScaleB(uniform, 2 * (largest - exponents[i]));
        var isProven = TrySubtract(matrix, n, scaled, shifts) && TryFactor(matrix, n, cancellation);
        if (!isProven && Array.Exists(shifts, shift => shift > 8 * relative))
        {
            for (var i = 0; i < n; i++)
                shifts[i] = Rounding.Above(relative * scaled[i], 2);
            isProven = TryFill(matrix, a, n, sign, exponents, out _)
                && TrySubtract(matrix, n, scaled, shifts) && TryFactor(matrix, n, cancellation);
        }

        return proof with { IsProven = isProven };
    }

    // The scaled symmetric part below the diagonal; false if a 2×2 minor shows that it is not positive definite.
    private static bool TryFill(Span<double> matrix, ReadOnlySpan<double> a, int n, int sign, int[] exponents, out bool isSymmetric)
    {
        const int Tile = 32;
        isSymmetric = true;
        matrix.Clear();
        var factors = Array.ConvertAll(exponents, exponent => Math.ScaleB(1, -exponent));
        for (var firstColumn = 0; firstColumn < n; firstColumn += Tile)
        {
            for (var firstRow = firstColumn; firstRow < n; firstRow += Tile)
            {
                for (var j = firstColumn; j < Math.Min(n, firstColumn + Tile); j++)
                {
                    for (var i = Math.Max(j + 1, firstRow); i < Math.Min(n, firstRow + Tile); i++)
                    {
                        // The larger factor first: then the first product does not underflow unless both factors are below 1.
                        var (large, small) = factors[i] > factors[j] ? (factors[i], factors[j]) : (factors[j], factors[i]);
                        var (entry, mirrored) = (a[i + (j * n)], a[j + (i * n)]);
                        if (entry != mirrored)
                        {
                            // Rounded once: a sum is exact where it underflows, and halves are where it overflows.
                            isSymmetric = false;
                            var both = entry + mirrored;
                            (entry, small) = double.IsFinite(both) ? (both, 0.5 * small) : ((0.5 * entry) + (0.5 * mirrored), small);
                        }

                        entry = sign * entry * large * small;
                        if (!(Math.Abs(entry) < 4))
                            return false;
                        matrix[i + (j * n)] = entry;
                    }
                }
            }
        }

        return true;
    }

    private static unsafe bool TryFactor(double[] matrix, int n, CancellationToken cancellation)
    {
        fixed (double* a = matrix)
            return CholeskyFactorization.TryFactor(n, a, n, Environment.ProcessorCount, cancellation);
    }

    private static bool TrySubtract(Span<double> matrix, int n, double[] diagonal, double[] shifts)
    {
        for (var i = 0; i < n; i++)
        {
            var entry = Rounding.DifferenceBelow(diagonal[i], shifts[i]);
            if (!(entry > 0))
                return false;
            matrix[i + (i * n)] = entry;
        }

        return true;
    }
}
