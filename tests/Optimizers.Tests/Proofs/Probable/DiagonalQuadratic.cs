using Optimizers.Curvature;

namespace Optimizers.Tests.Proofs;

/// <summary>½Σ dᵢθᵢ², by products alone.</summary>
internal sealed class DiagonalQuadratic(double[] d) : Objective
{
    public override bool HasGradient => true;

    public override bool HasProduct => true;

    protected override double EvaluateLoss(ReadOnlySpan<double> theta)
    {
        var sum = 0.0;
        for (var i = 0; i < d.Length; i++)
            sum += d[i] * theta[i] * theta[i];
        return sum / 2;
    }

    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient) => EvaluateProduct(theta, theta, gradient);

    protected override void EvaluateProduct(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product)
    {
        for (var i = 0; i < d.Length; i++)
            product[i] = d[i] * vector[i];
    }
}
