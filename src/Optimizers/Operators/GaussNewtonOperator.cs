using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>G = (1/N)·JᵀMJ by the products of J, Jᵀ and M.</summary>
internal sealed class GaussNewtonOperator : SymmetricOperator
{
    private readonly int _outputs;
    private readonly int _examples;
    private readonly Func<Vector<double>, Vector<double>> _jacobian;
    private readonly Func<Vector<double>, Vector<double>> _transposed;
    private readonly Func<Vector<double>, Vector<double>>? _outputHessian;

    /// <inheritdoc cref="SymmetricOperator.GaussNewton"/>
    public GaussNewtonOperator(
        int parameters,
        int outputs,
        Func<Vector<double>, Vector<double>> jacobianProduct,
        Func<Vector<double>, Vector<double>> transposedProduct,
        Func<Vector<double>, Vector<double>>? outputHessian = null,
        int examples = 1)
        : base(parameters)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        ArgumentNullException.ThrowIfNull(jacobianProduct);
        ArgumentNullException.ThrowIfNull(transposedProduct);
        _outputs = outputs;
        _examples = examples;
        _jacobian = jacobianProduct;
        _transposed = transposedProduct;
        _outputHessian = outputHessian;
    }

    /// <inheritdoc/>
    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        var outputs = Checked(_jacobian(Vector<double>.Build.Dense(vector.ToArray())), _outputs, "Jv");
        if (_outputHessian is not null)
            outputs = Checked(_outputHessian(outputs), _outputs, "Mu");
        var result = Checked(_transposed(outputs), Dimension, "Jᵀu");
        for (var i = 0; i < product.Length; i++)
            product[i] = result[i] / _examples;
    }

    private static Vector<double> Checked(Vector<double> result, int length, string name) =>
        result is not null && result.Count == length
            ? result
            : throw new InvalidOperationException($"The product {name} has {result?.Count.ToString() ?? "no"} entries; it must have {length}.");
}
