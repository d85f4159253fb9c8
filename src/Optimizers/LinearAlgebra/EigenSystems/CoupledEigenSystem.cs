namespace Optimizers.LinearAlgebra;

/// <summary>
/// A = UΛUᵀ of a symmetric matrix that does not fall into blocks: Λ at once, and U when it is asked for, as a whole or one vector alone. Λ is a third
/// of the work. Up to <see cref="SmallSymmetric.LargestDimension"/> all is done at once. For one thread at a time.
/// </summary>
internal sealed class CoupledEigenSystem
{
    private TridiagonalReduction? _reduction;
    private double[]? _vectors;

    private CoupledEigenSystem(double[] values, double[]? vectors, TridiagonalReduction? reduction) =>
        (Values, _vectors, _reduction) = (values, vectors, reduction);

    /// <summary>The diagonal of Λ, ascending.</summary>
    public double[] Values { get; }

    /// <summary>Finds Λ.</summary>
    /// <param name="a">n² entries, column by column, of moderate size; the lower triangle is read. The array is overwritten, and kept.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="cancellationToken">Cancels between two columns.</param>
    /// <exception cref="MathNet.Numerics.NonConvergenceException">An eigenvalue did not converge.</exception>
    public static CoupledEigenSystem Of(double[] a, int n, int threads, CancellationToken cancellationToken)
    {
        if (n <= SmallSymmetric.LargestDimension)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (known, vectors) = SmallSymmetric.Decompose(a, n);
            return new(known, vectors, null);
        }

        var reduction = TridiagonalReduction.Of(a, n, threads, cancellationToken);
        var values = (double[])reduction.Diagonal.Clone();
        SymmetricTridiagonal.Solve(values, (double[])reduction.OffDiagonal.Clone());
        return new(values, null, reduction);
    }

    /// <summary>U, column by column.</summary>
    /// <param name="cancellationToken">Cancels between two parts; U can then be asked for again.</param>
    public double[] Vectors(CancellationToken cancellationToken)
    {
        _vectors ??= _reduction!.Decompose(cancellationToken).Vectors;
        _reduction = null; // Its memory is n² numbers.
        return _vectors;
    }

    /// <summary>A unit eigenvector of λᵢ, to its own residual; within a cluster of eigenvalues it is some vector of the cluster. O(n²).</summary>
    public double[] Vector(int i)
    {
        if (_vectors is { } known)
            return known[(i * Values.Length)..((i + 1) * Values.Length)];
        var vector = SymmetricTridiagonal.Eigenvector(_reduction!.Diagonal, _reduction.OffDiagonal, Values[i]);
        _reduction.Rotate(vector);
        return vector;
    }

    /// <summary>|uᵢᵀx| for every i, of the eigenvectors of some basis. O(n²).</summary>
    public double[] Magnitudes(ReadOnlySpan<double> x)
    {
        var n = Values.Length;
        if (_vectors is { } known)
        {
            var magnitudes = new double[n];
            for (var i = 0; i < n; i++)
                magnitudes[i] = Math.Abs(ShortVectors.Dot(known.AsSpan(i * n, n), x));
            return magnitudes;
        }

        // The row xᵀQ, carried along, becomes xᵀQV.
        var row = _reduction!.RotateBack(x);
        SymmetricTridiagonal.Solve((double[])_reduction.Diagonal.Clone(), (double[])_reduction.OffDiagonal.Clone(), row);
        return Array.ConvertAll(row, Math.Abs);
    }

    /// <summary>Of A as it was decomposed, times x: UΛUᵀx, or, where U is not at hand, QTQᵀx of the reduction.</summary>
    public double[] Multiply(ReadOnlySpan<double> x)
    {
        var n = Values.Length;
        if (_vectors is { } known)
        {
            var product = new double[n];
            for (var i = 0; i < n; i++)
            {
                var u = known.AsSpan(i * n, n);
                ShortVectors.AddScaled(product, Values[i] * ShortVectors.Dot(u, x), u);
            }

            return product;
        }

        var row = _reduction!.RotateBack(x);
        var (d, e) = (_reduction.Diagonal, _reduction.OffDiagonal);
        var image = new double[n];
        for (var i = 0; i < n; i++)
            image[i] = (d[i] * row[i]) + (i > 0 ? e[i - 1] * row[i - 1] : 0) + (i + 1 < n ? e[i] * row[i + 1] : 0);
        _reduction.Rotate(image);
        return image;
    }
}
