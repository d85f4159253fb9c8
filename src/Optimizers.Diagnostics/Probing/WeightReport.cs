namespace Optimizers.Diagnostics;

/// <summary>A weight matrix in the last step: whether its units are the same.</summary>
/// <param name="Parameter">Its name.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="RepeatedRows">How many of its first 64 rows only repeat another one, up to rounding; rows of zeros are left out.</param>
/// <param name="RepeatedColumns">Of its columns likewise.</param>
public sealed record WeightReport(string Parameter, int Rows, int Columns, int RepeatedRows, int RepeatedColumns)
{
    private const int Most = 64;
    private const double Rounding = 1e-9;

    /// <summary>The share of its rows or of its columns that repeat another one, whichever is larger.</summary>
    public double RepeatedShare => Math.Max((double)RepeatedRows / Math.Min(Most, Rows), (double)RepeatedColumns / Math.Min(Most, Columns));

    /// <summary>The reports on the matrices of at least three rows and columns.</summary>
    /// <param name="parameters">The parameters of a step in their order.</param>
    /// <param name="theta">θ, all of them side by side.</param>
    internal static WeightReport[] Of(IReadOnlyList<ParameterTrace> parameters, double[] theta)
    {
        var (reports, start) = (new List<WeightReport>(), 0);
        foreach (var parameter in parameters)
        {
            var (rows, columns, at) = (parameter.Rows, parameter.Columns, start);
            start += parameter.Length;
            if (Math.Min(rows, columns) < 2 || Math.Max(rows, columns) < 3)
                continue;
            reports.Add(new(
                parameter.Name, rows, columns,
                Repeated(rows, columns, (row, column) => theta[at + row + (column * rows)]),
                Repeated(columns, rows, (column, row) => theta[at + row + (column * rows)])));
        }

        return [.. reports];
    }

    private static int Repeated(int count, int length, Func<int, int, double> at)
    {
        var (kept, repeated) = (new List<double[]>(), 0);
        for (var i = 0; i < Math.Min(Most, count); i++)
        {
            var line = new double[length];
            for (var j = 0; j < length; j++)
                line[j] = at(i, j);
            var largest = line.Max(Math.Abs);
            if (!(largest > 0))
                continue;
            if (kept.Exists(other => Agree(other, line, Rounding * largest)))
                repeated++;
            else
                kept.Add(line);
        }

        return repeated;
    }

    private static bool Agree(double[] one, double[] other, double allowed)
    {
        for (var i = 0; i < one.Length; i++)
        {
            if (!(Math.Abs(one[i] - other[i]) <= allowed))
                return false;
        }

        return true;
    }
}
