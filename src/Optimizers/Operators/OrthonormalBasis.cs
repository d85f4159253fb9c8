using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>p orthonormal vectors of n entries, the columns of Q.</summary>
internal sealed class OrthonormalBasis
{
    /// <summary>How far an entry of QᵀQ may be from that of I. What eigen-solvers return is within 10⁻¹⁴.</summary>
    private const double Tolerance = 1e-10;

    private readonly double[][] _columns;
    private readonly VectorWork _work;

    public OrthonormalBasis(IEnumerable<Vector<double>> basis, int dimension)
    {
        ArgumentNullException.ThrowIfNull(basis);
        _work = new();
        var columns = new List<double[]>();
        foreach (var vector in basis)
        {
            if (vector is null)
                throw new ArgumentNullException(nameof(basis), $"Vector {columns.Count} of the basis is null.");
            if (vector.Count != dimension)
            {
                throw new ArgumentException(
                    $"Vector {columns.Count} of the basis has {vector.Count} entries; the operator needs {dimension}.", nameof(basis));
            }

            columns.Add(vector.AsArray() ?? vector.ToArray());
        }

        _columns = [.. columns];
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var product = _work.Dot(_columns[i], _columns[j]);
                if (!(Math.Abs(product - (i == j ? 1 : 0)) <= Tolerance))
                    throw new ArgumentException(NotOrthonormal(i, j, product), nameof(basis));
            }
        }
    }

    /// <summary>The vectors that a basis has now.</summary>
    public OrthonormalBasis(GrowingBasis basis, VectorWork work)
    {
        _columns = [.. basis.Vectors];
        _work = work;
    }

    public int Count => _columns.Length;

    /// <summary>A basis of a random subspace.</summary>
    /// <param name="dimension">n.</param>
    /// <param name="count">p ≤ n.</param>
    /// <param name="seed">Chooses the subspace.</param>
    public static OrthonormalBasis Random(int dimension, int count, int seed)
    {
        var work = new VectorWork();
        var basis = new GrowingBasis(dimension, work);
        for (var k = 0; basis.Vectors.Count < count; k++)
            basis.TryAdd(RandomDirection.Next(dimension, unchecked(seed + k)));
        return new(basis, work);
    }

    /// <summary>Qᵀv.</summary>
    public void Coefficients(ReadOnlySpan<double> vector, Span<double> coefficients) => _work.Dots(_columns, Count, vector, coefficients);

    /// <summary>v ← v + cQy.</summary>
    public void AddCombination(double factor, ReadOnlySpan<double> coefficients, Span<double> vector) =>
        _work.AddCombination(factor, _columns, Count, coefficients, vector);

    /// <summary>v ← (I − QQᵀ)v, to orthogonality within rounding. The coefficients become Qᵀv of the v that came.</summary>
    public void Remove(Span<double> vector, Span<double> coefficients) =>
        _work.Orthogonalize(_columns, Count, vector, _work.StableNorm(vector), coefficients);

    private static string NotOrthonormal(int i, int j, double product) => i == j
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"The basis must be orthonormal to {Tolerance}; vector {i} has the square length {product}. Normalize it first.")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"The basis must be orthonormal to {Tolerance}; vectors {j} and {i} have the scalar product {product}. Orthogonalize them first.");
}
