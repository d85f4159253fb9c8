using Optimizers.Curvature;

namespace Optimizers.Tests.Proofs;

/// <summary>½θᵀAθ by products with A alone, exact but for rounding; of a matrix that is not quite symmetric, its lower half on both sides.</summary>
internal sealed class DenseQuadratic(double[] a, int n) : Objective
{
    public override bool HasGradient => true;

    public override bool HasProduct => true;

    /// <summary>The matrix that the products are of, n² entries.</summary>
    public double[] Matrix { get; } = Symmetric(a, n);

    protected override double EvaluateLoss(ReadOnlySpan<double> theta)
    {
        var product = new double[n];
        EvaluateProduct(theta, theta, product);
        var sum = 0.0;
        for (var i = 0; i < n; i++)
            sum += theta[i] * product[i];
        return sum / 2;
    }

    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient) => EvaluateProduct(theta, theta, gradient);

    protected override void EvaluateProduct(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product)
    {
        product.Clear();
        for (var j = 0; j < n; j++)
        {
            var column = Matrix.AsSpan(j * n, n);
            for (var i = 0; i < n; i++)
                product[i] += column[i] * vector[j];
        }
    }

    private static double[] Symmetric(double[] a, int n)
    {
        var symmetric = new double[n * n];
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
                symmetric[i + (j * n)] = symmetric[j + (i * n)] = a[i + (j * n)];
        }

        return symmetric;
    }
}
