using MathNet.Numerics;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// A = 2ᵉ·UΛUᵀ of a symmetric n×n matrix. The power of two puts the largest |aᵢⱼ| into [1, 2), so that nothing over- or underflows on the way;
/// it changes no digit.
/// </summary>
internal sealed class SymmetricEigenSystem
{
    private SymmetricEigenSystem(int exponent, double[] values, double[] vectors, double residual, double asymmetry)
    {
        Exponent = exponent;
        Values = values;
        Vectors = vectors;
        Residual = residual;
        Asymmetry = asymmetry;
    }

    /// <summary>e.</summary>
    public int Exponent { get; }

    /// <summary>The diagonal of Λ, ascending.</summary>
    public double[] Values { get; }

    /// <summary>U, column by column: n² entries. In each column the first of the largest entries is positive.</summary>
    public double[] Vectors { get; }

    /// <summary>
    /// The largest ‖(A − UΛUᵀ)x‖₂, A scaled by 2⁻ᵉ, found for the eigenvectors x of λmin, of λmax and of the two eigenvalues on either side of zero,
    /// and for one random unit vector x.
    /// </summary>
    public double Residual { get; }

    /// <inheritdoc cref="SymmetricPart.Asymmetry"/>
    public double Asymmetry { get; }

    /// <summary>‖Λ‖₂.</summary>
    public double Norm => Values.Length == 0 ? 0 : Math.Max(Math.Abs(Values[0]), Math.Abs(Values[^1]));

    public int Dimension => Values.Length;

    public ReadOnlySpan<double> Vector(int i) => Vectors.AsSpan(i * Dimension, Dimension);

    /// <summary>Decomposes (A + Aᵀ)/2.</summary>
    /// <param name="matrix">The n² finite entries of A, column by column; the array is overwritten.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="cancellationToken">Cancels between two columns of a large block.</param>
    /// <exception cref="NonConvergenceException">The iteration for the eigenvalues did not converge.</exception>
    public static SymmetricEigenSystem Of(double[] matrix, int n, CancellationToken cancellationToken = default) =>
        Of(SymmetricPart.Of(matrix, n), cancellationToken);

    /// <summary>Decomposes a symmetric matrix.</summary>
    /// <inheritdoc cref="Of(double[], int, CancellationToken)"/>
    /// <param name="part">The matrix. It is not changed.</param>
    /// <param name="cancellationToken">Cancels between two columns of a large block.</param>
    public static SymmetricEigenSystem Of(SymmetricPart part, CancellationToken cancellationToken = default)
    {
        var n = part.Dimension;
        if (n == 0)
            return new(part.Exponent, [], [], 0, part.Asymmetry);

        var (values, vectors) = Decompose(part.Entries, n, cancellationToken);
        for (var i = 0; i < n; i++)
            OrientUp(vectors.AsSpan(i * n, n));
        return new(part.Exponent, values, vectors, LargestResidual(part.Entries, values, vectors), part.Asymmetry);
    }

    // Λ ascending, and U. Blocks cost Σnᵢ³, at most n³: that of a matrix of many small blocks is cheap.
    private static (double[] Values, double[] Vectors) Decompose(double[] h, int n, CancellationToken cancellationToken)
    {
        var blocks = UncoupledBlocks.Of(h, n);
        if (blocks is [_])
            return DecomposeBlock([.. h], n, cancellationToken);

        var pairs = new List<(double Value, int[] Block, double[] Vectors, int Column)>(n);
        foreach (var block in blocks)
        {
            var size = block.Length;
            var part = new double[size * size];
            for (var j = 0; j < size; j++)
            {
                for (var i = 0; i < size; i++)
                    part[i + j * size] = h[block[i] + block[j] * n];
            }

            var (partValues, partVectors) = DecomposeBlock(part, size, cancellationToken);
            for (var i = 0; i < size; i++)
                pairs.Add((partValues[i], block, partVectors, i));
        }

        var values = new double[n];
        var vectors = new double[n * n];
        var k = 0;
        foreach (var (value, block, partVectors, column) in pairs.OrderBy(pair => pair.Value))
        {
            values[k] = value;
            for (var i = 0; i < block.Length; i++)
                vectors[block[i] + k * n] = partVectors[i + column * block.Length];
            k++;
        }

        return (values, vectors);
    }

    private static (double[] Values, double[] Vectors) DecomposeBlock(double[] h, int n, CancellationToken cancellationToken)
    {
        try
        {
            return TridiagonalReduction.Decompose(h, n, Environment.ProcessorCount, cancellationToken);
        }
        catch (NonConvergenceException e)
        {
            throw new NonConvergenceException($"The eigenvalues of {n} coupled rows of the matrix did not converge.", e);
        }
    }

    // Entries that are equal but for rounding must not change places: the first of them decides.
    private static void OrientUp(Span<double> u)
    {
        var largest = 0.0;
        foreach (var entry in u)
            largest = Math.Max(largest, Math.Abs(entry));
        var first = 0;
        while (Math.Abs(u[first]) < (1 - 1e-6) * largest)
            first++;
        if (u[first] > 0)
            return;
        foreach (ref var entry in u)
            entry = -entry;
    }

    /// <inheritdoc cref="Residual"/>
    internal static double LargestResidual(double[] h, double[] values, double[] vectors)
    {
        var n = values.Length;
        var positive = Math.Max(0, Array.FindIndex(values, value => value > 0));
        ReadOnlySpan<int> deciding = [0, Math.Max(0, positive - 1), positive, n - 1];
        var largest = 0.0;
        var y = new double[n];
        foreach (var i in deciding)
        {
            var u = vectors.AsSpan(i * n, n);
            Multiply(h, u, y);
            ShortVectors.AddScaled(y, -values[i], u);
            largest = Math.Max(largest, Math.Sqrt(ShortVectors.Dot(y, y) / ShortVectors.Dot(u, u)));
        }

        var x = RandomDirection.Next(n, seed: 0);
        Multiply(h, x, y);
        for (var i = 0; i < n; i++)
        {
            var u = vectors.AsSpan(i * n, n);
            ShortVectors.AddScaled(y, -values[i] * ShortVectors.Dot(u, x), u);
        }

        return Math.Max(largest, Math.Sqrt(ShortVectors.Dot(y, y) / ShortVectors.Dot(x, x)));
    }

    private static void Multiply(double[] h, ReadOnlySpan<double> x, double[] y)
    {
        for (var j = 0; j < y.Length; j++)
            y[j] = ShortVectors.Dot(h.AsSpan(j * y.Length, y.Length), x);
    }
}
