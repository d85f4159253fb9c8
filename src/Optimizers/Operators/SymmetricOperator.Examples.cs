using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

// Made of what the examples of a loss give.
public abstract partial class SymmetricOperator
{
    /// <summary>
    /// The generalized Gauss–Newton matrix G = (1/N)·JᵀMJ = (1/N)·Σₖ JₖᵀMₖJₖ (Schraudolph, Neural Computation 14, 2002): the Hessian of the mean loss
    /// of N examples without the curvature of the network itself. J stacks the Jacobians Jₖ = ∂fₖ/∂θ of the outputs of all examples, and M is the
    /// block diagonal of the Hessians Mₖ = ∂²ℓ/∂f² of the loss in the outputs.
    /// </summary>
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
    /// <remarks>
    /// <para>The products are all at the same θ. None may change its argument.</para>
    /// <para>H = G + (1/N)·Σₖ Σᵢ (∂ℓ/∂fₖᵢ)·∇²fₖᵢ, so that H = G where the model is linear in θ, or fits every example (∂ℓ/∂f = 0). Where M is
    /// positive semidefinite, as for the square loss and for softmax with cross-entropy, so is G: it never shows negative curvature.</para>
    /// <para>Jᵀ must be the adjoint of J: <see cref="SymmetryTest"/> finds where it is not.</para>
    /// </remarks>
    public static SymmetricOperator GaussNewton(
        int parameters,
        int outputs,
        Func<Vector<double>, Vector<double>> jacobianProduct,
        Func<Vector<double>, Vector<double>> transposedProduct,
        Func<Vector<double>, Vector<double>>? outputHessian = null,
        int examples = 1) =>
        new GaussNewtonOperator(parameters, outputs, jacobianProduct, transposedProduct, outputHessian, examples);

    /// <summary>
    /// The empirical Fisher matrix F = (1/N)·Σₖ gₖgₖᵀ of the gradients gₖ = ∇ℓₖ(θ) of N examples: their uncentered second moment. Positive
    /// semidefinite, of rank at most N.
    /// </summary>
    /// <param name="gradients">n × N, one example a column. A dense matrix is not copied and must not be written to.</param>
    /// <exception cref="ArgumentNullException">The matrix is null.</exception>
    /// <exception cref="ArgumentException">There is no example.</exception>
    /// <remarks>
    /// It is not the Fisher matrix, whose labels are drawn from the model, and is near the Hessian only where the model is well specified and at its
    /// minimum (Kunstner, Balles and Hennig, NeurIPS 2019): it says how the examples disagree rather than how the loss bends.
    /// </remarks>
    public static SymmetricOperator EmpiricalFisher(Matrix<double> gradients) => new EmpiricalFisherOperator(gradients);

    /// <summary>
    /// The empirical Fisher matrix of gradients that are made anew, one after another, for each product: the memory of one gradient.
    /// </summary>
    /// <param name="dimension">n ≥ 0.</param>
    /// <param name="examples">N ≥ 1.</param>
    /// <param name="gradient">gₖ of example k = 0 … N − 1, n entries; the same each time it is asked for.</param>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is negative, or there is no example.</exception>
    public static SymmetricOperator EmpiricalFisher(int dimension, int examples, Func<int, Vector<double>> gradient) =>
        new EmpiricalFisherOperator(dimension, examples, gradient);
}
