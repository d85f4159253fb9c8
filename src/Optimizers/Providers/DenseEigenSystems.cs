using System.Numerics;
using MathNet.Numerics;
using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers;

/// <summary>The door from MathNet's arrays to the eigen-decomposition of symmetric matrices.</summary>
internal static class DenseEigenSystems
{
    /// <summary>
    /// A = VDVᵀ of a symmetric A, in double for floats too. False where A is left to MathNet: an array is missing or does not fit n, or A is empty or
    /// not finite.
    /// </summary>
    /// <param name="order">n.</param>
    /// <param name="matrix">A, of which the lower triangle is read.</param>
    /// <param name="vectors">Becomes V.</param>
    /// <param name="values">Become the eigenvalues, ascending.</param>
    /// <param name="diagonal">Becomes D.</param>
    /// <exception cref="NonConvergenceException">An eigenvalue did not converge.</exception>
    public static bool TryDecompose<E>(int order, E[] matrix, E[] vectors, Complex[] values, E[] diagonal)
        where E : unmanaged, IBinaryFloatingPointIeee754<E>
    {
        if (order < 1 || matrix is null || vectors is null || values is null || diagonal is null || values.Length != order
            || matrix.LongLength != (long)order * order || vectors.Length != matrix.Length || diagonal.Length != matrix.Length
            || !Reduction.IsFinite<E>(matrix))
        {
            return false;
        }

        var (entries, exponent) = ScaledEntries.Of(matrix);
        var (eigenvalues, eigenvectors) = TridiagonalReduction.Decompose(entries, order, Control.MaxDegreeOfParallelism);
        Array.Clear(diagonal);
        for (var i = 0; i < order; i++)
        {
            var value = Math.ScaleB(eigenvalues[i], exponent);
            values[i] = value;
            diagonal[i + (i * order)] = Element.From<E>(value);
        }

        for (var i = 0; i < vectors.Length; i++)
            vectors[i] = Element.From<E>(eigenvectors[i]);
        return true;
    }
}
