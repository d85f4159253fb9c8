using MathNet.Numerics.LinearAlgebra;

namespace Optimizers.Diagnostics;

/// <summary>How much of the targets the inputs explain: in a straight line, and by what near examples have.</summary>
internal static class TargetFit
{
    // With fewer examples a parameter the share says little.
    private const int ExamplesAParameter = 3;

    private const double Ridge = 1e-9;

    private const int Neighbours = 5;

    /// <summary>The share of the variance that least squares explain, corrected for the parameters; NaN with too few examples.</summary>
    /// <param name="inputs">x, features × examples.</param>
    /// <param name="targets">y of each example.</param>
    public static double OfLine(Matrix<double> inputs, double[][] targets)
    {
        var (features, examples) = (inputs.RowCount, inputs.ColumnCount);
        if (targets.Length != examples || examples < ExamplesAParameter * (features + 1))
            return double.NaN;
        var x = Standardized(inputs);
        var y = Centered(Matrix<double>.Build.DenseOfColumnArrays(targets));
        var gram = x.TransposeAndMultiply(x);
        var total = y.FrobeniusNorm();
        if (!(total > 0) || !(gram.Trace() > 0))
            return double.NaN;
        gram += Matrix<double>.Build.DenseIdentity(features) * (Ridge * gram.Trace());
        var weights = gram.Cholesky().Solve(x.TransposeAndMultiply(y));
        var left = (y - weights.TransposeThisAndMultiply(x)).FrobeniusNorm() / total;
        return 1 - (left * left * (examples - 1) / (examples - features - 1));
    }

    /// <summary>The share that the mean of the nearest other examples explains; below 0 where it is worse than the mean of all.</summary>
    /// <inheritdoc cref="OfLine"/>
    public static double OfNearest(Matrix<double> inputs, double[][] targets)
    {
        if (targets.Length != inputs.ColumnCount || targets.Length < 4 * Neighbours)
            return double.NaN;
        var x = Standardized(inputs).ToColumnArrays();
        var y = Centered(Matrix<double>.Build.DenseOfColumnArrays(targets)).ToColumnArrays();
        double left = 0, total = 0;
        for (var n = 0; n < x.Length; n++)
        {
            int[] near = [.. Enumerable.Range(0, x.Length).Where(m => m != n).OrderBy(m => SquaredDistance(x[n], x[m])).Take(Neighbours)];
            for (var k = 0; k < y[n].Length; k++)
            {
                var error = y[n][k] - near.Average(m => y[m][k]);
                left += error * error;
                total += y[n][k] * y[n][k];
            }
        }

        return total > 0 ? 1 - (left / total) : double.NaN;
    }

    private static double SquaredDistance(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    private static Matrix<double> Centered(Matrix<double> rows)
    {
        var means = rows.RowSums() / rows.ColumnCount;
        return rows.MapIndexed((row, _, value) => value - means[row], Zeros.Include);
    }

    private static Matrix<double> Standardized(Matrix<double> rows)
    {
        var centered = Centered(rows);
        var norms = centered.RowNorms(2);
        return centered.MapIndexed((row, _, value) => norms[row] > 0 ? value / norms[row] : 0, Zeros.Include);
    }
}
