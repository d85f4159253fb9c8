using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// φ(z) = L(Dz), D a diagonal of powers of two: L in units in which its parameters are alike in size. ∇φ = D∇L and ∇²φ = D∇²L D are exact.
/// </summary>
/// <param name="inner">L, whose evaluations are counted.</param>
/// <param name="scales">The diagonal of D, powers of two.</param>
internal sealed class ScaledObjective(Objective inner, double[] scales) : Objective(inner.Options with { ParameterScale = [1] })
{
    private readonly double[] _theta = new double[scales.Length];
    private readonly double[] _vector = new double[scales.Length];

    public double[] Scales => scales;

    public override EvaluationCounts Evaluations => inner.Evaluations;

    public override bool HasGradient => inner.HasGradient;

    public override bool HasProduct => inner.HasProduct;

    public override bool HasHessian => inner.HasHessian;

    public override int BatchCount => inner.BatchCount;

    /// <summary>D⁻¹v: parameters in these units, and the entries of a gradient in L's.</summary>
    public double[] Divide(ReadOnlySpan<double> vector)
    {
        var quotient = vector.ToArray();
        DivideInPlace(quotient);
        return quotient;
    }

    /// <summary>v ← D⁻¹v.</summary>
    public void DivideInPlace(Span<double> vector)
    {
        for (var i = 0; i < vector.Length; i++)
            vector[i] /= scales[i];
    }

    /// <summary>Dv: parameters in L's units, and the entries of a gradient in these.</summary>
    public double[] Multiply(ReadOnlySpan<double> vector)
    {
        var product = new double[vector.Length];
        Multiply(vector, product);
        return product;
    }

    /// <summary>‖e‖₂ at most, from ‖De‖₂.</summary>
    public double Unscaled(double error) => error / scales.Min();

    protected override double EvaluateLoss(ReadOnlySpan<double> theta) => inner.LossOrNotFinite(At(theta));

    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        inner.OwnGradient(At(theta), gradient);
        Multiply(gradient, gradient);
    }

    protected override void EvaluateProduct(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product)
    {
        Multiply(vector, _vector);
        inner.OwnProduct(At(theta), _vector, product);
        Multiply(product, product);
    }

    protected override Matrix<double> EvaluateHessian(ReadOnlySpan<double> theta)
    {
        var hessian = inner.Hessian(At(theta), out _).Clone();
        hessian.MapIndexedInplace((i, j, entry) => scales[i] * scales[j] * entry, Zeros.AllowSkip);
        return hessian;
    }

    private double[] At(ReadOnlySpan<double> theta)
    {
        Multiply(theta, _theta);
        return _theta;
    }

    private void Multiply(ReadOnlySpan<double> vector, Span<double> product)
    {
        for (var i = 0; i < vector.Length; i++)
            product[i] = scales[i] * vector[i];
    }
}
