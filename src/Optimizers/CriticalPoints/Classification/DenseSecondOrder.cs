using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>The second order of a Hessian that was decomposed.</summary>
internal static class DenseSecondOrder
{
    /// <param name="model">H and g, and their errors.</param>
    /// <param name="options">The radius, and what counts as flat.</param>
    /// <param name="scales">sᵢ of every parameter; null where only ‖p‖₂ is to be told.</param>
    public static SecondOrder Of(LocalModel model, CriticalPointOptions options, double[]? scales)
    {
        // Both sides of every comparison are in units of 2ᵉ: of H's power of two, or of g's.
        var (system, frame) = (model.System, model.Frame);
        var gradient = (double[])model.Gradient.Clone();
        var (n, lambda) = (system.Dimension, system.Values);
        var single = ToleranceSources.SingleEpsilon(model.Epsilon);
        var sources = ToleranceSources.OfScaled(system, model.HessianError, model.Epsilon, model.IsOfProducts);
        var scaled = sources.Scale(system.Exponent, model.HessianError) with { IsErrorEstimated = !model.IsBound };
        var unit = scales is null ? 1 : scales.DefaultIfEmpty(1).Max();

        var exponent = ShortVectors.ScaleToOne(gradient);
        var toGradient = system.Exponent - exponent;
        var norm = Math.Sqrt(ShortVectors.Dot(gradient, gradient));
        var gradientNorm = Math.ScaleB(norm, exponent);
        var hidden = SecondOrder.HiddenCurvature(options, gradientNorm);
        var positiveThreshold = Math.Max(scaled.Total, options.FlatCurvature);
        var positive = Math.Max(sources.Total, Math.ScaleB(options.FlatCurvature, -system.Exponent));
        var negative = Math.Max(positive, Math.ScaleB(hidden, -system.Exponent));
        var (negativeCount, positiveCount) = (lambda.Count(value => value < -negative), lambda.Count(value => value > positive));
        var isGraded = frame.IsEquilibrated && positive <= sources.Total && negative <= sources.Total;
        if (isGraded)
            (negativeCount, positiveCount) = (frame.NegativeCount(frame.Count), frame.Count - frame.NegativeCount(frame.Count));

        var tolerance = Math.ScaleB(model.GradientError, -exponent) + single * norm
            + Math.ScaleB((sources.Decomposition + sources.SingleRounding) * unit, toGradient);
        var flatTolerance = tolerance + Math.ScaleB(sources.Input * options.Radius * unit, toGradient);
        var slopes = Slopes(system, gradient);
        var (step, flat) = Newton(system, slopes, sources.Total, tolerance);
        var isFlatEnough = flat <= flatTolerance;
        foreach (ref var entry in step.AsSpan())
            entry = Math.ScaleB(entry, -toGradient);
        if (isGraded)
        {
            // The large eigenvalues' rounding hides the step along the small ones.
            step = frame.NewtonStep(model.Gradient, frame.Count);
            isFlatEnough |= frame.FlatCount == 0;
        }

        var distance = isFlatEnough ? ShortVectors.Norm(step) : double.PositiveInfinity;
        var gradientTolerance = model.GradientError + single * gradientNorm + (scaled.Decomposition + scaled.SingleRounding) * unit;
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
            SmallestInterval = new(smallest - scaled.OfEigenvalue, smallest + scaled.OfEigenvalue),
            LargestInterval = new(largest - scaled.OfEigenvalue, largest + scaled.OfEigenvalue),
            NegativeCount = negativeCount,
            ZeroCount = n - negativeCount - positiveCount,
            PositiveCount = positiveCount,
            ToleranceSources = scaled,
            NegativeThreshold = Math.Max(positiveThreshold, hidden),
            PositiveThreshold = positiveThreshold,
            GradientNorm = gradientNorm,
            GradientTolerance = gradientTolerance,
            FlatGradientNorm = Math.ScaleB(flat, exponent),
            FlatGradientTolerance = gradientTolerance + scaled.Input * options.Radius * unit,
            DistanceToCriticalPoint = distance,
            RelativeDistance = !isFlatEnough ? double.PositiveInfinity : scales is null ? distance : ParameterScales.Relative(step, scales),
            IsLostInErrors = n > 0 && sources.Input > 0 && sources.Input >= sources.Decomposition && norm > 0 && sources.Total >= system.Norm,
            IsGraded = isGraded,
            GradedDescent = isGraded && !lambda.Any(value => value < -negative) ? Descent(frame, model.Gradient) : null,
        };
    }

    // A unit vector along which an equilibrated H falls: bᵀHb = −1.
    private static SecondOrder.Descent? Descent(SignedFrame frame, double[] gradient)
    {
        var index = Array.IndexOf(frame.Signs, -1);
        if (index < 0)
            return null;
        var length = ShortVectors.Norm(frame.Column(index));
        var direction = Array.ConvertAll(frame.Column(index).ToArray(), entry => entry / length);
        return new(direction, ShortVectors.Dot(direction, gradient), -1 / length / length);
    }

    // Uᵀg.
    private static double[] Slopes(SymmetricEigenSystem system, double[] gradient)
    {
        var slopes = new double[system.Dimension];
        for (var i = 0; i < slopes.Length; i++)
            slopes[i] = ShortVectors.Dot(system.Vector(i), gradient);
        return slopes;
    }

    // The Newton step along the eigenvectors that are not flat, without what of the gradient may be error, and the gradient along those that are.
    private static (double[] Step, double Flat) Newton(SymmetricEigenSystem system, double[] slopes, double zero, double tolerance)
    {
        var flat = 0.0;
        var step = new double[slopes.Length];
        for (var i = 0; i < slopes.Length; i++)
        {
            var value = system.Values[i];
            if (Math.Abs(value) <= zero)
                flat += slopes[i] * slopes[i];
            else if (Math.Abs(slopes[i]) > tolerance)
                ShortVectors.AddScaled(step, -(slopes[i] - Math.CopySign(tolerance, slopes[i])) / value, system.Vector(i));
        }

        return (step, Math.Sqrt(flat));
    }
}
