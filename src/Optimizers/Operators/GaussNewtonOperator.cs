using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// The generalized Gauss–Newton matrix G = (1/N)·JᵀMJ = (1/N)·Σₖ JₖᵀMₖJₖ (Schraudolph, Neural Computation 14, 2002): the Hessian of the
/// mean loss of N examples without the curvature of the network itself. J stacks the Jacobians Jₖ = ∂fₖ/∂θ of the outputs of all examples, and M is
/// the block diagonal of the Hessians Mₖ = ∂²ℓ/∂f² of the loss in the outputs.
/// </summary>
/// <remarks>
/// <para>H = G + (1/N)·Σₖ Σᵢ (∂ℓ/∂fₖᵢ)·∇²fₖᵢ, so that H = G where the model is linear in θ, or fits every example (∂ℓ/∂f = 0). Where M is positive
/// semidefinite, as for the square loss and for softmax with cross-entropy, so is G: it never shows negative curvature.</para>
/// <para>Jᵀ must be the adjoint of J: <see cref="SymmetryTest"/> finds where it is not.</para>
/// </remarks>
public sealed class GaussNewtonOperator : SymmetricOperator
{
    private readonly int _outputs;
    private readonly int _examples;
    private readonly Func<Vector<double>, Vector<double>> _jacobian;
    private readonly Func<Vector<double>, Vector<double>> _transposed;
    private readonly Func<Vector<double>, Vector<double>>? _outputHessian;

    /// <summary>The Gauss–Newton matrix of the products of J, Jᵀ and M, all at the same θ. None may change its argument.</summary>
    /// <param name="parameters">n ≥ 0, the entries of θ.</param>
    /// <param name="outputs">m ≥ 0, the outputs of all examples together: N times the outputs of one.</param>
    /// <param name="jacobianProduct">v ↦ Jv, from n to m entries (forward mode).</param>
    /// <param name="transposedProduct">u ↦ Jᵀu, from m to n entries (backpropagation of u).</param>
    /// <param name="outputHessian">
    /// u ↦ Mu, m to m entries: diag(p) − ppᵀ an example for softmax with cross-entropy. If left out M = I: the loss ½‖f − y‖².
    /// </param>
    /// <param name="examples">N ≥ 1, by which the sum is divided. Default 1: the sum itself.</param>
    /// <exception cref="ArgumentNullException">A product of J is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A count is below its range.</exception>
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
