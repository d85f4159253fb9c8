using MathNet.Numerics.LinearAlgebra;
using Optimizers.Arithmetic;

namespace Optimizers.Tests.Curvature.Coverage;

/// <summary>
/// Features as tables have them: units from 1 to 10⁹, means of 0 to 10⁵ times the spread, now and then one that is another times two.
/// </summary>
internal sealed class FeatureData
{
    /// <param name="random">Decides everything.</param>
    /// <param name="isSingle">True if every entry is a float.</param>
    /// <param name="hasConstant">True for a first column of ones.</param>
    public FeatureData(Random random, bool isSingle, bool hasConstant)
    {
        var (n, m) = (random.Next(2, 9), random.Next(12, 61));
        var isGraded = random.Next(2) == 0;
        var offset = random.Next(5) switch { 0 => 0, 1 => 1, 2 => 10, 3 => 1e3, _ => 1e5 };
        X = new double[m, n];
        for (var j = 0; j < n; j++)
        {
            var unit = isGraded ? Math.Pow(10, 9 * random.NextDouble()) : 1;
            var mean = offset * ((2 * random.NextDouble()) - 1);
            for (var k = 0; k < m; k++)
            {
                var entry = hasConstant && j == 0 ? 1 : unit * (mean + (2 * random.NextDouble()) - 1);
                X[k, j] = isSingle ? (float)entry : entry;
            }
        }

        IsDependent = n > 2 && random.Next(4) == 0;
        for (var k = 0; IsDependent && k < m; k++)
            X[k, n - 1] = 2 * X[k, n - 2];
        Scale = [.. Enumerable.Range(0, n).Select(j => Enumerable.Range(0, m).Max(k => Math.Abs(X[k, j])))];
        Matrix = Matrix<double>.Build.DenseOfArray(X);
        Name = $"{m}×{n}, units {(isGraded ? "graded" : "alike")}, means {offset}{(IsDependent ? ", dependent" : "")}";
    }

    public double[,] X { get; }

    public Matrix<double> Matrix { get; }

    public int Rows => X.GetLength(0);

    public int Columns => X.GetLength(1);

    /// <summary>The largest entry of each column.</summary>
    public double[] Scale { get; }

    /// <summary>True if the last column is twice that before it.</summary>
    public bool IsDependent { get; }

    public string Name { get; }

    /// <summary>Σₖ wₖxₖxₖᵀ, and for <paramref name="isCentred"/> of xₖ − x̄ in the place of xₖ; in double-double.</summary>
    public DoubleDouble[,] Moments(Func<int, double> weight, bool isCentred)
    {
        var rows = new DoubleDouble[Rows, Columns];
        for (var j = 0; j < Columns; j++)
        {
            DoubleDouble mean = 0.0;
            for (var k = 0; isCentred && k < Rows; k++)
                mean += X[k, j];
            mean /= (double)Rows;
            for (var k = 0; k < Rows; k++)
                rows[k, j] = X[k, j] - mean;
        }

        var moments = new DoubleDouble[Columns, Columns];
        for (var i = 0; i < Columns; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                DoubleDouble sum = 0.0;
                for (var k = 0; k < Rows; k++)
                    sum += rows[k, i] * rows[k, j] * weight(k);
                moments[i, j] = moments[j, i] = sum;
            }
        }

        return moments;
    }

    /// <summary>xₖᵀθ of each row, rounded once.</summary>
    public double[] Times(double[] theta) => [.. Enumerable.Range(0, Rows).Select(k =>
        Enumerable.Range(0, Columns).Aggregate((DoubleDouble)0.0, (sum, j) => sum + DoubleDouble.Product(X[k, j], theta[j])).High)];

    /// <summary>θ with (Σ wₖxₖxₖᵀ)θ = b, by elimination of the columns that are not dependent, in double-double.</summary>
    public double[] Solve(DoubleDouble[,] moments, DoubleDouble[] right)
    {
        var n = Columns - (IsDependent ? 1 : 0);
        var a = (DoubleDouble[,])moments.Clone();
        var b = (DoubleDouble[])right.Clone();
        for (var p = 0; p < n; p++)
        {
            for (var i = p + 1; i < n; i++)
            {
                var factor = a[i, p] / a[p, p];
                for (var j = p; j < n; j++)
                    a[i, j] -= factor * a[p, j];
                b[i] -= factor * b[p];
            }
        }

        var theta = new DoubleDouble[Columns];
        for (var i = n - 1; i >= 0; i--)
        {
            var sum = b[i];
            for (var j = i + 1; j < n; j++)
                sum -= a[i, j] * theta[j];
            theta[i] = sum / a[i, i];
        }

        return [.. theta.Select(entry => entry.High)];
    }
}
