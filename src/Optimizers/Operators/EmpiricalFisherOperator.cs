using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// The empirical Fisher matrix F = (1/N)·Σₖ gₖgₖᵀ of the gradients gₖ = ∇ℓₖ(θ) of N examples: their uncentered second moment. Positive semidefinite,
/// of rank at most N.
/// </summary>
/// <remarks>
/// It is not the Fisher matrix, whose labels are drawn from the model, and is near the Hessian only where the model is well specified and at its
/// minimum (Kunstner, Balles and Hennig, NeurIPS 2019): it says how the examples disagree rather than how the loss bends.
/// </remarks>
public sealed class EmpiricalFisherOperator : SymmetricOperator
{
    private readonly Func<int, double[]>? _gradient;
    private readonly double[] _gradients;

    /// <summary>The empirical Fisher matrix of gradients that are at hand.</summary>
    /// <param name="gradients">n × N, one example a column. A dense matrix is not copied and must not be written to.</param>
    /// <exception cref="ArgumentNullException">The matrix is null.</exception>
    /// <exception cref="ArgumentException">There is no example.</exception>
    public EmpiricalFisherOperator(Matrix<double> gradients)
        : base(gradients?.RowCount ?? throw new ArgumentNullException(nameof(gradients)))
    {
        Examples = gradients.ColumnCount > 0
            ? gradients.ColumnCount
            : throw new ArgumentException("The gradients have no column; one a example is needed.", nameof(gradients));
        _gradients = gradients.AsColumnMajorArray() ?? gradients.ToColumnMajorArray();
    }

    /// <summary>
    /// The empirical Fisher matrix of gradients that are made anew, one after another, for each product: the memory of one gradient.
    /// </summary>
    /// <param name="dimension">n ≥ 0.</param>
    /// <param name="examples">N ≥ 1.</param>
    /// <param name="gradient">gₖ of example k = 0 … N − 1, n entries; the same each time it is asked for.</param>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is negative, or there is no example.</exception>
    public EmpiricalFisherOperator(int dimension, int examples, Func<int, Vector<double>> gradient)
        : base(dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        ArgumentNullException.ThrowIfNull(gradient);
        Examples = examples;
        _gradients = [];
        _gradient = example => Entries(gradient(example), example);
    }

    /// <summary>N.</summary>
    public int Examples { get; }

    /// <inheritdoc/>
    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        product.Clear();
        for (var example = 0; example < Examples; example++)
        {
            var gradient = _gradient is null ? _gradients.AsSpan(checked(example * Dimension), Dimension) : _gradient(example);
            var weight = 0.0;
            for (var i = 0; i < gradient.Length; i++)
                weight += gradient[i] * vector[i];
            weight /= Examples;
            for (var i = 0; i < gradient.Length; i++)
                product[i] += weight * gradient[i];
        }
    }

    private double[] Entries(Vector<double> gradient, int example) =>
        gradient is not null && gradient.Count == Dimension
            ? gradient.AsArray() ?? gradient.ToArray()
            : throw new InvalidOperationException(
                $"The gradient of example {example} has {gradient?.Count.ToString(CultureInfo.InvariantCulture) ?? "no"} entries; " +
                $"it must have {Dimension}.");
}
