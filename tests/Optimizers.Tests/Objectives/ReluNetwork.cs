using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Tests.Curvature.Objectives;

/// <summary>A network inputs–hidden–1 with ReLU units, without biases, and the mean of half the squared errors. θ = (W1 row by row, w2).</summary>
internal sealed class ReluNetwork
{
    private readonly int _inputs;
    private readonly int _hidden;
    private readonly double[][] _x;
    private readonly double[] _y;

    public ReluNetwork(int inputs, int hidden, int examples, int seed)
    {
        var random = new Random(seed);
        (_inputs, _hidden) = (inputs, hidden);
        _x = [.. Enumerable.Range(0, examples).Select(_ => Enumerable.Range(0, inputs).Select(_ => 2 * random.NextDouble() - 1).ToArray())];
        _y = [.. Enumerable.Range(0, examples).Select(_ => 2 * random.NextDouble() - 1)];
        Theta = [.. Enumerable.Range(0, hidden * (inputs + 1)).Select(_ => random.NextDouble() - 0.5)];
    }

    public double[] Theta { get; }

    public double Loss(Vector<double> theta) => Enumerable.Range(0, _y.Length).Sum(e => 0.5 * Math.Pow(Output(theta, e) - _y[e], 2)) / _y.Length;

    public Vector<double> Gradient(Vector<double> theta)
    {
        var g = Vector<double>.Build.Dense(theta.Count);
        for (var e = 0; e < _y.Length; e++)
        {
            var delta = (Output(theta, e) - _y[e]) / _y.Length;
            for (var h = 0; h < _hidden; h++)
            {
                var z = Input(theta, h, e);
                if (z <= 0)
                    continue;
                g[_hidden * _inputs + h] += delta * z;
                for (var i = 0; i < _inputs; i++)
                    g[h * _inputs + i] += delta * theta[_hidden * _inputs + h] * _x[e][i];
            }
        }

        return g;
    }

    /// <summary>The least |input of a unit| over the examples: the distance of the nearest kink, up to the length of an example.</summary>
    public double Margin(Vector<double> theta) =>
        Enumerable.Range(0, _y.Length).Min(e => Enumerable.Range(0, _hidden).Min(h => Math.Abs(Input(theta, h, e))));

    private double Input(Vector<double> theta, int h, int e)
    {
        var z = 0.0;
        for (var i = 0; i < _inputs; i++)
            z += theta[h * _inputs + i] * _x[e][i];
        return z;
    }

    private double Output(Vector<double> theta, int e)
    {
        var sum = 0.0;
        for (var h = 0; h < _hidden; h++)
            sum += theta[_hidden * _inputs + h] * Math.Max(0, Input(theta, h, e));
        return sum;
    }
}
