using MathNet.Numerics.LinearAlgebra;
using Optimizers.LinearAlgebra;

namespace Optimizers.Curvature;

// Differences, each parameter by a step of its own size.
public abstract partial class Objective
{
    private (double[] Theta, ScaledObjective? Scaled)? _keptScales;

    /// <summary>
    /// The size of a notable change of a parameter: the caller's, or the root mean square of θ, or 0.1 where that is smaller. Of callers' sizes that
    /// differ, the root mean square.
    /// </summary>
    internal double ParameterScale(ReadOnlySpan<double> theta) => _options.ParameterScale is { } given
        ? (given.Count == 1 ? given[0] : Math.Sqrt(given.Average(scale => scale * scale)))
        : Math.Max(0.1, theta.IsEmpty ? 0 : Math.Sqrt(Reduction.SumOfSquares(theta) / theta.Length));

    /// <summary>L in units of the caller's scales, or of those that the loss shows near θ; null where one scale does for all.</summary>
    internal ScaledObjective? Scaled(ReadOnlySpan<double> theta)
    {
        if (_options.ParameterScale is null && !OwnScales.CanTell(_options, theta.Length))
            return null;
        if (_keptScales is { } kept && theta.SequenceEqual(kept.Theta))
            return kept.Scaled;
        var scales = _options.ParameterScale is { } given ? GivenPowers(given) : OwnScales.Of(this, theta);
        var scaled = scales is null ? null : _keptScales?.Scaled is { } last && scales.AsSpan().SequenceEqual(last.Scales) ? last : new(this, scales);
        _keptScales = (theta.ToArray(), scaled);
        return scaled;
    }

    private static double[]? GivenPowers(IReadOnlyList<double> given) =>
        given.Any(scale => scale != given[0]) ? [.. given.Select(OwnScales.PowerOfTwo)] : null;

    /// <summary>∇L(θ), and how far it may be off.</summary>
    internal DifferenceError GradientWithError(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        ThrowIfLayoutDiffers(theta.Length, nameof(theta));
        ThrowIfLengthDiffers(gradient.Length, theta.Length, nameof(gradient));
        if (!HasGradient)
        {
            if (Scaled(theta) is not { } scaled)
                return new(DifferenceGradient(theta, gradient), null);
            var error = scaled.DifferenceGradient(scaled.Divide(theta), gradient);
            scaled.DivideInPlace(gradient);
            return new(scaled.Unscaled(error), (error, scaled.Scales));
        }

        OwnGradient(theta, gradient);
        ThrowIfNotFinite(gradient, "gradient");
        return default;
    }

    /// <summary>∇²L(θ)·v by differences, and how far it may be off.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="vector">v.</param>
    /// <param name="product">∇²L(θ)·v.</param>
    /// <param name="gradient">∇L(θ), where there is a gradient; null to have it evaluated.</param>
    /// <param name="kinkDistance">As of <c>Product</c>.</param>
    internal DifferenceError DifferenceProduct(
        ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product, double[]? gradient, out double kinkDistance)
    {
        if (Scaled(theta) is not { } scaled)
            return new(Of(this, theta, vector, product, gradient, out kinkDistance), null);
        var along = scaled.Divide(vector);
        var error = Of(
            scaled, scaled.Divide(theta), along, product, gradient is null ? null : scaled.Multiply(gradient), out kinkDistance);
        scaled.DivideInPlace(product);
        if (double.IsFinite(kinkDistance))
            kinkDistance *= Norm(vector) / Norm(along);
        return new(scaled.Unscaled(error), (error, scaled.Scales));

        static double Of(
            Objective objective, ReadOnlySpan<double> at, ReadOnlySpan<double> along, Span<double> result, double[]? middle, out double kink)
        {
            kink = double.PositiveInfinity;
            return objective.HasGradient
                ? objective.GradientDifferenceProduct(at, along, result, middle, out kink)
                : objective.LossDifferenceProduct(at, along, result);
        }
    }

    /// <summary>∇²L(θ), how far it may be off, and the least distance within which the products that it was made from saw a kink.</summary>
    internal (Matrix<double> Hessian, DifferenceError Error, double KinkDistance) HessianWithError(ReadOnlySpan<double> theta)
    {
        ThrowIfLayoutDiffers(theta.Length, nameof(theta));
        if (HasHessian)
            return (OwnHessian(theta), default, double.PositiveInfinity);
        if (HasProduct || HasGradient)
            return HessianOfProducts(theta);
        double error;
        if (Scaled(theta) is not { } scaled)
            return (LossDifferenceHessian(theta, out error), new(error, null), double.PositiveInfinity);
        var scales = scaled.Scales;
        var hessian = scaled.LossDifferenceHessian(scaled.Divide(theta), out error);
        hessian.MapIndexedInplace((i, j, entry) => entry / scales[i] / scales[j], Zeros.AllowSkip);
        return (hessian, new(scaled.Unscaled(scaled.Unscaled(error)), (error, scales)), double.PositiveInfinity);
    }
}
