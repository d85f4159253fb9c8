namespace Optimizers.Tests.Papers;

/// <summary>
/// Adam-mini (Zhang et al. 2024, "Adam-mini: Use Fewer Learning Rates To Gain More", algorithm 1): AdamW with one second moment a block, the average
/// of the block's mean g². The blocks of a matrix are its rows (a neuron's incoming weights, the outputs being rows) or the whole of it
/// (<paramref name="wholeMatrix"/>); a vector is one block. The paper's other partitions (heads of attention, rows of an embedding) follow the names
/// of a model's parameters. Decay is decoupled and scaled by the rate; ε stands beside √v̂.
/// </summary>
internal sealed class AdamMiniPaper(
    double rate = 1e-3, double beta1 = 0.9, double beta2 = 0.95, double epsilon = 1e-8, double weightDecay = 0, bool wholeMatrix = false) : IPaper
{
    private double[][]? _m;
    private double[][]? _v;
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _m ??= Zeros.Like(parameters);
        _v ??= [.. shapes.Select(s => new double[Blocks(s)])];
        _t++;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m, v) = (parameters[p], gradients[p], _m[p], _v[p]);
            var blocks = Blocks(shapes[p]);
            for (var block = 0; block < blocks; block++)
            {
                double sum = 0, count = 0;
                for (var j = block; j < theta.Length; j += blocks)
                {
                    sum += g[j] * g[j];
                    count++;
                }

                v[block] = (beta2 * v[block]) + ((1 - beta2) * sum / count);
                var size = Math.Sqrt(v[block] / (1 - Math.Pow(beta2, _t))) + epsilon;
                for (var j = block; j < theta.Length; j += blocks)
                {
                    m[j] = (beta1 * m[j]) + ((1 - beta1) * g[j]);
                    theta[j] -= rate * ((m[j] / (1 - Math.Pow(beta1, _t)) / size) + (weightDecay * theta[j]));
                }
            }
        }
    }

    /// <summary>Rows in a column-major matrix: the numbers of one are as many apart as there are rows.</summary>
    private int Blocks((int Rows, int Columns) shape) => shape.Columns == 1 || wholeMatrix ? 1 : shape.Rows;
}
