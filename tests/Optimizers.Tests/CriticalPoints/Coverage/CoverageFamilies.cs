using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;
using Optimizers.Tests.Curvature.Classification;
using Vector = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace Optimizers.Tests.Curvature.Coverage;

/// <summary>The losses that are drawn: none of them took part in the making of what is asked of them.</summary>
internal static class CoverageFamilies
{
    private static readonly VectorBuilder<double> V = Vector.Build;
    private static readonly MatrixBuilder<double> M = Matrix<double>.Build;

    public static IReadOnlyList<(string Name, Func<int, CoverageCase> Draw)> All { get; } =
    [
        ("least squares", seed => LeastSquares(seed, isCentred: false, isSingle: false)),
        ("least squares, means taken off afterwards", seed => LeastSquares(seed, isCentred: true, isSingle: false)),
        ("least squares in float", seed => LeastSquares(seed, isCentred: false, isSingle: true)),
        ("logistic regression", Logistic),
        ("quartics", Quartics),
        ("digits, tanh", seed => OfDigits(seed, isKinked: false, isSingle: false)),
        ("digits, ReLU", seed => OfDigits(seed, isKinked: true, isSingle: false)),
        ("digits, float after Adam", seed => OfDigits(seed, isKinked: seed % 2 == 0, isSingle: true)),
    ];

    // ½·mean (xᵀθ − y)², at its minimizer, and for a third of the seeds beside it. With the means taken off it is ½ times the variance.
    private static CoverageCase LeastSquares(int seed, bool isCentred, bool isSingle)
    {
        var random = new Random(seed);
        var data = new FeatureData(random, isSingle, hasConstant: false);
        var (n, m, x) = (data.Columns, data.Rows, data.Matrix);
        double R(double value) => isSingle ? (float)value : value;
        var y = V.Dense(m, _ => R((2 * random.NextDouble()) - 1));
        var mean = x.ColumnSums() / m;
        var moments = data.Moments(_ => 1, isCentred);
        var right = new DoubleDouble[n];
        for (var j = 0; j < n; j++)
        {
            DoubleDouble sum = 0.0, ofX = 0.0, ofY = 0.0;
            for (var k = 0; k < m; k++)
            {
                sum += DoubleDouble.Product(x[k, j], y[k]);
                ofX += x[k, j];
                ofY += y[k];
            }

            right[j] = isCentred ? sum - (ofX * ofY / (double)m) : sum;
        }

        var theta = data.Solve(moments, right);
        for (var j = 0; seed % 3 == 2 && j < n; j++)
            theta[j] += ((2 * random.NextDouble()) - 1) / data.Scale[j];
        theta = [.. theta.Select(R)];

        Vector Times(Vector v) => isSingle ? V.Dense(m, k => Sum(n, j => x[k, j], j => v[j])) : x * v;
        Vector Transposed(Vector r) => isSingle ? V.Dense(n, j => R(Sum(m, k => x[k, j], k => r[k]) / m)) : x.TransposeThisAndMultiply(r) / m;
        double Sum(int count, Func<int, double> a, Func<int, double> b)
        {
            float sum = 0;
            for (var k = 0; k < count; k++)
                sum += (float)a(k) * (float)b(k);
            return sum;
        }

        var mean64 = mean.Map(R);
        Vector Product(Vector v) => Transposed(Times(v)) - (isCentred ? mean64 * mean64.DotProduct(v) : V.Dense(n));
        Vector Gradient(Vector t)
        {
            var residual = Times(t.Map(R)) - y;
            return isCentred ? Transposed(residual) - (mean64 * (residual.Sum() / m)) : Transposed(residual);
        }

        double Loss(Vector t)
        {
            var residual = Times(t.Map(R)) - y;
            return R((residual.DotProduct(residual) / m) - (isCentred ? Math.Pow(residual.Sum() / m, 2) : 0)) / 2;
        }

        var hessian = (x.TransposeThisAndMultiply(x) / m) - (isCentred ? mean.OuterProduct(mean) : M.Dense(n, n));
        return Of(Over(moments, m), hessian, theta) with
        {
            Name = data.Name,
            Loss = Loss,
            Gradient = Gradient,
            Product = (_, v) => Product(v),
            Hessian = isSingle ? null : _ => hessian,
            IsQuadratic = true,
            IsConvex = true,
            IsFlat = data.IsDependent,
        };
    }

    // mean ln(1 + e^(−yxᵀθ)) with a constant feature, after some steps of Newton in standardized units.
    private static CoverageCase Logistic(int seed)
    {
        var random = new Random(seed);
        var data = new FeatureData(random, isSingle: false, hasConstant: true);
        var (n, m, x) = (data.Columns, data.Rows, data.Matrix);
        var planted = V.Dense(n, _ => 2 * ((2 * random.NextDouble()) - 1));
        var y = V.Dense(m, k => random.NextDouble() < S(Enumerable.Range(0, n).Sum(j => planted[j] * x[k, j] / data.Scale[j])) ? 1 : -1);
        static double S(double z) => z < 0 ? Math.Exp(z) / (1 + Math.Exp(z)) : 1 / (1 + Math.Exp(-z));
        double Weight(double z) => S(z) * S(-z);
        double Loss(Vector t) => (x * t).PointwiseMultiply(y).Sum(z => Math.Max(-z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z)))) / m;
        Vector Gradient(Vector t) => x.TransposeThisAndMultiply((x * t).PointwiseMultiply(y).Map(z => -S(-z)).PointwiseMultiply(y)) / m;
        Matrix<double> Hessian(Vector t)
        {
            var w = (x * t).Map(Weight);
            return x.TransposeThisAndMultiply(M.DenseOfDiagonalVector(w) * x) / m;
        }

        var theta = V.Dense(n);
        for (var step = 0; step < seed % 3 * 6; step++)
        {
            var w = (x * theta).Map(Weight);
            var next = theta + V.Dense(data.Solve(
                data.Moments(k => w[k], isCentred: false), [.. Gradient(theta).Select(entry => -(DoubleDouble)entry * (double)m)]));
            if (!next.All(double.IsFinite) || (x * next).AbsoluteMaximum() > 20)
                break;
            theta = next;
        }

        // Weights that are off by some ulps move every eigenvalue by as much: the terms are semidefinite.
        double[] weights = [.. data.Times(theta.ToArray()).Select(Weight)];
        return Of(Over(data.Moments(k => weights[k], isCentred: false), m), Hessian(theta), theta.ToArray(), 64 * MachineEpsilon.Double) with
        {
            Name = data.Name,
            Loss = Loss,
            Gradient = Gradient,
            Product = (t, v) => x.TransposeThisAndMultiply((x * v).PointwiseMultiply((x * t).Map(Weight))) / m,
            Hessian = Hessian,
            IsConvex = true,
            IsFlat = data.IsDependent,
        };
    }

    // Σ (a/4)(wᵀθ − b)⁴ + (c/2)(wᵀθ − b)², of both signs, and for half of the seeds less its own slope at θ.
    private static CoverageCase Quartics(int seed)
    {
        var random = new Random(seed);
        double Some() => (2 * random.NextDouble()) - 1;
        var n = random.Next(2, 9);
        var terms = 2 * n;
        var unit = Math.Pow(10, 4 * Some());
        var w = M.Dense(terms, n, (_, _) => Some());
        var (a, b, c) = (V.Dense(terms, _ => unit * Some()), V.Dense(terms, _ => Some()), V.Dense(terms, _ => unit * Some()));
        var theta = V.Dense(n, _ => Some());
        Vector Slope(Vector t)
        {
            var r = (w * t) - b;
            return w.TransposeThisAndMultiply(a.PointwiseMultiply(r.PointwisePower(3)) + c.PointwiseMultiply(r));
        }

        Vector Seconds(Vector t) => (3 * a.PointwiseMultiply(((w * t) - b).PointwisePower(2))) + c;
        var off = seed % 2 == 0 ? Slope(theta) : V.Dense(n);
        Matrix<double> Hessian(Vector t) => w.TransposeThisAndMultiply(M.DenseOfDiagonalVector(Seconds(t)) * w);
        var truth = new DoubleDouble[n, n];
        for (var k = 0; k < terms; k++)
        {
            var r = -(DoubleDouble)b[k];
            for (var j = 0; j < n; j++)
                r += DoubleDouble.Product(w[k, j], theta[j]);
            var second = (r * r * a[k] * 3.0) + c[k];
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                    truth[i, j] += DoubleDouble.Product(w[k, i], w[k, j]) * second;
            }
        }

        return Of(truth, Hessian(theta), theta.ToArray()) with
        {
            Name = $"{n} dimensions, {terms} terms, unit {unit:G3}",
            Loss = t =>
            {
                var r = (w * t) - b;
                return (a.DotProduct(r.PointwisePower(4)) / 4) + (c.DotProduct(r.PointwisePower(2)) / 2) - off.DotProduct(t);
            },
            Gradient = t => Slope(t) - off,
            Product = (t, v) => w.TransposeThisAndMultiply(Seconds(t).PointwiseMultiply(w * v)),
            Hessian = Hessian,
        };
    }

    // Softmax networks on handwritten digits.
    private static CoverageCase OfDigits(int seed, bool isKinked, bool isSingle)
    {
        var network = GeneratedPerceptron.OfDigits(seed, isKinked, isAfterAdam: isSingle);
        var values = network.Hessian().Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).ToArray();
        var (least, largest) = (values.Min(), values.Max());
        var objective = network.AsObjective(isSingle, isDeclared: false);
        return new()
        {
            Name = network.Name,
            Theta = network.Theta,
            Loss = t => objective.LossOrNotFinite(t.ToArray()),
            Gradient = t =>
            {
                var gradient = new double[network.N];
                objective.Gradient(t.ToArray(), gradient);
                return V.Dense(gradient);
            },
            Product = isSingle ? null : (_, v) => network.Product(v.ToArray()),
            Least = least,
            Largest = largest,
            LeastSlack = 1e-12 * Math.Max(-least, largest),
            LargestSlack = 1e-12 * Math.Max(-least, largest),
        };
    }

    private static DoubleDouble[,] Over(DoubleDouble[,] matrix, double divisor)
    {
        var scaled = (DoubleDouble[,])matrix.Clone();
        for (var i = 0; i < scaled.GetLength(0); i++)
        {
            for (var j = 0; j < scaled.GetLength(1); j++)
                scaled[i, j] /= divisor;
        }

        return scaled;
    }

    private static CoverageCase Of(DoubleDouble[,] truth, Matrix<double> stored, double[] theta, double relative = 0)
    {
        var n = theta.Length;
        var values = PreciseSpectrum.Of(truth);
        var given = new DoubleDouble[n, n];
        var squares = 0.0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                given[i, j] = stored[i, j];
                squares += Math.Pow((truth[i, j] - stored[i, j]).High, 2);
            }
        }

        var ofStored = PreciseSpectrum.Of(given);
        var norm = Math.Max(Math.Abs(values[0].High), Math.Abs(values[^1].High));
        return new()
        {
            Name = "",
            Theta = theta,
            Loss = null!,
            Gradient = null!,
            Least = values[0],
            Largest = values[^1],
            LeastSlack = (1e-28 * norm) + (relative * Math.Abs(values[0].High)),
            LargestSlack = (1e-28 * norm) + (relative * Math.Abs(values[^1].High)),
            Stored = (ofStored[0], ofStored[^1]),
            HessianError = (Math.Sqrt(squares) * (1 + 1e-9)) + (relative * norm),
        };
    }
}
