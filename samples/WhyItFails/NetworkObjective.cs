using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace WhyItFails;

/// <summary>
/// The mean cross-entropy of a <see cref="Network"/> over examples as a function of all its parameters, with its gradient, its Hessian, and the
/// product of the Hessian with a vector v, which costs about two gradients: the derivative of backpropagation along v (Pearlmutter 1994, "Fast exact
/// multiplication by the Hessian").
/// </summary>
internal sealed class NetworkObjective : Objective
{
    private readonly Network _network;
    private readonly Network _direction;
    private readonly Examples _examples;
    private readonly Backpropagation _pass;
    private readonly Action<Backpropagation>? _mistake;
    private Vector<double>? _passedAt;

    /// <param name="shape">A network of the shape; it is copied.</param>
    /// <param name="examples">What the loss is the mean over.</param>
    /// <param name="mistake">What a wrong backward pass does to the gradient; null for a right one. Then nothing but the gradient is the
    /// objective's own.</param>
    public NetworkObjective(Network shape, Examples examples, Action<Backpropagation>? mistake = null)
        : base(new ObjectiveOptions { Layout = LayoutOf(shape) })
    {
        _network = shape.Copy();
        _direction = shape.Copy();
        _examples = examples;
        _pass = new Backpropagation(_network, examples.Count);
        _mistake = mistake;
    }

    public override bool HasGradient => true;

    public override bool HasProduct => _mistake is null;

    public override bool HasHessian => _mistake is null;

    /// <summary>Where the parameters lie in θ.</summary>
    public static ParameterLayout LayoutOf(Network network) =>
        ParameterLayout.Empty.Add("W₁", network.W1).Add("b₁", network.B1).Add("W₂", network.W2).Add("b₂", network.B2);

    protected override double EvaluateLoss(ReadOnlySpan<double> theta)
    {
        _passedAt = null;
        _network.Assign(Vector<double>.Build.Dense(theta.ToArray()));
        return _pass.Loss(_examples);
    }

    protected override void EvaluateGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        Pass(theta);
        _pass.ToVector().AsArray().CopyTo(gradient);
    }

    protected override void EvaluateProduct(ReadOnlySpan<double> theta, ReadOnlySpan<double> vector, Span<double> product)
    {
        Pass(theta);
        _direction.Assign(Vector<double>.Build.Dense(vector.ToArray()));
        var (x, h, p, count) = (_examples.Images, _pass.Hidden, _pass.Probabilities, _examples.Count);
        var slope = h.Map(value => 1 - (value * value));

        // R of a quantity is its derivative along v.
        var rz = (_direction.W1 * x).MapIndexed((unit, _, value) => value + _direction.B1[unit], Zeros.Include);
        var rh = slope.PointwiseMultiply(rz);
        var ro = ((_direction.W2 * h) + (_network.W2 * rh)).MapIndexed((output, _, value) => value + _direction.B2[output], Zeros.Include);
        var mean = p.PointwiseMultiply(ro).ColumnSums();
        var rOutputErrors = p.MapIndexed((output, n, value) => value * (ro[output, n] - mean[n]) / count, Zeros.Include);
        var rHiddenErrors = _direction.W2.TransposeThisAndMultiply(_pass.OutputErrors) + _network.W2.TransposeThisAndMultiply(rOutputErrors);
        var rErrors = slope.PointwiseMultiply(rHiddenErrors) - (2 * h.PointwiseMultiply(rh).PointwiseMultiply(_pass.HiddenErrors));

        Network.Flatten(
            rErrors.TransposeAndMultiply(x),
            rErrors.RowSums(),
            rOutputErrors.TransposeAndMultiply(h) + _pass.OutputErrors.TransposeAndMultiply(rh),
            rOutputErrors.RowSums()).AsArray().CopyTo(product);
    }

    protected override Matrix<double> EvaluateHessian(ReadOnlySpan<double> theta)
    {
        Pass(theta);
        return ExactHessian.Compute(_network, _examples);
    }

    // Forward and backward; not again at the same θ.
    private void Pass(ReadOnlySpan<double> theta)
    {
        if (_passedAt is not null && theta.SequenceEqual(_passedAt.AsArray()))
            return;
        var at = Vector<double>.Build.Dense(theta.ToArray());
        _network.Assign(at);
        _pass.Gradient(_examples);
        _mistake?.Invoke(_pass);
        _passedAt = at;
    }
}
