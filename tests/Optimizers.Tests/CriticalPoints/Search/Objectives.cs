using MathNet.Numerics.LinearAlgebra;
using Optimizers.Curvature;

namespace Optimizers.Tests.Curvature.Search;

/// <summary>Objectives for searches and escapes.</summary>
internal static class Objectives
{
    private static readonly VectorBuilder<double> V = Vector<double>.Build;

    /// <summary>QΛQ of a Householder reflection Q = I − 2vvᵀ along a seeded v: symmetric, full, of known eigenvalues, at the price of n².</summary>
    public static Matrix<double> Reflected(double[] eigenvalues, int seed)
    {
        var random = new Random(seed);
        var v = V.Dense(eigenvalues.Length, _ => 2 * random.NextDouble() - 1).Normalize(2);
        var w = V.Dense(eigenvalues.Length, i => eigenvalues[i] * v[i]);
        var vw = v * w;
        return Matrix<double>.Build.Dense(
            v.Count, v.Count, (i, j) => (i == j ? eigenvalues[i] : 0) - 2 * (v[i] * w[j] + w[i] * v[j]) + 4 * vw * (v[i] * v[j]));
    }

    public static Objective Of(TestFunction f) => Objective.Create(f.Loss, f.Gradient, hessian: f.Hessian);

    public static Objective WithGradient(TestFunction f) => Objective.Create(f.Loss, f.Gradient);

    /// <summary>A function of one variable with its first two derivatives.</summary>
    public static Objective OneDimensional(Func<double, double> loss, Func<double, double> first, Func<double, double> second) => Objective.Create(
        p => loss(p[0]), p => V.Dense([first(p[0])]), hessian: p => Matrix<double>.Build.Dense(1, 1, second(p[0])));

    /// <summary>½(θ − θ*)ᵀH(θ − θ*), by products.</summary>
    public static Objective Quadratic(Matrix<double> h, Vector<double> critical)
    {
        var rows = h.ToRowArrays();
        return Objective.Create(
            p => 0.5 * ((p - critical) * Times(rows, p - critical)), p => Times(rows, p - critical), (_, v) => Times(rows, v));
    }

    /// <summary>½θᵀHθ + ¼Σθᵢ⁴: a strict saddle at 0 where H has negative eigenvalues, bounded below.</summary>
    public static Objective QuadraticWithQuartic(Matrix<double> h)
    {
        var rows = h.ToRowArrays();
        return Objective.Create(
            p => 0.5 * (p * Times(rows, p)) + 0.25 * p.Sum(x => x * x * x * x),
            p => Times(rows, p) + p.PointwiseMultiply(p).PointwiseMultiply(p),
            (p, v) => Times(rows, v) + 3 * p.PointwiseMultiply(p).PointwiseMultiply(v));
    }

    // MathNet's own product calls threads in, which costs more than it brings at these sizes.
    private static Vector<double> Times(double[][] rows, Vector<double> v)
    {
        var x = v.AsArray() ?? v.ToArray();
        return V.Dense(rows.Length, i =>
        {
            var (row, sum) = (rows[i], 0.0);
            for (var j = 0; j < row.Length; j++)
                sum += row[j] * x[j];
            return sum;
        });
    }

    /// <summary>Logistic regression: Σ ln(1 + e^(−yᵢ·xᵢᵀθ)), y = ±1.</summary>
    public static Objective Logistic(Matrix<double> x, Vector<double> y) => Objective.Create(
        p => y.PointwiseMultiply(x * p).Sum(m => m > 0 ? Math.Log(1 + Math.Exp(-m)) : -m + Math.Log(1 + Math.Exp(m))),
        p => x.TransposeThisAndMultiply(y.PointwiseMultiply(y.PointwiseMultiply(x * p).Map(m => -1 / (1 + Math.Exp(m)), Zeros.Include))),
        (p, v) => x.TransposeThisAndMultiply((x * v).PointwiseMultiply((x * p).Map(m => 1 / (2 + Math.Exp(m) + Math.Exp(-m)), Zeros.Include))));

    /// <summary>
    /// ½·mean (cᵀtanh(Wx) − t)², two inputs, h hidden units, θ = (W row by row, c): at θ = 0 the gradient is zero and the Hessian indefinite.
    /// </summary>
    public static Objective TanhNetwork(int hidden)
    {
        // tanh'(0) = 1, so that near 0 the network is cᵀWx, and the target has a part that this can learn.
        (double X, double Y, double T)[] data = [.. Enumerable.Range(0, 20).Select(i =>
            (Math.Sin(i), Math.Cos(2.3 * i), 0.8 * Math.Sin(i) - 0.5 * Math.Cos(2.3 * i) + 0.1 * Math.Sin(5 * i)))];
        return Objective.Create(p => Pass(p, null), p =>
        {
            var gradient = V.Dense(p.Count);
            Pass(p, gradient);
            return gradient;
        });

        double Pass(Vector<double> p, Vector<double>? gradient)
        {
            var sum = 0.0;
            foreach (var (x, y, t) in data)
            {
                var units = Enumerable.Range(0, hidden).Select(k => Math.Tanh(p[2 * k] * x + p[2 * k + 1] * y)).ToArray();
                var error = units.Select((u, k) => u * p[2 * hidden + k]).Sum() - t;
                sum += 0.5 * error * error / data.Length;
                for (var k = 0; k < hidden && gradient is not null; k++)
                {
                    var back = error / data.Length * p[2 * hidden + k] * (1 - units[k] * units[k]);
                    gradient[2 * k] += back * x;
                    gradient[2 * k + 1] += back * y;
                    gradient[2 * hidden + k] += error / data.Length * units[k];
                }
            }

            return sum;
        }
    }
}
