using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.FaultBench;

/// <summary>The parameters of a model, W1, b1, W2, b2, ...: the order of a step, and of θ.</summary>
/// <param name="layers">The layers, input first; the last one makes the outputs.</param>
/// <param name="isRegression">True where the loss is the mean squared error of one output, false for the cross-entropy of a softmax.</param>
internal sealed class Network(IReadOnlyList<Layer> layers, bool isRegression)
{
    public IReadOnlyList<Layer> Layers { get; } = layers;

    public bool IsRegression { get; } = isRegression;

    /// <summary>The outputs.</summary>
    public int Outputs => Layers[^1].Units;

    /// <summary>n.</summary>
    public int Length => Layers.Sum(layer => layer.W.Length + layer.B.Length);

    /// <summary>Where the parameters lie in θ.</summary>
    public ParameterLayout Layout
    {
        get
        {
            var layout = ParameterLayout.Empty;
            for (var l = 0; l < Layers.Count; l++)
                layout = layout.Add($"W{l + 1}", Layers[l].Weights).Add($"b{l + 1}", Layers[l].Bias);
            return layout;
        }
    }

    /// <summary>θ: matrices column by column.</summary>
    public double[] ToTheta()
    {
        var theta = new double[Length];
        CopyTo(theta);
        return theta;
    }

    /// <summary>Writes θ.</summary>
    public void CopyTo(Span<double> theta)
    {
        var at = 0;
        foreach (var layer in Layers)
        {
            layer.W.CopyTo(theta[at..]);
            layer.B.CopyTo(theta[(at + layer.W.Length)..]);
            at += layer.W.Length + layer.B.Length;
        }
    }

    /// <summary>Takes θ over.</summary>
    public void Assign(ReadOnlySpan<double> theta)
    {
        var at = 0;
        foreach (var layer in Layers)
        {
            theta.Slice(at, layer.W.Length).CopyTo(layer.W);
            theta.Slice(at + layer.W.Length, layer.B.Length).CopyTo(layer.B);
            at += layer.W.Length + layer.B.Length;
        }
    }

    /// <summary>The parameters with their gradients, as a step takes them.</summary>
    public Parameter[] With(Network gradient)
    {
        var parameters = new Parameter[2 * Layers.Count];
        for (var l = 0; l < Layers.Count; l++)
        {
            parameters[2 * l] = new Parameter(Layers[l].Weights, gradient.Layers[l].Weights) { Name = $"W{l + 1}" };
            parameters[(2 * l) + 1] = new Parameter(Layers[l].Bias, gradient.Layers[l].Bias) { Name = $"b{l + 1}" };
        }

        return parameters;
    }

    /// <summary>A network of the same shape, all zero.</summary>
    public Network Zero() => new([.. Layers.Select(layer => layer.Zero())], IsRegression);

    /// <summary>A copy that shares nothing.</summary>
    public Network Copy() => new([.. Layers.Select(layer => layer.Copy())], IsRegression);

    /// <summary>θ as a vector.</summary>
    public Vector<double> ToVector() => Vector<double>.Build.Dense(ToTheta());
}
