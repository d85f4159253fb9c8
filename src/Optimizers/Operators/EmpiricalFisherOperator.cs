using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>F = (1/N)·Σₖ gₖgₖᵀ, of gradients at hand or made anew.</summary>
internal sealed class EmpiricalFisherOperator : SymmetricOperator
{
    private readonly Func<int, double[]>? _gradient;
    private readonly double[] _gradients;
    private readonly int _examples;

    /// <inheritdoc cref="SymmetricOperator.EmpiricalFisher(Matrix{double})"/>
    public EmpiricalFisherOperator(Matrix<double> gradients)
        : base(gradients?.RowCount ?? throw new ArgumentNullException(nameof(gradients)))
    {
        _examples = gradients.ColumnCount > 0
            ? gradients.ColumnCount
            : throw new ArgumentException("The gradients have no column; one a example is needed.", nameof(gradients));
        _gradients = gradients.AsColumnMajorArray() ?? gradients.ToColumnMajorArray();
    }

    /// <inheritdoc cref="SymmetricOperator.EmpiricalFisher(int, int, Func{int, Vector{double}})"/>
    public EmpiricalFisherOperator(int dimension, int examples, Func<int, Vector<double>> gradient)
        : base(dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        ArgumentNullException.ThrowIfNull(gradient);
        _examples = examples;
        _gradients = [];
        _gradient = example => Entries(gradient(example), example);
    }

    /// <inheritdoc/>
    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        product.Clear();
        for (var example = 0; example < _examples; example++)
        {
            var gradient = _gradient is null ? _gradients.AsSpan(checked(example * Dimension), Dimension) : _gradient(example);
            var weight = 0.0;
            for (var i = 0; i < gradient.Length; i++)
                weight += gradient[i] * vector[i];
            weight /= _examples;
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
