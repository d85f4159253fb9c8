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
        var (coordinates, flat) = Newton(lambda, system.Magnitudes(gradient), sources.Total, tolerance);
        var isFlatEnough = flat <= flatTolerance;
        double[]? step = null;
        if (isGraded)
        {
            // The large eigenvalues' rounding hides the step along the small ones.
            step = frame.NewtonStep(model.Gradient, frame.Count);
            isFlatEnough |= frame.FlatCount == 0;
        }
        else if (scales is not null && isFlatEnough)
        {
            step = Sum(system, coordinates, gradient, model.Cancellation);
            foreach (ref var entry in step.AsSpan())
                entry = Math.ScaleB(entry, -toGradient);
        }

        var distance = !isFlatEnough ? double.PositiveInfinity
            : step is not null ? ShortVectors.Norm(step) : Math.ScaleB(ShortVectors.Norm(coordinates), -toGradient);
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
            Eigenvectors = system,
            Gradient = model.Gradient,
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
            RelativeDistance = !isFlatEnough ? double.PositiveInfinity : scales is null ? distance : ParameterScales.Relative(step!, scales),
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

    // The lengths of Newton's step along the eigenvectors that are not flat, without what of the gradient may be error, and the gradient along those
    // that are.
    private static (double[] Lengths, double Flat) Newton(double[] values, double[] slopes, double zero, double tolerance)
    {
        var flat = 0.0;
        var lengths = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (Math.Abs(values[i]) <= zero)
                flat += slopes[i] * slopes[i];
            else if (slopes[i] > tolerance)
                lengths[i] = (slopes[i] - tolerance) / Math.Abs(values[i]);
        }

        return (lengths, Math.Sqrt(flat));
    }

    // The step itself: against the slope where H curves up, with it where it curves down.
    private static double[] Sum(SymmetricEigenSystem system, double[] lengths, double[] gradient, CancellationToken cancellation)
    {
        var (n, vectors) = (lengths.Length, system.VectorsOrCancel(cancellation));
        var step = new double[n];
        for (var i = 0; i < n; i++)
        {
            if (lengths[i] == 0)
                continue;
            var u = vectors.AsSpan(i * n, n);
            var isUphill = ShortVectors.Dot(u, gradient) > 0;
            ShortVectors.AddScaled(step, isUphill == system.Values[i] > 0 ? -lengths[i] : lengths[i], u);
        }

        return step;
    }
}
