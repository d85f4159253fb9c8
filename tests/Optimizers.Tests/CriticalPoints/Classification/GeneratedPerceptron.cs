using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Classification;

/// <summary>
/// A perceptron with one or two hidden layers, of which everything is chosen by a seed: widths, units (ReLU, leaky ReLU, |·|, tanh, softplus), loss
/// (softmax, squares), data, θ, how long it was trained, and, of units with kinks, one so near its kink on one example, or examples so near the kinks
/// of a unit, as 10⁻¹ to 10⁻⁹. Its gradient is that of floats or of doubles, its Hessian the exact one of the smooth piece at θ.
/// </summary>
internal sealed class GeneratedPerceptron
{
    private enum Unit
    {
        Relu,
        Leaky,
        Absolute,
        Tanh,
        Softplus,
    }

    private readonly int[] _widths;
    private readonly Unit _unit;
    private readonly bool _isSoftmax;
    private readonly double[][] _x;
    private readonly double[][] _y;

    public GeneratedPerceptron(int seed)
    {
        var random = new Random(seed);
        _unit = (Unit)random.Next(5);
        int inputs = random.Next(2, 9), outputs = random.Next(1, 4), examples = random.Next(5, 40);
        _isSoftmax = outputs > 1 && random.Next(2) == 0;
        _widths = random.Next(3) == 0 ? [inputs, random.Next(2, 6), random.Next(2, 5), outputs] : [inputs, random.Next(2, 7), outputs];
        _x = [.. Enumerable.Range(0, examples).Select(_ => Some(random, inputs, 1))];
        _y = [.. _x.Select(_ => _isSoftmax ? Hot(outputs, random.Next(outputs)) : Some(random, outputs, 1))];
        N = Enumerable.Range(0, _widths.Length - 1).Sum(l => (_widths[l] + 1) * _widths[l + 1]);
        Theta = Some(random, N, 0.7);
        Train(random.Next(3) * 60);
        IsKinked = _unit is Unit.Relu or Unit.Leaky or Unit.Absolute;
        if (IsKinked && random.Next(2) == 0)
            MoveUnit(random);
        else if (IsKinked)
            MoveExamples(random);
        for (var i = 0; i < N; i++)
            Theta[i] = (float)Theta[i];
    }

    private GeneratedPerceptron(Unit unit, int[] widths, double[][] x, double[][] y, double[] theta)
    {
        (_unit, _isSoftmax, _widths, _x, _y) = (unit, true, widths, x, y);
        (N, Theta, IsKinked) = (theta.Length, theta, unit is Unit.Relu or Unit.Leaky);
    }

    public int N { get; }

    public double[] Theta { get; }

    public bool IsKinked { get; }

    public string Name => $"{_unit} {string.Join('-', _widths)}, {_x.Length} examples, {(_isSoftmax ? "softmax" : "squares")}";

    public Objective AsObjective(bool isSingle, bool isDeclared) => isSingle ? Of<Single32>(isDeclared) : Of<Tangent64>(false);

    public Vector<double> Product(ReadOnlySpan<double> v)
    {
        var theta = new Tangent64[N];
        for (var i = 0; i < N; i++)
            theta[i] = new(Theta[i], v[i]);
        var gradient = new Tangent64[N];
        Run(theta, gradient);
        return Vector<double>.Build.DenseOfEnumerable(gradient.Select(entry => entry.Slope));
    }

    public Matrix<double> Hessian() => Matrix<double>.Build.DenseOfColumnVectors(
        Enumerable.Range(0, N).Select(j => Product(Hot(N, j))));

    /// <summary>A softmax network with one hidden layer on some of the handwritten digits, trained for a while.</summary>
    /// <param name="seed">Chooses units, widths, digits, weights, and for how long.</param>
    /// <param name="isKinked">True for units with a kink.</param>
    /// <param name="isAfterAdam">True for Adam by gradients of floats; false for gradient descent with momentum.</param>
    public static GeneratedPerceptron OfDigits(int seed, bool isKinked, bool isAfterAdam)
    {
        var random = new Random(seed);
        var unit = isKinked ? (random.Next(2) == 0 ? Unit.Relu : Unit.Leaky) : (random.Next(2) == 0 ? Unit.Tanh : Unit.Softplus);
        int[] widths = [DigitImages.Pixels, random.Next(2, 6), DigitImages.Classes];
        var digits = DigitImages.Some(random, random.Next(20, 61));
        var theta = Some(random, ((widths[0] + 1) * widths[1]) + ((widths[1] + 1) * widths[2]), 0.3);
        var network = new GeneratedPerceptron(unit, widths, digits.Images, [.. digits.Labels.Select(label => Hot(widths[2], label))], theta);
        var steps = random.Next(3) * 50;
        if (isAfterAdam)
            network.TrainByAdam(steps);
        else
            network.Train(steps);
        for (var i = 0; i < network.N; i++)
            theta[i] = (float)theta[i];
        return network;
    }

    private void TrainByAdam(int steps)
    {
        var theta = Array.ConvertAll(Theta, entry => (float)entry);
        var optimizer = new Adam(0.01);
        for (var step = 0; step < steps; step++)
            optimizer.Step([(theta, Array.ConvertAll(Gradient<Single32>(theta.Select(entry => (double)entry)), entry => (float)entry))]);
        theta.Select(entry => (double)entry).ToArray().CopyTo(Theta, 0);
    }

    private Objective Of<T>(bool isDeclared)
        where T : struct, INumeric<T> => Objective.Create(
            theta => Run<T>([.. theta.Select(T.Of)], null).Value, theta => Vector<double>.Build.Dense(Gradient<T>(theta)),
            options: new() { SinglePrecision = isDeclared });

    private double[] Gradient<T>(IEnumerable<double> theta)
        where T : struct, INumeric<T>
    {
        var gradient = new T[N];
        Run([.. theta.Select(T.Of)], gradient);
        return [.. gradient.Select(entry => entry.Value)];
    }

    private static double[] Some(Random random, int n, double size) =>
        [.. Enumerable.Range(0, n).Select(_ => size * ((2 * random.NextDouble()) - 1))];

    private static double[] Hot(int n, int i) => [.. Enumerable.Range(0, n).Select(k => k == i ? 1.0 : 0)];

    // Gradient descent with momentum.
    private void Train(int steps)
    {
        var velocity = new double[N];
        for (var step = 0; step < steps; step++)
        {
            var gradient = Gradient<Tangent64>(Theta);
            for (var i = 0; i < N; i++)
                Theta[i] -= velocity[i] = (0.9 * velocity[i]) + (0.02 * gradient[i]);
        }
    }

    private static double Distance(Random random, double least, double most) =>
        Math.Pow(10, least + ((most - least) * random.NextDouble())) * ((2 * random.Next(2)) - 1);

    // The bias of a unit, so that its input on one example is as small as that.
    private void MoveUnit(Random random)
    {
        int unit = random.Next(_widths[1]), bias = (_widths[0] * _widths[1]) + unit;
        Theta[bias] += Distance(random, -9, -1) - Input(unit, _x[random.Next(_x.Length)]);
    }

    // A quarter of the examples, along the weights of a unit.
    private void MoveExamples(Random random)
    {
        var most = -random.Next(0, 6);
        foreach (var x in _x.Where(_ => random.Next(4) == 0))
        {
            var unit = random.Next(_widths[1]);
            var weights = Theta.AsSpan(unit * _widths[0], _widths[0]).ToArray();
            var shift = (Distance(random, most - 4, most) - Input(unit, x)) / weights.Sum(w => w * w);
            for (var j = 0; j < x.Length; j++)
                x[j] += shift * weights[j];
        }
    }

    private double Input(int unit, double[] x)
    {
        var sum = Theta[(_widths[0] * _widths[1]) + unit];
        for (var j = 0; j < x.Length; j++)
            sum += Theta[(unit * x.Length) + j] * x[j];
        return sum;
    }

    private T Output<T>(T z)
        where T : struct, INumeric<T> => _unit switch
        {
            Unit.Relu => z.Value > 0 ? z : T.Of(0),
            Unit.Leaky => z.Value > 0 ? z : T.Of(0.1) * z,
            Unit.Absolute => z.Value > 0 ? z : T.Of(0) - z,
            Unit.Tanh => T.Tanh(z),
            _ => z.Value > 0 ? z + T.Log(T.Of(1) + T.Exp(T.Of(0) - z)) : T.Log(T.Of(1) + T.Exp(z)),
        };

    private T Derivative<T>(T z)
        where T : struct, INumeric<T> => _unit switch
        {
            Unit.Relu => T.Of(z.Value > 0 ? 1 : 0),
            Unit.Leaky => T.Of(z.Value > 0 ? 1 : 0.1),
            Unit.Absolute => T.Of(z.Value > 0 ? 1 : -1),
            Unit.Tanh => T.Of(1) - (T.Tanh(z) * T.Tanh(z)),
            _ => T.Of(1) / (T.Of(1) + T.Exp(T.Of(0) - z)),
        };

    // The mean loss, and its gradient by backpropagation.
    private T Run<T>(T[] theta, T[]? gradient)
        where T : struct, INumeric<T>
    {
        var layers = _widths.Length - 1;
        T loss = T.Of(0), count = T.Of(_x.Length);
        T[][] z = new T[layers + 1][], a = new T[layers + 1][];
        for (var k = 0; k < _x.Length; k++)
        {
            a[0] = Array.ConvertAll(_x[k], T.Of);
            var start = 0;
            for (var l = 0; l < layers; l++)
            {
                var (inputs, outputs) = (_widths[l], _widths[l + 1]);
                z[l + 1] = new T[outputs];
                for (var i = 0; i < outputs; i++)
                {
                    var sum = theta[start + (inputs * outputs) + i];
                    for (var j = 0; j < inputs; j++)
                        sum += theta[start + (i * inputs) + j] * a[l][j];
                    z[l + 1][i] = sum;
                }

                a[l + 1] = l + 1 < layers ? Array.ConvertAll(z[l + 1], input => Output(input)) : z[l + 1];
                start += (inputs + 1) * outputs;
            }

            var delta = LossOf(z[layers], _y[k], ref loss);
            for (var l = layers - 1; gradient is not null && l >= 0; l--)
            {
                var (inputs, outputs) = (_widths[l], _widths[l + 1]);
                start -= (inputs + 1) * outputs;
                var before = new T[inputs];
                for (var i = 0; i < outputs; i++)
                {
                    var d = delta[i] / count;
                    gradient[start + (inputs * outputs) + i] += d;
                    for (var j = 0; j < inputs; j++)
                    {
                        gradient[start + (i * inputs) + j] += d * a[l][j];
                        before[j] += delta[i] * theta[start + (i * inputs) + j];
                    }
                }

                delta = l == 0 ? before : [.. before.Select((entry, j) => entry * Derivative(z[l][j]))];
            }
        }

        return loss / count;
    }

    private T[] LossOf<T>(T[] f, double[] y, ref T loss)
        where T : struct, INumeric<T>
    {
        if (!_isSoftmax)
        {
            T[] residuals = [.. f.Select((output, i) => output - T.Of(y[i]))];
            foreach (var residual in residuals)
                loss += T.Of(0.5) * residual * residual;
            return residuals;
        }

        var largest = T.Of(f.Max(output => output.Value));
        var exponentials = Array.ConvertAll(f, output => T.Exp(output - largest));
        var sum = exponentials.Aggregate(T.Of(0), (partial, term) => partial + term);
        loss += T.Log(sum) + largest - f[Array.IndexOf(y, 1.0)];
        return [.. exponentials.Select((term, i) => (term / sum) - T.Of(y[i]))];
    }
}
