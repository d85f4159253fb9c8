using Optimizers.Arithmetic;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>The second order of a Hessian that was decomposed.</summary>
internal static class DenseSecondOrder
{
    /// <param name="system">H = UΛUᵀ.</param>
    /// <param name="gradient">g, n entries. It is overwritten.</param>
    /// <param name="options">The errors and the radius.</param>
    /// <param name="epsilon">The spacing of the numbers next to 1 in the precision in which H was given.</param>
    public static SecondOrder Of(SymmetricEigenSystem system, double[] gradient, CriticalPointOptions options, double epsilon)
    {
        // Both sides of every comparison are in units of 2ᵉ: of H's power of two, or of g's.
        var (n, lambda) = (system.Dimension, system.Values);
        var single = epsilon == MachineEpsilon.Double ? 0 : epsilon;
        var sources = new ToleranceSources
        {
            Rounding = n * MachineEpsilon.Double * system.Norm,
            Residual = system.Residual,
            HessianError = Math.ScaleB(options.HessianError, -system.Exponent),
            SingleRounding = single * Math.Sqrt(ShortVectors.Dot(lambda, lambda)),
            Asymmetry = system.Asymmetry,
        };
        var scaled = sources.Scale(system.Exponent, options.HessianError);

        var exponent = ShortVectors.ScaleToOne(gradient);
        var toGradient = system.Exponent - exponent;
        var norm = Math.Sqrt(ShortVectors.Dot(gradient, gradient));
        var gradientNorm = Math.ScaleB(norm, exponent);
        var hidden = SecondOrder.HiddenCurvature(options, gradientNorm);
        var positiveThreshold = Math.Max(scaled.Total, options.FlatCurvature);
        var positive = Math.Max(sources.Total, Math.ScaleB(options.FlatCurvature, -system.Exponent));
        var negative = Math.Max(positive, Math.ScaleB(hidden, -system.Exponent));
        var (negativeCount, positiveCount) = (lambda.Count(value => value < -negative), lambda.Count(value => value > positive));

        var tolerance = Math.ScaleB(options.GradientError, -exponent) + single * norm
            + Math.ScaleB(sources.Decomposition + sources.SingleRounding, toGradient);
        var flatTolerance = tolerance + Math.ScaleB(sources.Input * options.Radius, toGradient);
        var slopes = Slopes(system, gradient);
        var (distance, flat) = Newton(lambda, slopes, sources.Total, tolerance);
        var gradientTolerance = options.GradientError + single * gradientNorm + scaled.Decomposition + scaled.SingleRounding;
        var (smallest, largest) = n == 0
            ? (double.NaN, double.NaN)
            : (Math.ScaleB(lambda[0], system.Exponent), Math.ScaleB(lambda[^1], system.Exponent));
        return new()
        {
            Dimension = n,
            IsSpectrumComplete = true,
            Radius = options.Radius,
            Eigenvalues = Array.ConvertAll(lambda, value => Math.ScaleB(value, system.Exponent)),
            Vectors = system.Vectors,
            Slopes = Array.ConvertAll(slopes, slope => Math.ScaleB(slope, exponent)),
            SmallestEigenvalue = smallest,
            LargestEigenvalue = largest,
            SmallestInterval = new(smallest - scaled.Total, smallest + scaled.Total),
            LargestInterval = new(largest - scaled.Total, largest + scaled.Total),
            NegativeCount = negativeCount,
            ZeroCount = n - negativeCount - positiveCount,
            PositiveCount = positiveCount,
            ToleranceSources = scaled,
            NegativeThreshold = Math.Max(positiveThreshold, hidden),
            PositiveThreshold = positiveThreshold,
            GradientNorm = gradientNorm,
            GradientTolerance = gradientTolerance,
            FlatGradientNorm = Math.ScaleB(flat, exponent),
            FlatGradientTolerance = gradientTolerance + scaled.Input * options.Radius,
            DistanceToCriticalPoint = flat <= flatTolerance ? Math.ScaleB(distance, -toGradient) : double.PositiveInfinity,
        };
    }

    // Uᵀg.
    private static double[] Slopes(SymmetricEigenSystem system, double[] gradient)
    {
        var slopes = new double[system.Dimension];
        for (var i = 0; i < slopes.Length; i++)
            slopes[i] = ShortVectors.Dot(system.Vector(i), gradient);
        return slopes;
    }

    // The length of the Newton step along the eigenvectors that are not flat, and the gradient along those that are.
    private static (double Distance, double Flat) Newton(double[] lambda, double[] slopes, double zero, double tolerance)
    {
        double flat = 0, distance = 0;
        for (var i = 0; i < lambda.Length; i++)
        {
            if (Math.Abs(lambda[i]) <= zero)
            {
                flat += slopes[i] * slopes[i];
                continue;
            }

            var part = Math.Max(0, Math.Abs(slopes[i]) - tolerance) / lambda[i];
            distance += part * part;
        }

        return (Math.Sqrt(distance), Math.Sqrt(flat));
    }
}
