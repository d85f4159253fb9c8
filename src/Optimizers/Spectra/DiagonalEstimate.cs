using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;

namespace Optimizers.Curvature;

/// <summary>
/// An unbiased estimate of the diagonal of a symmetric A: the mean of z∘Az over vectors z of random signs (Bekas, Kokiopoulou and Saad, Applied
/// Numerical Mathematics 57, 2007). The variance of entry i is Σ_{j≠i} aᵢⱼ²/products.
/// </summary>
public sealed class DiagonalEstimate
{
    private DiagonalEstimate(double[] values, double[] errors, long products)
    {
        Values = Vector<double>.Build.Dense(values);
        StandardErrors = Vector<double>.Build.Dense(errors);
        Products = products;
    }

    /// <summary>The estimate of aᵢᵢ, n entries.</summary>
    public Vector<double> Values { get; }

    /// <summary>The estimated standard deviation of each entry of <see cref="Values"/>; 0 where it is exact.</summary>
    public Vector<double> StandardErrors { get; }

    /// <summary>Products Av that it took.</summary>
    public long Products { get; }

    /// <summary>Estimates the diagonal; where as many products are allowed as A has rows, it takes the diagonal itself.</summary>
    /// <param name="operator">A, symmetric.</param>
    /// <param name="products">How many products; at least 2.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">The operator is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 products.</exception>
    /// <exception cref="InvalidOperationException">A product is not finite.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static DiagonalEstimate Of(SymmetricOperator @operator, int products, StochasticOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(@operator, nameof(@operator));
        if (products < 2)
            throw new ArgumentOutOfRangeException(nameof(products), products, "The estimate needs at least 2 products.");
        options ??= StochasticOptions.Default;
        var n = @operator.Dimension;
        var isExact = products >= n;
        var runs = isExact ? n : products;
        double[] z = new double[n], product = new double[n], mean = new double[n], squares = new double[n];
        for (var run = 0; run < runs; run++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            if (isExact)
            {
                z[run] = 1;
                @operator.Multiply(z, product);
                z[run] = 0;
                mean[run] = product[run];
            }
            else
            {
                NormalNumbers.FillSigns(z, options.Seed, run);
                @operator.Multiply(z, product);
                Add(z, product, run + 1, mean, squares);
            }

            options.Progress?.Report(run + 1);
        }

        for (var i = 0; i < n && !isExact; i++)
            squares[i] = Math.Sqrt(squares[i] / (runs - 1.0) / runs);
        return new(mean, squares, runs);
    }

    // Mean and sum of squared deviations of the samples so far (Welford, Technometrics 4, 1962).
    private static void Add(double[] z, double[] product, int count, double[] mean, double[] squares)
    {
        for (var i = 0; i < z.Length; i++)
        {
            var sample = z[i] * product[i];
            var deviation = sample - mean[i];
            mean[i] += deviation / count;
            squares[i] += deviation * (sample - mean[i]);
        }
    }
}
