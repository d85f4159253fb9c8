using System.Numerics.Tensors;

namespace Optimizers.FaultBench;

/// <summary>Goes forward and backward through a network, in its own memory. One thread uses it at a time.</summary>
internal sealed class Pass
{
    private readonly CodeDefects _defects;
    private readonly Random _dropout;
    private readonly double[][] _activated; // Of a layer, before pooling.
    private readonly double[][] _read;      // What a layer reads; the first one reads the examples.
    private readonly double[][] _errors;
    private readonly double[] _errorsOfInputs;
    private readonly double[] _transposed;
    private readonly double[] _probabilities;
    private readonly double[] _losses;
    private readonly double[] _mask;

    /// <param name="network">The parameters; read at every call.</param>
    /// <param name="capacity">The most examples of a call.</param>
    /// <param name="defects">What is wrong in the code; null for nothing.</param>
    /// <param name="seed">The seed of dropout.</param>
    public Pass(Network network, int capacity, CodeDefects? defects = null, int seed = 0)
    {
        Network = network;
        Gradient = network.Zero();
        _defects = defects ?? new();
        _dropout = new(seed);
        var layers = network.Layers;
        _activated = [.. layers.Select(layer => new double[layer.Activated * capacity])];
        var dropsLast = _defects.Dropout > 0;
        _read = [.. layers.Select((layer, l) => IsCopied(l) ? new double[layer.Inputs * capacity] : [])];
        bool IsCopied(int l) => (l > 0 && layers[l - 1].IsConvolution) || (dropsLast && l == layers.Count - 1);

        _errors = [.. layers.Select(layer => new double[layer.Activated * capacity])];
        _errorsOfInputs = new double[layers.Max(layer => layer.Inputs) * capacity];
        _transposed = new double[layers.Max(layer => layer.W.Length)];
        _probabilities = new double[network.Outputs * capacity];
        _losses = new double[capacity];
        _mask = _defects.Dropout > 0 ? new double[layers[^1].Inputs * capacity] : [];
    }

    public Network Network { get; }

    /// <summary>The gradient of the last <see cref="Backward"/>.</summary>
    public Network Gradient { get; }

    /// <summary>The mean loss.</summary>
    public double Loss(Examples examples) => TensorPrimitives.Sum(Losses(examples)) / examples.Count;

    /// <summary>The loss of every example, until the next call.</summary>
    public ReadOnlySpan<double> Losses(Examples examples)
    {
        Forward(examples);
        return _losses.AsSpan(0, examples.Count);
    }

    /// <summary>
    /// The activations of a layer in the last call, its units × examples; of a convolution before pooling, channels beside each other.
    /// </summary>
    public ReadOnlySpan<double> Activated(int layer, int count) => _activated[layer].AsSpan(0, Network.Layers[layer].Activated * count);

    /// <summary>The mean loss, with its gradient.</summary>
    public double Backward(Examples examples)
    {
        Forward(examples);
        var count = examples.Count;
        OutputErrors(examples);
        for (var l = Network.Layers.Count - 1; l >= 0; l--)
        {
            var (layer, gradient) = (Network.Layers[l], Gradient.Layers[l]);
            var errors = _errors[l].AsSpan(0, layer.Activated * count);
            if (l < Network.Layers.Count - 1 && !_defects.WithoutDerivative.Contains(l))
                layer.Activation.Backward(_activated[l].AsSpan(0, errors.Length), errors);
            var read = Read(l, examples);
            if (layer.IsConvolution)
            {
                Convolution.Gradient(layer, read, count, errors, gradient.W, gradient.B);
                continue; // It is the first layer.
            }

            Products.Outer(errors, layer.Units, read, layer.Inputs, count, gradient.W);
            SumOverExamples(errors, layer.Units, count, gradient.B);
            if (l == 0)
                continue;
            Transpose(layer, _transposed);
            var below = _errorsOfInputs.AsSpan(0, layer.Inputs * count);
            Products.Multiply(_transposed, layer.Inputs, layer.Units, [], errors, count, below);
            if (_mask.Length > 0 && l == Network.Layers.Count - 1)
                TensorPrimitives.Multiply(below, _mask.AsSpan(0, below.Length), below);
            var next = Network.Layers[l - 1];
            if (next.IsConvolution)
                Convolution.Unpool(next, below, count, _errors[l - 1]);
            else
                below.CopyTo(_errors[l - 1]);
        }

        _defects.Distort?.Invoke(Gradient, count);
        return TensorPrimitives.Sum(_losses.AsSpan(0, count)) / count;
    }

    private ReadOnlySpan<double> Read(int l, Examples examples) =>
        _read[l].Length > 0 ? _read[l] : l == 0 ? examples.Values : _activated[l - 1];

    private void Forward(Examples examples)
    {
        var count = examples.Count;
        var layers = Network.Layers;
        for (var l = 0; l < layers.Count; l++)
        {
            var layer = layers[l];
            if (l > 0 && layers[l - 1].IsConvolution)
                Convolution.Pool(layers[l - 1], _activated[l - 1], count, _read[l]);
            if (_mask.Length > 0 && l == layers.Count - 1)
                Drop(l, examples);
            var z = _activated[l].AsSpan(0, layer.Activated * count);
            if (layer.IsConvolution)
                Convolution.Forward(layer, examples.Values, count, z);
            else
                Products.Multiply(layer.W, layer.Units, layer.Inputs, layer.B, Read(l, examples), count, z);
            layer.Activation.Apply(z);
        }

        if (Network.IsRegression)
        {
            for (var n = 0; n < count; n++)
            {
                var residual = _activated[^1][n] - examples.Targets![n];
                _losses[n] = residual * residual;
            }
        }
        else
        {
            CrossEntropy(examples);
        }
    }

    private void Drop(int l, Examples examples)
    {
        var layer = Network.Layers[l];
        var length = layer.Inputs * examples.Count;
        var from = l > 0 && Network.Layers[l - 1].IsConvolution ? _read[l] : l == 0 ? examples.Values : _activated[l - 1];
        for (var i = 0; i < length; i++)
        {
            _mask[i] = _dropout.NextDouble() < _defects.Dropout ? 0 : 1 / (1 - _defects.Dropout);
            _read[l][i] = from[i] * _mask[i];
        }
    }

    private void CrossEntropy(Examples examples)
    {
        var (classes, z) = (Network.Outputs, _activated[^1]);
        for (var n = 0; n < examples.Count; n++)
        {
            var logits = z.AsSpan(n * classes, classes);
            var p = _probabilities.AsSpan(n * classes, classes);
            var label = examples.Labels![n];
            if (_defects.UnstableLog)
            {
                TensorPrimitives.Exp(logits, p);
                TensorPrimitives.Divide(p, TensorPrimitives.Sum<double>(p), p);
                _losses[n] = -Math.Log(p[label]);
                continue;
            }

            var logSum = Softmax(logits, p);
            _losses[n] = logSum - logits[label];
            if (_defects.SoftmaxTwice)
            {
                // The loss takes the probabilities for logits; they are kept, for the derivative.
                var sum = 0.0;
                foreach (var value in p)
                    sum += Math.Exp(value);
                _losses[n] = Math.Log(sum) - p[label];
            }
        }
    }

    private static double Softmax(ReadOnlySpan<double> logits, Span<double> p)
    {
        var largest = TensorPrimitives.Max(logits);
        TensorPrimitives.Subtract(logits, largest, p);
        TensorPrimitives.Exp<double>(p, p);
        var sum = TensorPrimitives.Sum<double>(p);
        TensorPrimitives.Divide(p, sum, p);
        return largest + Math.Log(sum);
    }

    private void OutputErrors(Examples examples)
    {
        var (errors, count) = (_errors[^1], examples.Count);
        if (Network.IsRegression)
        {
            for (var n = 0; n < count; n++)
                errors[n] = 2 * (_activated[^1][n] - examples.Targets![n]) / count;
            return;
        }

        var classes = Network.Outputs;
        for (var n = 0; n < count; n++)
        {
            var p = _probabilities.AsSpan(n * classes, classes);
            var e = errors.AsSpan(n * classes, classes);
            if (_defects.SoftmaxTwice)
            {
                TensorPrimitives.Exp<double>(p, e);
                TensorPrimitives.Divide(e, TensorPrimitives.Sum<double>(e), e);
                e[examples.Labels![n]] -= 1;
                var mean = TensorPrimitives.Dot<double>(p, e);
                for (var k = 0; k < classes; k++)
                    e[k] = p[k] * (e[k] - mean) / count;
                continue;
            }

            TensorPrimitives.Divide(p, count, e);
            e[examples.Labels![n]] -= 1.0 / count;
        }
    }

    private static void SumOverExamples(ReadOnlySpan<double> errors, int units, int count, Span<double> sum)
    {
        sum.Clear();
        for (var n = 0; n < count; n++)
            TensorPrimitives.Add(sum, errors.Slice(n * units, units), sum);
    }

    private static void Transpose(Layer layer, Span<double> transposed)
    {
        var (w, rows, columns) = (layer.W, layer.Units, layer.Inputs);
        for (var c = 0; c < columns; c++)
        {
            for (var r = 0; r < rows; r++)
                transposed[(r * columns) + c] = w[(c * rows) + r];
        }
    }
}
