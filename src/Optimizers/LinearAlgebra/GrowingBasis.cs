namespace Optimizers.LinearAlgebra;

/// <summary>An orthonormal basis that grows by what of a vector is new to it (Gram–Schmidt, as often as it takes).</summary>
/// <param name="length">The length of the vectors.</param>
/// <param name="work">Does the vector work; null for one of its own.</param>
internal sealed class GrowingBasis(int length, VectorWork? work = null)
{
    /// <summary>Less of a vector than this part is not new.</summary>
    private const double Negligible = 1e-6;

    private readonly VectorWork _work = work ?? new();
    private double[][] _vectors = new double[4][];
    private double[] _coefficients = new double[4];
    private int _count;

    public IReadOnlyList<double[]> Vectors => new ArraySegment<double[]>(_vectors, 0, _count);

    /// <summary>Adds the part of a vector that is orthogonal to the basis, if there is one.</summary>
    /// <param name="vector">It is overwritten, and kept if it is new.</param>
    public bool TryAdd(double[] vector)
    {
        if (_count == length)
            return false;
        var norm = _work.Norm(vector);
        var left = _work.Orthogonalize(_vectors, _count, vector, norm, _coefficients);
        if (!(left > Negligible * norm))
            return false;
        _work.Scale(1 / left, vector, vector);
        if (_count == _vectors.Length)
        {
            Array.Resize(ref _vectors, 2 * _count);
            Array.Resize(ref _coefficients, 2 * _count);
        }

        _vectors[_count++] = vector;
        return true;
    }
}
