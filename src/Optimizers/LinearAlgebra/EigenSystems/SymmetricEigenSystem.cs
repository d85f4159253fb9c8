using MathNet.Numerics;

namespace Optimizers.LinearAlgebra;

/// <summary>
/// A = 2ᵉ·UΛUᵀ of a symmetric n×n matrix: Λ at once, and U when it is asked for. The power of two puts the largest |aᵢⱼ| into [1, 2), so that nothing
/// over- or underflows on the way; it changes no digit.
/// </summary>
internal sealed class SymmetricEigenSystem : IEigenvectors
{
    // Vectors of eigenvalues that are nearer, against the largest of all, are told apart by one decomposition of all of them only.
    private const double Alone = 1.0 / (1 << 26);

    private readonly Lock _lock = new();
    private readonly (int[] Rows, CoupledEigenSystem System)[] _blocks;
    private readonly (int Block, int Index)[] _places;
    private double[]? _vectors;

    private SymmetricEigenSystem(SymmetricPart part, (int[] Rows, CoupledEigenSystem System)[] blocks)
    {
        (Exponent, Asymmetry, _blocks) = (part.Exponent, part.Asymmetry, blocks);
        var pairs = blocks
            .SelectMany((block, b) => block.System.Values.Select((value, i) => (value, Place: (b, i)))).OrderBy(pair => pair.value).ToArray();
        Values = Array.ConvertAll(pairs, pair => pair.value);
        _places = Array.ConvertAll(pairs, pair => pair.Place);
        Residual = Dimension == 0 ? 0 : LargestResidual(part.Entries, Values, SomeVector, Multiply);
    }

    /// <summary>e.</summary>
    public int Exponent { get; }

    /// <summary>The diagonal of Λ, ascending.</summary>
    public double[] Values { get; }

    /// <summary>U, column by column: n² entries. In each column the first of the largest entries is positive.</summary>
    public double[] Vectors => VectorsOrCancel(CancellationToken.None);

    /// <summary>
    /// The largest ‖(A − UΛUᵀ)x‖₂, A scaled by 2⁻ᵉ, found for the eigenvectors x of λmin, of λmax and of the two eigenvalues on either side of zero,
    /// and for one random unit vector x, for which blocks whose vectors are not at hand have the matrix of the reduction in the place of UΛUᵀ.
    /// </summary>
    public double Residual { get; }

    /// <inheritdoc cref="SymmetricPart.Asymmetry"/>
    public double Asymmetry { get; }

    /// <summary>‖Λ‖₂.</summary>
    public double Norm => Values.Length == 0 ? 0 : Math.Max(Math.Abs(Values[0]), Math.Abs(Values[^1]));

    public int Dimension => Values.Length;

    double[] IEigenvectors.All => Vectors;

    /// <summary>Column i of U.</summary>
    public ReadOnlySpan<double> Vector(int i) => Vectors.AsSpan(i * Dimension, Dimension);

    /// <summary>
    /// uᵢ alone, in O(n²) where its eigenvalue is alone, as right as that of U: but for rounding it is column i.
    /// </summary>
    public ReadOnlySpan<double> VectorAlone(int i)
    {
        var distance = Math.Min(i > 0 ? Values[i] - Values[i - 1] : Norm, i + 1 < Dimension ? Values[i + 1] - Values[i] : Norm);
        lock (_lock)
        {
            if (_vectors is not null || !(distance >= Alone * Norm))
                return Vector(i);
            var vector = SomeVector(i);
            OrientUp(vector);
            return vector;
        }
    }

    /// <summary>U, for who has a token.</summary>
    /// <param name="cancellationToken">Cancels between two parts of a large block; U can then be asked for again.</param>
    public double[] VectorsOrCancel(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _vectors ??= AllVectors(cancellationToken);
    }

    /// <summary>
    /// |uᵢᵀx| for every i, of the eigenvectors of some basis: within a cluster of eigenvalues they may differ from those of U. O(n²).
    /// </summary>
    public double[] Magnitudes(double[] x)
    {
        lock (_lock)
        {
            var parts = Array.ConvertAll(_blocks, block => block.System.Magnitudes(Array.ConvertAll(block.Rows, row => x[row])));
            return Array.ConvertAll(_places, place => parts[place.Block][place.Index]);
        }
    }

    /// <summary>Decomposes (A + Aᵀ)/2.</summary>
    /// <param name="matrix">The n² finite entries of A, column by column; the array is overwritten.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="cancellationToken">Cancels between two columns of a large block.</param>
    /// <exception cref="NonConvergenceException">The iteration for the eigenvalues did not converge.</exception>
    public static SymmetricEigenSystem Of(double[] matrix, int n, CancellationToken cancellationToken = default) =>
        Of(SymmetricPart.Of(matrix, n), cancellationToken);

    /// <summary>Decomposes a symmetric matrix. Blocks cost Σnᵢ³, at most n³: that of a matrix of many small blocks is cheap.</summary>
    /// <inheritdoc cref="Of(double[], int, CancellationToken)"/>
    /// <param name="part">The matrix. It is not changed.</param>
    /// <param name="cancellationToken">Cancels between two columns of a large block.</param>
    public static SymmetricEigenSystem Of(SymmetricPart part, CancellationToken cancellationToken = default)
    {
        var (n, h) = (part.Dimension, part.Entries);
        var blocks = UncoupledBlocks.Of(h, n).Select(rows =>
        {
            var size = rows.Length;
            var entries = new double[size * size];
            if (size == n)
                h.CopyTo(entries, 0);
            for (var j = 0; j < size && size < n; j++)
            {
                for (var i = 0; i < size; i++)
                    entries[i + (j * size)] = h[rows[i] + (rows[j] * n)];
            }

            return (rows, DecomposeBlock(entries, size, cancellationToken));
        });
        return new(part, [.. blocks]);
    }

    private static CoupledEigenSystem DecomposeBlock(double[] h, int n, CancellationToken cancellationToken)
    {
        try
        {
            return CoupledEigenSystem.Of(h, n, Environment.ProcessorCount, cancellationToken);
        }
        catch (NonConvergenceException e)
        {
            throw new NonConvergenceException($"The eigenvalues of {n} coupled rows of the matrix did not converge.", e);
        }
    }

    private double[] AllVectors(CancellationToken cancellationToken)
    {
        var n = Dimension;
        var parts = Array.ConvertAll(_blocks, block => block.System.Vectors(cancellationToken));
        var vectors = parts is [var only] ? only : new double[n * n];
        for (var k = 0; k < n; k++)
        {
            var vector = vectors.AsSpan(k * n, n);
            if (parts.Length > 1)
            {
                var (block, index) = _places[k];
                var rows = _blocks[block].Rows;
                for (var i = 0; i < rows.Length; i++)
                    vector[rows[i]] = parts[block][i + (index * rows.Length)];
            }

            OrientUp(vector);
        }

        return vectors;
    }

    // A unit eigenvector of λᵢ, of either sign.
    private double[] SomeVector(int i)
    {
        var (block, index) = _places[i];
        var (rows, system) = _blocks[block];
        var part = system.Vector(index);
        var vector = new double[Dimension];
        for (var k = 0; k < part.Length; k++)
            vector[rows[k]] = part[k];
        return vector;
    }

    // What was decomposed, times x.
    private double[] Multiply(double[] x)
    {
        var product = new double[Dimension];
        foreach (var (rows, system) in _blocks)
        {
            var part = system.Multiply(Array.ConvertAll(rows, row => x[row]));
            for (var k = 0; k < part.Length; k++)
                product[rows[k]] = part[k];
        }

        return product;
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
    /// <param name="h">A, scaled.</param>
    /// <param name="values">Λ.</param>
    /// <param name="vector">An eigenvector of λᵢ.</param>
    /// <param name="multiply">UΛUᵀx.</param>
    internal static double LargestResidual(double[] h, double[] values, Func<int, double[]> vector, Func<double[], double[]> multiply)
    {
        var n = values.Length;
        var positive = Math.Max(0, Array.FindIndex(values, value => value > 0));
        ReadOnlySpan<int> deciding = [0, Math.Max(0, positive - 1), positive, n - 1];
        var largest = 0.0;
        var y = new double[n];
        for (var k = 0; k < deciding.Length; k++)
        {
            var i = deciding[k];
            if (deciding[..k].Contains(i))
                continue;
            var u = vector(i);
            Multiply(h, u, y);
            ShortVectors.AddScaled(y, -values[i], u);
            largest = Math.Max(largest, Math.Sqrt(ShortVectors.Dot(y, y) / ShortVectors.Dot(u, u)));
        }

        var x = RandomDirection.Next(n, seed: 0);
        Multiply(h, x, y);
        ShortVectors.AddScaled(y, -1, multiply(x));
        return Math.Max(largest, Math.Sqrt(ShortVectors.Dot(y, y) / ShortVectors.Dot(x, x)));
    }

    private static void Multiply(double[] h, ReadOnlySpan<double> x, double[] y)
    {
        for (var j = 0; j < y.Length; j++)
            y[j] = ShortVectors.Dot(h.AsSpan(j * y.Length, y.Length), x);
    }
}
