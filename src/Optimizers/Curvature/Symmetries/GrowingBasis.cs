namespace Optimizers.Curvature;

/// <summary>An orthonormal basis that grows by what of a vector is new to it (Gram–Schmidt, twice).</summary>
/// <param name="length">The length of the vectors.</param>
internal sealed class GrowingBasis(int length)
{
    /// <summary>Less of a unit vector than this is not new.</summary>
    private const double Negligible = 1e-6;

    private readonly List<double[]> _vectors = [];

    public IReadOnlyList<double[]> Vectors => _vectors;

    /// <summary>Adds the part of a vector that is orthogonal to the basis, if there is one.</summary>
    /// <param name="vector">Of about length 1; it is overwritten, and kept if it is new.</param>
    public bool TryAdd(double[] vector)
    {
        if (_vectors.Count == length)
            return false;
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var other in _vectors)
                SymmetricEigenSystem.AddScaled(vector, -SymmetricEigenSystem.Dot(other, vector), other);
        }

        var norm = Math.Sqrt(SymmetricEigenSystem.Dot(vector, vector));
        if (norm <= Negligible)
            return false;
        foreach (ref var entry in vector.AsSpan())
            entry /= norm;
        _vectors.Add(vector);
        return true;
    }
}
