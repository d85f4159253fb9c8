using MathNet.Numerics.LinearAlgebra;

namespace WhyItFails;

/// <summary>
/// A network with one hidden layer: h = tanh(W₁x + b₁), p = softmax(W₂h + b₂).
/// As one vector its parameters are θ = (W₁, b₁, W₂, b₂), the matrices column by column.
/// </summary>
internal sealed class Network
{
    /// <summary>A network whose parameters are all zero.</summary>
    public Network(int inputs, int hidden, int outputs)
    {
        W1 = Matrix<double>.Build.Dense(hidden, inputs);
        B1 = Vector<double>.Build.Dense(hidden);
        W2 = Matrix<double>.Build.Dense(outputs, hidden);
        B2 = Vector<double>.Build.Dense(outputs);
    }

    /// <summary>The weights of the hidden layer, hidden × inputs.</summary>
    public Matrix<double> W1 { get; }

    /// <summary>The biases of the hidden layer.</summary>
    public Vector<double> B1 { get; }

    /// <summary>The weights of the output layer, outputs × hidden.</summary>
    public Matrix<double> W2 { get; }

    /// <summary>The biases of the output layer.</summary>
    public Vector<double> B2 { get; }

    /// <summary>The number of parameters.</summary>
    public int ParameterCount => W1.RowCount * (W1.ColumnCount + 1) + W2.RowCount * (W2.ColumnCount + 1);

    /// <summary>Weights drawn uniformly from ±√(6 / (inputs + outputs)) of their layer (Glorot and Bengio 2010, eq. 16), biases zero.</summary>
    public static Network Random(int inputs, int hidden, int outputs, int seed)
    {
        var random = new Random(seed);
        var network = new Network(inputs, hidden, outputs);
        foreach (var weights in (Matrix<double>[])[network.W1, network.W2])
        {
            var bound = Math.Sqrt(6.0 / (weights.RowCount + weights.ColumnCount));
            for (var column = 0; column < weights.ColumnCount; column++)
                for (var row = 0; row < weights.RowCount; row++)
                    weights[row, column] = bound * (2 * random.NextDouble() - 1);
        }
        return network;
    }

    /// <summary>A copy of the parameters, or of a gradient in their shapes, as the one vector θ.</summary>
    public static Vector<double> Flatten(Matrix<double> w1, Vector<double> b1, Matrix<double> w2, Vector<double> b2) =>
        Vector<double>.Build.Dense([.. w1.AsColumnMajorArray(), .. b1, .. w2.AsColumnMajorArray(), .. b2]);

    /// <summary>A copy of the parameters as the one vector θ.</summary>
    public Vector<double> ToVector() => Flatten(W1, B1, W2, B2);

    /// <summary>Another network with the same parameters.</summary>
    public Network Copy()
    {
        var copy = new Network(W1.ColumnCount, W1.RowCount, W2.RowCount);
        copy.Assign(ToVector());
        return copy;
    }

    /// <summary>Sets the parameters to those of the vector θ.</summary>
    public void Assign(Vector<double> theta)
    {
        if (theta.Count != ParameterCount)
            throw new ArgumentException($"The vector has {theta.Count} elements, the network {ParameterCount} parameters.", nameof(theta));
        var values = theta.AsArray().AsSpan();
        foreach (var target in (double[][])[W1.AsColumnMajorArray(), B1.AsArray(), W2.AsColumnMajorArray(), B2.AsArray()])
        {
            values[..target.Length].CopyTo(target);
            values = values[target.Length..];
        }
    }
}
