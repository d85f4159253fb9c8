using MathNet.Numerics.LinearAlgebra;

namespace WhyItFails;

/// <summary>The mean cross-entropy of a network over a fixed number of examples, and its gradient, in storage that is made once.</summary>
internal sealed class Backpropagation
{
    private readonly Network _network;
    private readonly Vector<double> _ones;

    /// <param name="network">The network, whose parameters may change between two passes.</param>
    /// <param name="count">The number of examples in every pass.</param>
    public Backpropagation(Network network, int count)
    {
        var (hidden, inputs, outputs) = (network.W1.RowCount, network.W1.ColumnCount, network.W2.RowCount);
        _network = network;
        _ones = Vector<double>.Build.Dense(count, 1);
        Hidden = Matrix<double>.Build.Dense(hidden, count);
        Probabilities = Matrix<double>.Build.Dense(outputs, count);
        OutputErrors = Matrix<double>.Build.Dense(outputs, count);
        HiddenErrors = Matrix<double>.Build.Dense(hidden, count);
        DW1 = Matrix<double>.Build.Dense(hidden, inputs);
        DB1 = Vector<double>.Build.Dense(hidden);
        DW2 = Matrix<double>.Build.Dense(outputs, hidden);
        DB2 = Vector<double>.Build.Dense(outputs);
    }

    /// <summary>The hidden units h of the last pass, hidden × examples.</summary>
    public Matrix<double> Hidden { get; }

    /// <summary>The probabilities p of the last pass, outputs × examples.</summary>
    public Matrix<double> Probabilities { get; }

    /// <summary>∂L/∂(W₂h + b₂) = (p − y) / N of the last gradient, outputs × examples.</summary>
    public Matrix<double> OutputErrors { get; }

    /// <summary>∂L/∂h = W₂ᵀ(p − y) / N of the last gradient, hidden × examples.</summary>
    public Matrix<double> HiddenErrors { get; }

    /// <summary>∂L/∂W₁.</summary>
    public Matrix<double> DW1 { get; }

    /// <summary>∂L/∂b₁.</summary>
    public Vector<double> DB1 { get; }

    /// <summary>∂L/∂W₂.</summary>
    public Matrix<double> DW2 { get; }

    /// <summary>∂L/∂b₂.</summary>
    public Vector<double> DB2 { get; }

    /// <summary>A copy of the last gradient as one vector, in the order of <see cref="Network.ToVector"/>.</summary>
    public Vector<double> ToVector() => Network.Flatten(DW1, DB1, DW2, DB2);

    /// <summary>The forward pass: L = −(1/N) Σ log p[label].</summary>
    public double Loss(Examples examples)
    {
        if (examples.Count != _ones.Count)
            throw new ArgumentException($"{examples.Count} examples were given to a pass over {_ones.Count}.", nameof(examples));
        _network.W1.Multiply(examples.Images, Hidden);
        Hidden.MapIndexedInplace((unit, _, z) => Math.Tanh(z + _network.B1[unit]), Zeros.Include);
        _network.W2.Multiply(Hidden, Probabilities);
        Probabilities.MapIndexedInplace((output, _, o) => o + _network.B2[output], Zeros.Include);

        var loss = 0.0;
        for (var n = 0; n < examples.Count; n++)
            loss -= LogSoftmax(n, examples.Labels[n]);
        return loss / examples.Count;
    }

    /// <summary>The forward and the backward pass: sets the gradient and returns the loss.</summary>
    public double Gradient(Examples examples)
    {
        var loss = Loss(examples);
        Probabilities.CopyTo(OutputErrors);
        for (var n = 0; n < examples.Count; n++)
            OutputErrors[examples.Labels[n], n] -= 1;
        OutputErrors.Divide(examples.Count, OutputErrors);

        OutputErrors.TransposeAndMultiply(Hidden, DW2);
        OutputErrors.Multiply(_ones, DB2);
        _network.W2.TransposeThisAndMultiply(OutputErrors, HiddenErrors);
        var errors = HiddenErrors.Map2((error, h) => error * (1 - h * h), Hidden);
        errors.TransposeAndMultiply(examples.Images, DW1);
        errors.Multiply(_ones, DB1);
        return loss;
    }

    /// <summary>The share of the examples whose most probable class is their label.</summary>
    public double Accuracy(Examples examples)
    {
        Loss(examples);
        var right = 0;
        for (var n = 0; n < examples.Count; n++)
            right += Probabilities.Column(n).MaximumIndex() == examples.Labels[n] ? 1 : 0;
        return (double)right / examples.Count;
    }

    // Turns the n-th column of outputs into probabilities, without overflow, and returns the logarithm of one of them.
    private double LogSoftmax(int n, int label)
    {
        var outputs = Probabilities.AsColumnMajorArray().AsSpan(n * Probabilities.RowCount, Probabilities.RowCount);
        var (largest, sum) = (double.NegativeInfinity, 0.0);
        foreach (var output in outputs)
            largest = Math.Max(largest, output);
        var logit = outputs[label] - largest;
        foreach (ref var output in outputs)
            sum += output = Math.Exp(output - largest);
        foreach (ref var output in outputs)
            output /= sum;
        return logit - Math.Log(sum);
    }
}
