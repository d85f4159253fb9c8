using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Operators;

/// <summary>
/// f = W₂·tanh(W₁x + b₁) + b₂ of 3 inputs, 4 hidden units and 3 outputs on 6 examples, with softmax and cross-entropy or with ½‖f − y‖², the mean
/// over the examples. The gradient is backpropagation in dual numbers, so that its tangent is the exact Hessian-vector product.
/// </summary>
internal sealed class TinyNetwork
{
    public const int Inputs = 3, Hidden = 4, Outputs = 3, Examples = 6;

    private readonly double[,] _x = new double[Examples, Inputs];
    private readonly double[,] _y = new double[Examples, Outputs];
    private readonly bool _softmax;

    public TinyNetwork(bool softmax, int seed)
    {
        _softmax = softmax;
        var random = new Random(seed);
        for (var k = 0; k < Examples; k++)
        {
            for (var i = 0; i < Inputs; i++)
                _x[k, i] = (2 * random.NextDouble()) - 1;
            if (softmax)
                _y[k, random.Next(Outputs)] = 1;
            else
                for (var o = 0; o < Outputs; o++)
                    _y[k, o] = (2 * random.NextDouble()) - 1;
        }

        Theta = Vector<double>.Build.Dense(Layout.Length, _ => (2 * random.NextDouble()) - 1);
    }

    public static ParameterLayout Layout { get; } =
        ParameterLayout.Empty.Add("w1", Hidden, Inputs).Add("b1", Hidden).Add("w2", Outputs, Hidden).Add("b2", Outputs);

    public static int W1 => 0;

    public static int B1 => Hidden * Inputs;

    public static int W2 => B1 + Hidden;

    public static int B2 => W2 + (Outputs * Hidden);

    public Vector<double> Theta { get; }

    public Objective Objective => Objective.Create(
        Loss, p => Gradient(p, Vector<double>.Build.Dense(p.Count)).Map(g => g.Value), (p, v) => Gradient(p, v).Map(g => g.Tangent));

    public Objective WithoutProduct => Objective.Create(Loss, p => Gradient(p, Vector<double>.Build.Dense(p.Count)).Map(g => g.Value));

    /// <summary>The Hessian, one exact product a column.</summary>
    public Matrix<double> Hessian() => Matrix<double>.Build.DenseOfColumnVectors(
        Enumerable.Range(0, Theta.Count).Select(j => Gradient(Theta, Unit(Theta.Count, j)).Map(g => g.Tangent)));

    public double Loss(Vector<double> theta)
    {
        var sum = 0.0;
        for (var k = 0; k < Examples; k++)
        {
            var (f, _) = Forward([.. theta.Select(x => (DualNumber)x)], k);
            if (_softmax)
            {
                var normalizer = Math.Log(f.Sum(o => Math.Exp(o.Value)));
                sum += f.Select((o, i) => _y[k, i] * (normalizer - o.Value)).Sum();
            }
            else
            {
                sum += f.Select((o, i) => 0.5 * Math.Pow(o.Value - _y[k, i], 2)).Sum();
            }
        }

        return sum / Examples;
    }

    /// <summary>∂ℓₖ/∂θ of one example, not divided by their number.</summary>
    public Vector<double> GradientOfExample(Vector<double> theta, int k)
    {
        DualNumber[] p = [.. theta.Select(x => (DualNumber)x)];
        return Vector<double>.Build.DenseOfEnumerable(Backward(p, k, Delta(Forward(p, k).F, k)).Select(g => g.Value));
    }

    /// <summary>Jv: the outputs' tangents, example after example.</summary>
    public Vector<double> JacobianProduct(Vector<double> v) => Vector<double>.Build.DenseOfEnumerable(
        Enumerable.Range(0, Examples).SelectMany(k => Forward(Lift(Theta, v), k).F).Select(f => f.Tangent));

    /// <summary>Jᵀu.</summary>
    public Vector<double> TransposedProduct(Vector<double> u)
    {
        var sum = Vector<double>.Build.Dense(Theta.Count);
        for (var k = 0; k < Examples; k++)
        {
            DualNumber[] theta = [.. Theta.Select(x => (DualNumber)x)], cotangent = [.. u.SubVector(k * Outputs, Outputs).Select(x => (DualNumber)x)];
            sum += Backward(theta, k, cotangent).Map(g => g.Value);
        }

        return sum;
    }

    /// <summary>diag(p) − ppᵀ of each example in blocks, or I.</summary>
    public Matrix<double> OutputHessian()
    {
        var m = Matrix<double>.Build.DenseIdentity(Examples * Outputs);
        if (!_softmax)
            return m;
        m.Clear();
        for (var k = 0; k < Examples; k++)
        {
            var exp = Forward(Lift(Theta, Vector<double>.Build.Dense(Theta.Count)), k).F.Select(f => Math.Exp(f.Value)).ToArray();
            var p = Vector<double>.Build.Dense(exp) / exp.Sum();
            m.SetSubMatrix(k * Outputs, k * Outputs, Matrix<double>.Build.DiagonalOfDiagonalVector(p) - p.OuterProduct(p));
        }

        return m;
    }

    public static Vector<double> Unit(int n, int j) => Vector<double>.Build.Dense(n, i => i == j ? 1 : 0);

    private DualNumber[] Gradient(Vector<double> theta, Vector<double> direction)
    {
        var p = Lift(theta, direction);
        var sum = new DualNumber[p.Length];
        for (var k = 0; k < Examples; k++)
        {
            var gradient = Backward(p, k, Delta(Forward(p, k).F, k));
            for (var i = 0; i < sum.Length; i++)
                sum[i] += gradient[i] / Examples;
        }

        return sum;
    }

    private DualNumber[] Delta(DualNumber[] f, int k)
    {
        if (!_softmax)
            return [.. f.Select((o, i) => o - _y[k, i])];
        var exp = f.Select(DualNumber.Exp).ToArray();
        var sum = exp.Aggregate((a, b) => a + b);
        return [.. exp.Select((e, i) => (e / sum) - _y[k, i])];
    }

    private (DualNumber[] F, DualNumber[] H) Forward(DualNumber[] p, int k)
    {
        var h = new DualNumber[Hidden];
        for (var j = 0; j < Hidden; j++)
        {
            var a = p[B1 + j];
            for (var i = 0; i < Inputs; i++)
                a += p[W1 + (j * Inputs) + i] * _x[k, i];
            h[j] = DualNumber.Tanh(a);
        }

        var f = new DualNumber[Outputs];
        for (var o = 0; o < Outputs; o++)
        {
            f[o] = p[B2 + o];
            for (var j = 0; j < Hidden; j++)
                f[o] += p[W2 + (o * Hidden) + j] * h[j];
        }

        return (f, h);
    }

    private DualNumber[] Backward(DualNumber[] p, int k, DualNumber[] delta)
    {
        var (_, h) = Forward(p, k);
        var g = new DualNumber[p.Length];
        for (var j = 0; j < Hidden; j++)
        {
            DualNumber back = 0;
            for (var o = 0; o < Outputs; o++)
            {
                g[W2 + (o * Hidden) + j] = delta[o] * h[j];
                back += delta[o] * p[W2 + (o * Hidden) + j];
            }

            back *= 1 - (h[j] * h[j]);
            g[B1 + j] = back;
            for (var i = 0; i < Inputs; i++)
                g[W1 + (j * Inputs) + i] = back * _x[k, i];
        }

        for (var o = 0; o < Outputs; o++)
            g[B2 + o] = delta[o];
        return g;
    }

    private static DualNumber[] Lift(Vector<double> theta, Vector<double> direction) =>
        [.. theta.Zip(direction, (value, tangent) => new DualNumber(value, tangent))];
}

file static class DualNumbers
{
    public static Vector<double> Map(this DualNumber[] numbers, Func<DualNumber, double> part) =>
        Vector<double>.Build.DenseOfEnumerable(numbers.Select(part));
}
