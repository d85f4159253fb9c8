using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// The second order of a Hessian that is known by its products: from the ends of its spectrum, and pairs at both ends where
/// the lower one is negative.
/// </summary>
internal static class ProductSecondOrder
{
    /// <param name="gradient">g, n entries, and the error of it.</param>
    /// <param name="ends">The ends of the spectrum of H transverse to the flat directions.</param>
    /// <param name="pairs">Pairs with their vectors, ascending: at both ends, or none.</param>
    /// <param name="flatCount">How many flat directions the declared symmetries explain.</param>
    /// <param name="trail">The way to the critical point.</param>
    /// <param name="sources">Where the tolerance comes from.</param>
    /// <param name="options">The errors and the radius.</param>
    public static SecondOrder Of(
        (double[] Values, double Error) gradient,
        ExtremeEigenvalues ends,
        EigenPair[] pairs,
        int flatCount,
        ProductTrail trail,
        ToleranceSources sources,
        CriticalPointOptions options)
    {
        var n = gradient.Values.Length;
        var vectors = Array.ConvertAll(pairs, VectorOf);
        var smallest = pairs.Length == 0 ? ends.SmallestRitzValue : Math.Min(ends.SmallestRitzValue, pairs[0].Value);
        var largest = pairs.Length == 0 ? ends.LargestRitzValue : Math.Max(ends.LargestRitzValue, pairs[^1].Value);
        var gradientNorm = Math.Sqrt(ShortVectors.Dot(gradient.Values, gradient.Values));
        var gradientTolerance = gradient.Error + sources.Decomposition;
        var flatTolerance = gradientTolerance + sources.Input * options.Radius;
        var positiveThreshold = Math.Max(sources.Total, options.FlatCurvature);
        var negativeThreshold = Math.Max(positiveThreshold, SecondOrder.HiddenCurvature(options, gradientNorm));
        var beyond = sources.Total - ends.ProductError; // That is in the intervals of the ends.
        return new()
        {
            Dimension = n,
            IsSpectrumComplete = false,
            Radius = options.Radius,
            Eigenvalues = Array.ConvertAll(pairs, pair => pair.Value),
            Eigenvectors = new Found(vectors),
            Gradient = gradient.Values,
            SmallestEigenvalue = smallest,
            LargestEigenvalue = largest,
            SmallestInterval = new(ends.Smallest.Lower - beyond, ends.Smallest.Upper + beyond),
            LargestInterval = new(ends.Largest.Lower - beyond, ends.Largest.Upper + beyond),
            NegativeCount = Math.Min(smallest, ends.Smallest.Upper) < -negativeThreshold ? 1 : 0,
            ZeroCount = flatCount,
            PositiveCount = Math.Max(largest, ends.Largest.Lower) > positiveThreshold ? 1 : 0,
            ToleranceSources = sources,
            AreEndsEstimated = sources.IsErrorEstimated,
            NegativeThreshold = negativeThreshold,
            PositiveThreshold = positiveThreshold,
            GradientNorm = gradientNorm,
            GradientTolerance = gradientTolerance,
            FlatGradientNorm = trail.FlatGradientNorm,
            FlatGradientTolerance = flatTolerance,
            DistanceToCriticalPoint = trail.Distance,
            RelativeDistance = trail.RelativeDistance,
            IsLostInErrors = sources.Input > 0 && gradientNorm > 0 && sources.Input >= Math.Max(Math.Abs(smallest), Math.Abs(largest)),
        };
    }

    /// <summary>Where the tolerance of the eigenvalues comes from.</summary>
    /// <param name="ends">The ends of the spectrum, or a pilot of them.</param>
    /// <param name="hessian">H.</param>
    /// <param name="measured">What the products were seen to be off beyond that.</param>
    /// <param name="options">With the caller's error of H.</param>
    public static ToleranceSources Sources(
        ExtremeEigenvalues ends, HessianOperator hessian, ProductRounding.Measured measured, CriticalPointOptions options)
    {
        var norm = Math.Max(-ends.SmallestRitzValue, ends.LargestRitzValue);
        var rounding = Math.Max(ends.Rounding, hessian.Dimension * MachineEpsilon.Double * norm);
        var beyond = measured.Beyond(rounding);
        return new()
        {
            Rounding = rounding,
            IsErrorEstimated = !hessian.IsExact || beyond > 0,
            HessianError = Math.Max(options.HessianError + hessian.ProductError, beyond),
        };
    }

    private sealed class Found(double[][] vectors) : IEigenvectors
    {
        public double[] All => vectors is [var only] ? only : [.. vectors.SelectMany(vector => vector)];

        public ReadOnlySpan<double> VectorAlone(int i) => vectors[i];
    }

    private static double[] VectorOf(EigenPair pair) => pair.Vector!.AsArray() ?? pair.Vector.ToArray();
}
