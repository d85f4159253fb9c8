using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// The second order of a Hessian that is known by its products: from the ends of its spectrum, and pairs at both ends where
/// the lower one is negative.
/// </summary>
internal static class ProductSecondOrder
{
    /// <summary>The most products of the search for the distance to the critical point of the expansion.</summary>
    public const int MaxDistanceProducts = 200;

    /// <param name="gradient">g, n entries, and the error of it.</param>
    /// <param name="hessian">H.</param>
    /// <param name="ends">The ends of the spectrum of H transverse to the flat directions.</param>
    /// <param name="pairs">Pairs with their vectors, ascending: at both ends, or none.</param>
    /// <param name="flatCount">How many flat directions the declared symmetries explain.</param>
    /// <param name="options">The errors and the radius.</param>
    public static SecondOrder Of(
        (double[] Values, double Error) gradient,
        HessianOperator hessian,
        ExtremeEigenvalues ends,
        EigenPair[] pairs,
        int flatCount,
        CriticalPointOptions options)
    {
        var n = gradient.Values.Length;
        var norm = Math.Max(Math.Abs(ends.SmallestRitzValue), Math.Abs(ends.LargestRitzValue));
        var sources = new ToleranceSources
        {
            Rounding = Math.Max(ends.Rounding, n * MachineEpsilon.Double * norm),
            HessianError = options.HessianError + hessian.ProductError,
        };
        var vectors = Array.ConvertAll(pairs, VectorOf);
        var smallest = pairs.Length == 0 ? ends.SmallestRitzValue : Math.Min(ends.SmallestRitzValue, pairs[0].Value);
        var largest = pairs.Length == 0 ? ends.LargestRitzValue : Math.Max(ends.LargestRitzValue, pairs[^1].Value);
        var gradientNorm = Math.Sqrt(ShortVectors.Dot(gradient.Values, gradient.Values));
        var gradientTolerance = gradient.Error + sources.Decomposition;
        var flatTolerance = gradientTolerance + sources.Input * options.Radius;
        var positiveThreshold = Math.Max(sources.Total, options.FlatCurvature);
        var negativeThreshold = Math.Max(positiveThreshold, SecondOrder.HiddenCurvature(options, gradientNorm));
        var (distance, flat) = gradientNorm <= gradientTolerance
            ? (0, gradientNorm)
            : Newton(hessian, gradient.Values, (gradientNorm, gradientTolerance, flatTolerance), norm, options);
        return new()
        {
            Dimension = n,
            IsSpectrumComplete = false,
            Radius = options.Radius,
            Eigenvalues = Array.ConvertAll(pairs, pair => pair.Value),
            Vectors = vectors is [var only] ? only : [.. vectors.SelectMany(vector => vector)],
            Slopes = Array.ConvertAll(vectors, vector => ShortVectors.Dot(vector, gradient.Values)),
            SmallestEigenvalue = smallest,
            LargestEigenvalue = largest,
            SmallestInterval = ends.Smallest,
            LargestInterval = ends.Largest,
            NegativeCount = Math.Min(smallest, ends.Smallest.Upper) < -negativeThreshold ? 1 : 0,
            ZeroCount = flatCount,
            PositiveCount = Math.Max(largest, ends.Largest.Lower) > positiveThreshold ? 1 : 0,
            ToleranceSources = sources,
            NegativeThreshold = negativeThreshold,
            PositiveThreshold = positiveThreshold,
            GradientNorm = gradientNorm,
            GradientTolerance = gradientTolerance,
            FlatGradientNorm = flat,
            FlatGradientTolerance = flatTolerance,
            DistanceToCriticalPoint = distance,
        };
    }

    // ρ and the gradient that no step removes. The residual of MINRES is the part of g that is outside the range of H.
    private static (double Distance, double FlatGradientNorm) Newton(
        HessianOperator hessian,
        double[] gradient,
        (double Norm, double Tolerance, double FlatTolerance) size,
        double normOfHessian,
        CriticalPointOptions options)
    {
        var least = (size.Norm - size.Tolerance) / normOfHessian;
        if (!(least <= options.Radius))
            return (least, 0);
        var newton = MinimumResidual.Solve(
            hessian,
            Array.ConvertAll(gradient, entry => -entry),
            Math.Max(1e-3, size.Tolerance / size.Norm),
            Math.Min(MaxDistanceProducts, options.MaxProducts),
            2 * options.Radius,
            options.CancellationToken);
        var distance = Math.Max(least, Math.Sqrt(ShortVectors.Dot(newton.X, newton.X)));
        return newton.End == MinimumResidual.End.Solved || newton.Residual <= size.FlatTolerance
            ? (distance, 0)
            : (newton.End == MinimumResidual.End.Outside ? distance : double.PositiveInfinity, newton.Residual);
    }

    private static double[] VectorOf(EigenPair pair) => pair.Vector!.AsArray() ?? pair.Vector.ToArray();
}
