using MathNet.Numerics.LinearAlgebra;

namespace WhyItFails.Tests;

/// <summary>Networks and examples small enough for finite differences.</summary>
internal static class SmallNetwork
{
    /// <summary>A network all of whose parameters, the biases too, are drawn uniformly from [−1, 1].</summary>
    public static Network Random(int inputs, int hidden, int outputs, int seed)
    {
        var random = new Random(seed);
        var network = new Network(inputs, hidden, outputs);
        network.Assign(Vector<double>.Build.Dense(network.ParameterCount, _ => 2 * random.NextDouble() - 1));
        return network;
    }

    /// <summary>Examples with pixels in [0, 1], each class at least once.</summary>
    public static Examples Examples(int inputs, int outputs, int count, int seed)
    {
        var random = new Random(seed);
        return new Examples(
            Matrix<double>.Build.Dense(inputs, count, (_, _) => random.NextDouble()),
            [.. Enumerable.Range(0, count).Select(n => n < outputs ? n : random.Next(outputs))]);
    }

    /// <summary>The derivative of a function of the parameters along each of them, by central differences: one column a parameter.</summary>
    public static Matrix<double> CentralDifferences(Network network, Func<Vector<double>> function, double step = 1e-5)
    {
        var theta = network.ToVector();
        var columns = new Vector<double>[theta.Count];
        for (var i = 0; i < theta.Count; i++)
        {
            Vector<double> At(double shift)
            {
                var shifted = theta.Clone();
                shifted[i] += shift;
                network.Assign(shifted);
                return function();
            }
            columns[i] = (At(step) - At(-step)) / (2 * step);
        }
        network.Assign(theta);
        return Matrix<double>.Build.DenseOfColumnVectors(columns);
    }
}
