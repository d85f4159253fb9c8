namespace Optimizers.Tests.Papers;

/// <summary>
/// Shampoo (Gupta et al. 2018, algorithm 1): L = εI + ΣGGᵀ, R = εI + ΣGᵀG, W ← W − ηL^(−1/4)GR^(−1/4). A vector is a tensor of order 1: H = εI +
/// Σggᵀ, w ← w − ηH^(−1/2)g (algorithm 2 with k = 1). The roots are by a full eigen-decomposition at every step. Small public implementations take
/// the power −1/2 for matrices and form R from the gradient already multiplied by L's root; neither is the paper's.
/// </summary>
internal sealed class ShampooPaper(double rate, double epsilon = 1e-4) : IPaper
{
    private double[][,]? _left;
    private double[][,]? _right;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _left ??= [.. shapes.Select(s => Scaled(s.Rows))];
        _right ??= [.. shapes.Select(s => Scaled(s.Columns))];
        for (var p = 0; p < parameters.Length; p++)
        {
            var (rows, columns) = shapes[p];
            var g = SmallMatrix.FromColumns(gradients[p], rows, columns);
            var transposed = SmallMatrix.Transpose(g);
            _left[p] = SmallMatrix.Combine(1, _left[p], 1, SmallMatrix.Product(g, transposed));
            _right[p] = SmallMatrix.Combine(1, _right[p], 1, SmallMatrix.Product(transposed, g));
            var direction = columns == 1
                ? SmallMatrix.Product(Power(_left[p], -0.5), g)
                : SmallMatrix.Product(SmallMatrix.Product(Power(_left[p], -0.25), g), Power(_right[p], -0.25));
            var flat = SmallMatrix.ToColumns(direction);
            for (var j = 0; j < flat.Length; j++)
                parameters[p][j] -= rate * flat[j];
        }
    }

    private static double[,] Power(double[,] symmetric, double exponent)
    {
        var (values, vectors) = SmallMatrix.Eigen(symmetric);
        var scaled = (double[,])vectors.Clone();
        for (var c = 0; c < values.Length; c++)
        {
            for (var r = 0; r < values.Length; r++)
                scaled[r, c] *= Math.Pow(values[c], exponent);
        }

        return SmallMatrix.Product(scaled, SmallMatrix.Transpose(vectors));
    }

    private double[,] Scaled(int n) => SmallMatrix.Combine(epsilon, SmallMatrix.Identity(n), 0, SmallMatrix.Identity(n));
}
