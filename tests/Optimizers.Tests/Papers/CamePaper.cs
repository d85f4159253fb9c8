namespace Optimizers.Tests.Papers;

/// <summary>
/// CAME (Luo et al. 2023, "CAME: Confidence-guided Adaptive Memory Efficient Optimization", algorithm 2): Adafactor's factored squares with a
/// constant β₂ and its clipped update û; m ← β₁m + (1 − β₁)û; the squares (û − m)² + ε₂ are factored likewise with β₃ into S, and the step is ηm/√S.
/// ε₁ = 1e-30, ε₂ = 1e-16, d = 1, β = (0.9, 0.999, 0.9999). A vector is not factored and has no confidence: its step is ηm. Decay is decoupled,
/// scaled by the rate, before the step. No bias correction. (Sums here, means in the implementation: the same but for rounding.)
/// </summary>
internal sealed class CamePaper(
    double rate = 2e-4,
    double beta1 = 0.9,
    double beta2 = 0.999,
    double beta3 = 0.9999,
    double epsilon1 = 1e-30,
    double epsilon2 = 1e-16,
    double threshold = 1,
    double weightDecay = 0) : IPaper
{
    private double[][]? _rows;
    private double[][]? _columns;
    private double[][]? _residualRows;
    private double[][]? _residualColumns;
    private double[][]? _v;
    private double[][]? _m;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _rows ??= [.. shapes.Select(s => new double[s.Rows])];
        _columns ??= [.. shapes.Select(s => new double[s.Columns])];
        _residualRows ??= [.. shapes.Select(s => new double[s.Rows])];
        _residualColumns ??= [.. shapes.Select(s => new double[s.Columns])];
        _v ??= Zeros.Like(parameters);
        _m ??= Zeros.Like(parameters);
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m) = (parameters[p], gradients[p], _m[p]);
            var vector = shapes[p].Columns == 1;
            double[] squares = [.. g.Select(x => (x * x) + epsilon1)];
            double[] v;
            if (vector)
            {
                for (var j = 0; j < squares.Length; j++)
                    _v[p][j] = (beta2 * _v[p][j]) + ((1 - beta2) * squares[j]);
                v = _v[p];
            }
            else
            {
                v = Factored(squares, shapes[p], _rows[p], _columns[p], beta2);
            }

            double[] update = [.. g.Zip(v, (x, y) => x / Math.Sqrt(y))];
            var clip = Math.Max(1, Norm.RootMeanSquare(update) / threshold);
            var residuals = new double[update.Length];
            for (var j = 0; j < update.Length; j++)
            {
                update[j] /= clip;
                m[j] = (beta1 * m[j]) + ((1 - beta1) * update[j]);
                residuals[j] = ((update[j] - m[j]) * (update[j] - m[j])) + epsilon2;
            }

            var s = vector ? null : Factored(residuals, shapes[p], _residualRows[p], _residualColumns[p], beta3);
            for (var j = 0; j < update.Length; j++)
            {
                theta[j] *= 1 - (rate * weightDecay);
                theta[j] -= rate * (s is null ? m[j] : m[j] / Math.Sqrt(s[j]));
            }
        }
    }

    private static double[] Factored(double[] values, (int Rows, int Columns) shape, double[] rowSums, double[] columnSums, double beta)
    {
        var (rows, columns) = (new double[shape.Rows], new double[shape.Columns]);
        for (var j = 0; j < values.Length; j++)
        {
            rows[j % shape.Rows] += values[j];
            columns[j / shape.Rows] += values[j];
        }

        for (var r = 0; r < rows.Length; r++)
            rowSums[r] = (beta * rowSums[r]) + ((1 - beta) * rows[r]);
        for (var c = 0; c < columns.Length; c++)
            columnSums[c] = (beta * columnSums[c]) + ((1 - beta) * columns[c]);
        var total = rowSums.Sum();
        return [.. values.Select((_, j) => rowSums[j % shape.Rows] * columnSums[j / shape.Rows] / total)];
    }
}
