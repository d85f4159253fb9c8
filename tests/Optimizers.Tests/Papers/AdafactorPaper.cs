namespace Optimizers.Tests.Papers;

/// <summary>
/// Adafactor (Shazeer and Stern 2018): algorithm 4 for matrices, 5 for vectors, with algorithm 6's hyperparameters: β̂₂ₜ = 1 − t^−0.8, ε₁ = 1e-30,
/// ε₂ = 1e-3, d = 1, ρₜ = min(0.01, 1/√t), αₜ = max(ε₂, RMS(θ))·ρₜ. With a rate from outside, ρₜ is that rate;
/// <paramref name="scaleByParameter"/> = false leaves the factor max(ε₂, RMS(θ)) out (fairseq's relative_step and scale_parameter).
/// R and C are sums, as in the paper; torch and fairseq take means, which is the same but for rounding. ε₁ is added to the squared gradients, as
/// in the paper; torch.optim.Adafactor uses it as a floor of the denominators. A first moment (β₁ &gt; 0, absent from algorithm 4) averages the
/// scaled steps αₜÛₜ without bias correction, as fairseq does. RMS(θ) is taken before the step.
/// </summary>
internal sealed class AdafactorPaper(
    double? rate = null,
    bool scaleByParameter = true,
    double decayPower = 0.8,
    double epsilon1 = 1e-30,
    double epsilon2 = 1e-3,
    double threshold = 1,
    double beta1 = 0) : IPaper
{
    private double[][]? _rows;
    private double[][]? _columns;
    private double[][]? _v;
    private double[][]? _m;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _rows ??= [.. shapes.Select(s => new double[s.Rows])];
        _columns ??= [.. shapes.Select(s => new double[s.Columns])];
        _v ??= Zeros.Like(parameters);
        _m ??= Zeros.Like(parameters);
        _t++;
        var beta2 = 1 - Math.Pow(_t, -decayPower);
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g) = (parameters[p], gradients[p]);
            var alpha = rate ?? Math.Min(1e-2, 1 / Math.Sqrt(_t));
            if (scaleByParameter)
                alpha *= Math.Max(epsilon2, Norm.RootMeanSquare(theta));
            if (shapes[p].Columns == 1)
                Average(g, _v[p], beta2);
            else
                Factor(g, shapes[p], _rows[p], _columns[p], _v[p], beta2);
            var u = new double[theta.Length];
            for (var j = 0; j < u.Length; j++)
                u[j] = g[j] / Math.Sqrt(_v[p][j]);
            var clip = Math.Max(1, Norm.RootMeanSquare(u) / threshold);
            for (var j = 0; j < u.Length; j++)
            {
                _m[p][j] = (beta1 * _m[p][j]) + ((1 - beta1) * alpha * u[j] / clip);
                theta[j] -= _m[p][j];
            }
        }
    }

    private void Average(double[] g, double[] v, double beta2)
    {
        for (var j = 0; j < g.Length; j++)
            v[j] = (beta2 * v[j]) + ((1 - beta2) * ((g[j] * g[j]) + epsilon1));
    }

    private void Factor(double[] g, (int Rows, int Columns) shape, double[] rowSums, double[] columnSums, double[] v, double beta2)
    {
        for (var r = 0; r < shape.Rows; r++)
        {
            var sum = 0.0;
            for (var c = 0; c < shape.Columns; c++)
                sum += (g[(c * shape.Rows) + r] * g[(c * shape.Rows) + r]) + epsilon1;
            rowSums[r] = (beta2 * rowSums[r]) + ((1 - beta2) * sum);
        }

        for (var c = 0; c < shape.Columns; c++)
        {
            var sum = 0.0;
            for (var r = 0; r < shape.Rows; r++)
                sum += (g[(c * shape.Rows) + r] * g[(c * shape.Rows) + r]) + epsilon1;
            columnSums[c] = (beta2 * columnSums[c]) + ((1 - beta2) * sum);
        }

        var total = 0.0;
        for (var r = 0; r < shape.Rows; r++)
            total += rowSums[r];
        for (var c = 0; c < shape.Columns; c++)
        {
            for (var r = 0; r < shape.Rows; r++)
                v[(c * shape.Rows) + r] = rowSums[r] * columnSums[c] / total;
        }
    }
}
