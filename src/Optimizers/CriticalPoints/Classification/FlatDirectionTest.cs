using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>Which flat directions the declared symmetries explain.</summary>
internal static class FlatDirectionTest
{
    /// <summary>Products that tell the size of the spectrum, against which the tangents of symmetries are measured.</summary>
    public const int PilotProducts = 8;

    /// <summary>As much of a unit tangent may lie outside the flat eigenvectors: those next to the tolerance mix with others.</summary>
    private const double FlatTangent = 1e-4;

    /// <summary>
    /// Those of a decomposed Hessian: tangents t with ‖Ht‖ ≤ τ‖t‖, counted by the rank of their coordinates in the flat eigenvectors.
    /// </summary>
    /// <param name="theta">θ.</param>
    /// <param name="found">The second order at θ.</param>
    /// <param name="symmetries">The declared ones.</param>
    public static FlatDirections InEigenvectors(double[] theta, SecondOrder found, IReadOnlyList<Symmetry> symmetries)
    {
        var flat = Enumerable.Range(0, found.Dimension).Where(i => Math.Abs(found.Eigenvalues[i]) <= found.Tolerance).ToArray();
        var vectors = found.Vectors;
        var basis = new GrowingBasis(flat.Length);
        var at = Vector<double>.Build.DenseOfArray(theta);
        var parts = new List<FlatPart>();
        foreach (var symmetry in symmetries)
        {
            int explained = 0, broken = 0;
            foreach (var tangent in Tangents(symmetry, at))
            {
                var coordinates = Array.ConvertAll(flat, i => ShortVectors.Dot(vectors.AsSpan(i * found.Dimension, found.Dimension), tangent));
                var rest = Math.Sqrt(Math.Max(0, 1 - ShortVectors.Dot(coordinates, coordinates)));
                if (rest > FlatTangent)
                    broken++;
                else if (basis.TryAdd(coordinates))
                    explained++;
            }

            parts.Add(new(symmetry.Name, explained, broken));
        }

        return new(flat.Length, parts);
    }

    /// <summary>By products: tangents t with ‖Ht‖ small against what the whole matrix does to a vector, one product each.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="hessian">H at θ.</param>
    /// <param name="basis">Becomes a basis of the explained directions.</param>
    /// <param name="pilot">Tells the size of the spectrum.</param>
    /// <param name="options">With the symmetries.</param>
    public static FlatDirections ByProducts(
        double[] theta, HessianOperator hessian, GrowingBasis basis, ExtremeEigenvalues pilot, CriticalPointOptions options)
    {
        var norm = Math.Max(Math.Abs(pilot.SmallestRitzValue), Math.Abs(pilot.LargestRitzValue));
        var at = Vector<double>.Build.DenseOfArray(theta);
        var parts = new List<FlatPart>();
        var product = new double[theta.Length];
        foreach (var symmetry in options.Symmetries)
        {
            int explained = 0, broken = 0;
            foreach (var tangent in Tangents(symmetry, at))
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                hessian.Multiply(tangent, product);
                var curvature = Math.Sqrt(ShortVectors.Dot(product, product));
                if (curvature > options.HessianError + (2 * hessian.ProductError) + (FlatTangent * FlatTangent * norm))
                    broken++;
                else if (basis.TryAdd(tangent))
                    explained++;
            }

            parts.Add(new(symmetry.Name, explained, broken));
        }

        return new(basis.Vectors.Count, parts);
    }

    // Of length 1.
    private static IEnumerable<double[]> Tangents(Symmetry symmetry, Vector<double> theta)
    {
        foreach (var tangent in symmetry.Tangents(theta))
        {
            if (tangent.Count != theta.Count)
                throw new InvalidOperationException($"A tangent of the {symmetry.Name} has {tangent.Count} entries; θ has {theta.Count}.");
            var length = tangent.L2Norm();
            if (!(length > 0 && double.IsFinite(length)))
            {
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture, $"A tangent of the {symmetry.Name} has the length {length}; it must be finite and not zero."));
            }

            yield return (tangent / length).ToArray();
        }
    }
}
