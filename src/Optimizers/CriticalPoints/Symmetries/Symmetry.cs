using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Curvature;

/// <summary>
/// A reason why a loss does not change along some directions: a continuous symmetry θ ↦ exp(sA)θ with its tangent t = Aθ, or parameters that have no
/// effect. Declared, it explains flat directions of the Hessian.
/// </summary>
/// <remarks>
/// Differentiating L(exp(sA)θ) = L(θ) twice gives ∇L·Aθ = 0 and H·Aθ = −Aᵀ∇L: a tangent is flat to second order only where Aᵀ∇L = 0, as at a critical
/// point, and a penalty such as weight decay can break the symmetry altogether (Zhao, Ganev, Walters, Yu and Dehmamy, "Symmetries, flat minima, and
/// the conserved quantities of gradient flow", ICLR 2023). So a declared tangent is measured, by Ht, and not believed.
/// </remarks>
public abstract class Symmetry
{
    /// <summary>A symmetry.</summary>
    /// <param name="name">A noun phrase: "scaling of the ReLU units of w1".</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    protected Symmetry(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
    }

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>
    /// The directions at θ along which the loss does not change to first order: n entries each, not zero; they need not be independent.
    /// </summary>
    /// <param name="theta">θ, n entries.</param>
    public abstract IEnumerable<Vector<double>> Tangents(Vector<double> theta);

    /// <summary>
    /// Units of a positively homogeneous activation, φ(cz) = cφ(z) for c &gt; 0, as ReLU: incoming weights and bias times c, outgoing weights over c.
    /// One tangent a unit: (wᵢ, bᵢ, −vᵢ).
    /// </summary>
    /// <param name="layout">Where the parameters lie.</param>
    /// <param name="incoming">The weights into the units, units × inputs.</param>
    /// <param name="bias">The units' biases, or null.</param>
    /// <param name="outgoing">The weights out of them, outputs × units.</param>
    /// <exception cref="ArgumentNullException">An argument other than the bias is null.</exception>
    /// <exception cref="ArgumentException">The layout has not these parameters, or their shapes do not belong together.</exception>
    public static Symmetry UnitScaling(ParameterLayout layout, string incoming, string? bias, string outgoing) =>
        new UnitScaling(new HiddenUnits(layout, incoming, bias, outgoing));

    /// <summary>
    /// Outputs that go into a softmax: the same number added to all outputs changes nothing. A tangent for each input of the layer, the same column
    /// entry in all rows, and one for its bias.
    /// </summary>
    /// <param name="layout">Where the parameters lie.</param>
    /// <param name="weights">The weights of the last layer, outputs × inputs.</param>
    /// <param name="bias">Its biases, or null.</param>
    /// <inheritdoc cref="UnitScaling(ParameterLayout, string, string?, string)" path="/exception"/>
    public static Symmetry SoftmaxShift(ParameterLayout layout, string weights, string? bias) => new SoftmaxShift(new Layer(layout, weights, bias));

    /// <summary>
    /// Inputs that depend on one another in the data, as a pixel that is always 0 or always the same: with Σ zₐxₐ + z₀ = 0 in every example, the row
    /// of each unit can move along z. For every such z a tangent for each unit.
    /// </summary>
    /// <param name="layout">Where the parameters lie.</param>
    /// <param name="weights">The weights of the layer that sees the inputs, units × inputs.</param>
    /// <param name="bias">Its biases, or null.</param>
    /// <param name="inputs">The examples, one a column.</param>
    /// <inheritdoc cref="UnitScaling(ParameterLayout, string, string?, string)" path="/exception"/>
    public static Symmetry DependentInputs(ParameterLayout layout, string weights, string? bias, Matrix<double> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new DependentInputs(new Layer(layout, weights, bias), inputs);
    }

    /// <summary>
    /// Units that are silent in every example, as a dead ReLU: none of their weights matters. A tangent for each of their coordinates.
    /// </summary>
    /// <param name="layout">Where the parameters lie.</param>
    /// <param name="incoming">The weights into the units, units × inputs.</param>
    /// <param name="bias">The units' biases, or null.</param>
    /// <param name="outgoing">The weights out of them, outputs × units.</param>
    /// <param name="units">Which units are silent, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such unit.</exception>
    /// <inheritdoc cref="UnitScaling(ParameterLayout, string, string?, string)" path="/exception"/>
    public static Symmetry SilentUnits(ParameterLayout layout, string incoming, string? bias, string outgoing, IEnumerable<int> units)
    {
        ArgumentNullException.ThrowIfNull(units);
        return new SilentUnits(new HiddenUnits(layout, incoming, bias, outgoing), [.. units]);
    }

    /// <summary>
    /// Units with the same incoming weights and bias: they compute the same, so that what one gives out the other may give instead. For k
    /// identical units and each output k − 1 tangents, +1 at the one's outgoing weight and −1 at the other's.
    /// </summary>
    /// <param name="layout">Where the parameters lie.</param>
    /// <param name="incoming">The weights into the units, units × inputs.</param>
    /// <param name="bias">The units' biases, or null.</param>
    /// <param name="outgoing">The weights out of them, outputs × units.</param>
    /// <inheritdoc cref="UnitScaling(ParameterLayout, string, string?, string)" path="/exception"/>
    public static Symmetry IdenticalUnits(ParameterLayout layout, string incoming, string? bias, string outgoing) =>
        new IdenticalUnits(new HiddenUnits(layout, incoming, bias, outgoing));

    /// <summary>A symmetry of the caller's own.</summary>
    /// <param name="name">A noun phrase.</param>
    /// <param name="tangents">θ ↦ the tangents at θ.</param>
    /// <exception cref="ArgumentNullException">The function is null.</exception>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static Symmetry Create(string name, Func<Vector<double>, IEnumerable<Vector<double>>> tangents)
    {
        ArgumentNullException.ThrowIfNull(tangents);
        return new OwnSymmetry(name, tangents);
    }

    private sealed class OwnSymmetry(string name, Func<Vector<double>, IEnumerable<Vector<double>>> tangents) : Symmetry(name)
    {
        public override IEnumerable<Vector<double>> Tangents(Vector<double> theta) => tangents(theta);
    }
}
