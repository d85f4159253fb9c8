using MathNet.Numerics.LinearAlgebra;
using Optimizers.Diagnostics;

namespace Optimizers.Tests.Diagnostics.Cases;

/// <summary>A perceptron of any widths and activations, forward only, drawn to variance 2/inputs, with small random biases or none.</summary>
internal sealed class FreeNet
{
    private readonly Matrix<double>[] _weights;
    private readonly Vector<double>[] _biases;
    private readonly Func<Matrix<double>, Matrix<double>> _hidden;
    private readonly Func<Matrix<double>, Matrix<double>> _output;

    public FreeNet(
        int[] widths, Func<Matrix<double>, Matrix<double>> hidden, Func<Matrix<double>, Matrix<double>> output, int seed, double bias = 0.1)
    {
        var random = new Random(seed);
        _weights = [.. widths.Skip(1).Select((width, k) => Matrix<double>.Build.Dense(
            width, widths[k], (_, _) => SmallNet.Normal(random) * Math.Sqrt(2.0 / widths[k])))];
        _biases = [.. widths.Skip(1).Select(width => Vector<double>.Build.Dense(width, _ => bias * SmallNet.Normal(random)))];
        (_hidden, _output) = (hidden, output);
    }

    public static Matrix<double> Same(Matrix<double> z) => z;

    public static Matrix<double> Tanh(Matrix<double> z) => z.PointwiseTanh();

    public static Matrix<double> Relu(Matrix<double> z) => z.Map(value => Math.Max(0, value), Zeros.Include);

    public static Matrix<double> Logistic(Matrix<double> z) => z.Map(value => 1 / (1 + Math.Exp(-value)), Zeros.Include);

    public static Matrix<double> Softmax(Matrix<double> z) => SmallNet.Softmax(z);

    public static Matrix<double> LogSoftmax(Matrix<double> z) => SmallNet.Softmax(z).PointwiseLog();

    public Model Model => Model.InPlace(
        [.. _weights.SelectMany((w, k) => new (string, ModelArray)[] { ($"W{k + 1}", w), ($"b{k + 1}", _biases[k]) })],
        outputs: (x, seen) => Forward(x, seen));

    public Matrix<double> Forward(Matrix<double> x, LayerRecorder? seen = null)
    {
        for (var k = 0; k < _weights.Length; k++)
        {
            x = SmallNet.Plus(_weights[k] * x, _biases[k]);
            if (k < _weights.Length - 1)
                x = seen is null ? _hidden(x) : seen[$"layer {k + 1}", _hidden(x)];
        }

        return _output(x);
    }
}
