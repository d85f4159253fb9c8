using static Optimizers.LinearAlgebra.ShortVectors;

namespace Optimizers.Curvature.Functions;

/// <summary>
/// Third and fourth derivatives of any objective by central differences of its Hessian-vector products. The intervals are the values with their
/// estimated errors, which nothing guarantees.
/// </summary>
/// <remarks>
/// With φ(s, t) = H(θ + sa + tb)·c, D³[a, c, ·] ≈ (φ(h, 0) − φ(−h, 0))/2h and D⁴[a, b, c, d] ≈ dᵀ(φ(h, h) − φ(h, −h) − φ(−h, h) + φ(−h, −h))/4h².
/// Their truncation falls with h², their noise rises with 1/h and 1/h²: the steps are the cube root and the fourth root of the products' relative
/// error, times the scale of the parameters. Each is taken with h and 2h, whose difference is three times the truncation.
/// </remarks>
/// <param name="objective">L. Each third derivative takes 4 products, each fourth 8, and the first of all 1 more.</param>
internal sealed class DifferencedDerivatives(Objective objective) : IHigherDerivatives
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>‖H‖₂, about: the terms of a product are as large, also where they cancel along a null direction. 0 where it is not known.</summary>
    public double NormOfHessian { get; init; }

    /// <inheritdoc/>
    public double KinkDistance { get; private set; } = double.PositiveInfinity;

    /// <inheritdoc/>
    public void ThirdDerivative(ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<Interval> derivative)
    {
        var n = theta.Length;
        var h = Step(theta, b, 3) / Norm(a);
        var (near, noise) = First(theta, a, b, h);
        var (far, _) = First(theta, a, b, 2 * h);
        for (var i = 0; i < n; i++)
            derivative[i] = Interval.Around(near[i], Math.Abs(near[i] - far[i]) + noise);
    }

    /// <inheritdoc/>
    public Interval FourthDerivative(
        ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d)
    {
        var h = Step(theta, c, 4) / Math.Max(Norm(a), Norm(b));
        var (near, noise) = Second(theta, a, b, c, d, h);
        var (far, _) = Second(theta, a, b, c, d, 2 * h);
        return Interval.Around(near, Math.Abs(near - far) + noise);
    }

    private static double Norm(ReadOnlySpan<double> vector) => Math.Sqrt(Dot(vector, vector));

    private (double[] Value, double Noise) First(ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ReadOnlySpan<double> b, double h)
    {
        var (right, rightError) = Product(theta, a, h, a, 0, b);
        var (left, leftError) = Product(theta, a, -h, a, 0, b);
        for (var i = 0; i < right.Length; i++)
            right[i] = (right[i] - left[i]) / (2 * h);
        return (right, (rightError + leftError) / (2 * h));
    }

    private (double Value, double Noise) Second(
        ReadOnlySpan<double> theta, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, ReadOnlySpan<double> d, double h)
    {
        double sum = 0, noise = 0;
        foreach (var (s, t) in new[] { (h, h), (h, -h), (-h, h), (-h, -h) })
        {
            var (product, error) = Product(theta, a, s, b, t, c);
            sum += (s > 0 == t > 0 ? 1 : -1) * Dot(d, product);
            noise += error * Norm(d);
        }

        return (sum / (4 * h * h), noise / (4 * h * h));
    }

    /// <summary>H(θ + sa + tb)·c, and its error: the objective's estimate and some roundings.</summary>
    private (double[] Value, double Error) Product(
        ReadOnlySpan<double> theta, ReadOnlySpan<double> a, double s, ReadOnlySpan<double> b, double t, ReadOnlySpan<double> c)
    {
        var at = theta.ToArray();
        AddScaled(at, s, a);
        AddScaled(at, t, b);
        var product = new double[theta.Length];
        var error = objective.Product(at, c, product, out var kink);
        KinkDistance = Math.Min(KinkDistance, kink);
        return (product, error + 8 * Epsilon * Math.Max(Norm(product), NormOfHessian * Norm(c)));
    }

    /// <summary>The relative error of the products to the power 1/order, times the root mean square of θ or 0.1.</summary>
    private double Step(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, int order)
    {
        var scale = Math.Max(Norm(theta) / Math.Sqrt(theta.Length), 0.1);
        var relative = Epsilon;
        if (!objective.HasProduct)
        {
            var product = new double[theta.Length];
            var error = objective.Product(theta, vector, product, out var kink);
            KinkDistance = Math.Min(KinkDistance, kink);
            relative = Math.Clamp(error / Math.Max(Norm(product), Norm(vector)), 1e-11, 1e-4);
        }

        return Math.Pow(relative, 1.0 / order) * scale;
    }
}
