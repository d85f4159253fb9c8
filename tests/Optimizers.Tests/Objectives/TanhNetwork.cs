using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Objectives;

/// <summary>
/// A network inputs–hidden–1 with tanh units and the mean of half the squared errors, its backward pass and its Hessian-vector product (Pearlmutter,
/// Neural Computation 6, 1994) written by hand. θ = (W1 row by row, b1, w2, b2).
/// </summary>
internal sealed class TanhNetwork
{
    private readonly double[][] _x;
    private readonly double[] _y;

    public TanhNetwork(int inputs, int hidden, int examples, int seed)
    {
        var random = new Random(seed);
        (Inputs, Hidden) = (inputs, hidden);
        _x = [.. Enumerable.Range(0, examples).Select(_ => Enumerable.Range(0, inputs).Select(_ => 2 * random.NextDouble() - 1).ToArray())];
        _y = [.. Enumerable.Range(0, examples).Select(_ => 2 * random.NextDouble() - 1)];
        Layout = ParameterLayout.Empty.Add("w1", hidden, inputs).Add("b1", hidden).Add("w2", hidden).Add("b2");
        Theta = [.. Enumerable.Range(0, Layout.Length).Select(_ => random.NextDouble() - 0.5)];
    }

    public int Inputs { get; }

    public int Hidden { get; }

    public ParameterLayout Layout { get; }

    public double[] Theta { get; }

    public double Loss(Vector<double> theta)
    {
        var sum = 0.0;
        for (var e = 0; e < _y.Length; e++)
        {
            var (output, _) = Forward(theta, _x[e]);
            sum += 0.5 * (output - _y[e]) * (output - _y[e]);
        }

        return sum / _y.Length;
    }

    public Vector<double> Gradient(Vector<double> theta)
    {
        var g = Vector<double>.Build.Dense(theta.Count);
        for (var e = 0; e < _y.Length; e++)
        {
            var (output, a) = Forward(theta, _x[e]);
            var delta = (output - _y[e]) / _y.Length;
            g[^1] += delta;
            for (var h = 0; h < Hidden; h++)
            {
                g[W2 + h] += delta * a[h];
                var back = delta * theta[W2 + h] * (1 - a[h] * a[h]);
                g[B1 + h] += back;
                for (var i = 0; i < Inputs; i++)
                    g[h * Inputs + i] += back * _x[e][i];
            }
        }

        return g;
    }

    /// <summary>The derivative of <see cref="Gradient"/> along v, statement by statement.</summary>
    public Vector<double> Product(Vector<double> theta, Vector<double> v)
    {
        var r = Vector<double>.Build.Dense(theta.Count);
        for (var e = 0; e < _y.Length; e++)
        {
            var (output, a) = Forward(theta, _x[e]);
            var ra = new double[Hidden];
            var routput = v[^1];
            for (var h = 0; h < Hidden; h++)
            {
                var rz = v[B1 + h];
                for (var i = 0; i < Inputs; i++)
                    rz += v[h * Inputs + i] * _x[e][i];
                ra[h] = (1 - a[h] * a[h]) * rz;
                routput += v[W2 + h] * a[h] + theta[W2 + h] * ra[h];
            }

            var (delta, rdelta) = ((output - _y[e]) / _y.Length, routput / _y.Length);
            r[^1] += rdelta;
            for (var h = 0; h < Hidden; h++)
            {
                r[W2 + h] += rdelta * a[h] + delta * ra[h];
                var slope = 1 - a[h] * a[h];
                var rback = rdelta * theta[W2 + h] * slope + delta * v[W2 + h] * slope + delta * theta[W2 + h] * -2 * a[h] * ra[h];
                r[B1 + h] += rback;
                for (var i = 0; i < Inputs; i++)
                    r[h * Inputs + i] += rback * _x[e][i];
            }
        }

        return r;
    }

    public Matrix<double> Hessian(Vector<double> theta)
    {
        var n = theta.Count;
        return Matrix<double>.Build.DenseOfColumnVectors(
            Enumerable.Range(0, n).Select(j => Product(theta, Vector<double>.Build.Dense(n, i => i == j ? 1 : 0))));
    }

    private int B1 => Inputs * Hidden;

    private int W2 => B1 + Hidden;

    private (double Output, double[] Activations) Forward(Vector<double> theta, double[] x)
    {
        var a = new double[Hidden];
        var output = theta[^1];
        for (var h = 0; h < Hidden; h++)
        {
            var z = theta[B1 + h];
            for (var i = 0; i < Inputs; i++)
                z += theta[h * Inputs + i] * x[i];
            a[h] = Math.Tanh(z);
            output += theta[W2 + h] * a[h];
        }

        return (output, a);
    }
}
