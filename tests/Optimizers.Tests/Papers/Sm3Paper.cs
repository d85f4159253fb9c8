namespace Optimizers.Tests.Papers;

/// <summary>
/// SM3 (Anil et al. 2019, "Memory-Efficient Adaptive Optimization"). The cover of a matrix is its rows and columns, that of a vector its numbers (so
/// that it is Adagrad). SM3-II (the second algorithm, and the one implementations have): ν(i) = min over the sets of i of the old μ, plus g²; θ ← θ −
/// ηg/√ν with 0/0 = 0; the new μ of a set is the maximum of its ν. SM3-I (<paramref name="second"/> = false): μ of a set grows by the maximum of its
/// g²; ν(i) is the minimum over the new μ. With momentum β, as the released implementations have it, m ← βm + (1 − β)·g/√ν steps.
/// </summary>
internal sealed class Sm3Paper(double rate = 0.1, double momentum = 0, bool second = true) : IPaper
{
    private double[][]? _rows;
    private double[][]? _columns;
    private double[][]? _m;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _rows ??= [.. shapes.Select(s => new double[s.Rows])];
        _columns ??= [.. shapes.Select(s => new double[s.Columns])];
        _m ??= Zeros.Like(parameters);
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g) = (parameters[p], gradients[p]);
            var (rows, columns) = shapes[p];
            var vector = columns == 1;
            var (rowMaxima, columnMaxima) = (new double[rows], new double[columns]);
            var nu = new double[theta.Length];
            for (var j = 0; j < theta.Length; j++)
            {
                var (r, c) = (j % rows, j / rows);
                nu[j] = g[j] * g[j];
                if (second)
                    nu[j] += vector ? _rows[p][r] : Math.Min(_rows[p][r], _columns[p][c]);
                rowMaxima[r] = Math.Max(rowMaxima[r], nu[j]);
                columnMaxima[c] = Math.Max(columnMaxima[c], nu[j]);
            }

            for (var r = 0; r < rows; r++)
                _rows[p][r] = second ? rowMaxima[r] : _rows[p][r] + rowMaxima[r];
            for (var c = 0; c < columns; c++)
                _columns[p][c] = second ? columnMaxima[c] : _columns[p][c] + columnMaxima[c];
            for (var j = 0; j < theta.Length; j++)
            {
                var (r, c) = (j % rows, j / rows);
                var size = second ? nu[j] : vector ? _rows[p][r] : Math.Min(_rows[p][r], _columns[p][c]);
                var step = g[j] == 0 ? 0 : g[j] / Math.Sqrt(size);
                _m[p][j] = (momentum * _m[p][j]) + ((1 - momentum) * step);
                theta[j] -= rate * _m[p][j];
            }
        }
    }
}
