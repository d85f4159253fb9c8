namespace Optimizers.Tests.Papers;

/// <summary>
/// Muon (Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks", algorithm and NewtonSchulz5). The post writes B ← μB + G
/// and, in prose, G + μB for Nesterov; KellerJordan/Muon and torch.optim.Muon keep the average B ← μB + (1 − μ)G and take (1 − μ)G + μB, the same
/// direction times 1 − μ, which matters only beside the 1e-7: this is the average (<paramref name="average"/> = false gives the post's sum). The
/// direction is normalised by ‖·‖_F + 1e-7 as in the original; torch uses max(‖·‖_F, 1e-7) (<paramref name="floor"/>). Tall matrices are iterated
/// transposed. Everything is in double; the original iterates in bfloat16. Decay is decoupled, by the rate without the shape's factor, before the
/// step. A parameter with one column is refused, as torch.optim.Muon refuses whatever has not two dimensions; that a matrix of one column
/// would pass there is the difference that shapes alone cannot tell.
/// </summary>
internal sealed class MuonPaper(
    double rate,
    double momentum = 0.95,
    bool nesterov = true,
    double weightDecay = 0,
    MuonScale scale = MuonScale.Original,
    bool average = true,
    bool floor = false,
    int iterations = 5) : IPaper
{
    private const double A = 3.4445;
    private const double B = -4.7750;
    private const double C = 2.0315;
    private const double Epsilon = 1e-7;

    private double[][]? _momentum;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        if (shapes.Any(s => s.Columns == 1))
            throw new ArgumentException("Muon is for matrices.", nameof(shapes));
        _momentum ??= Zeros.Like(parameters);
        for (var p = 0; p < parameters.Length; p++)
        {
            var (theta, g, m) = (parameters[p], gradients[p], _momentum[p]);
            var share = average ? 1 - momentum : 1;
            var direction = new double[theta.Length];
            for (var j = 0; j < theta.Length; j++)
            {
                m[j] = (momentum * m[j]) + (share * g[j]);
                direction[j] = nesterov ? (share * g[j]) + (momentum * m[j]) : m[j];
            }

            var (rows, columns) = shapes[p];
            var orthogonal = Orthogonalize(direction, rows, columns, iterations, floor);
            var factor = scale switch
            {
                MuonScale.Original => Math.Sqrt(Math.Max(1, (double)rows / columns)),
                MuonScale.Moonshot => 0.2 * Math.Sqrt(Math.Max(rows, columns)),
                _ => 1,
            };
            for (var j = 0; j < theta.Length; j++)
            {
                theta[j] *= 1 - (rate * weightDecay);
                theta[j] -= rate * factor * orthogonal[j];
            }
        }
    }

    /// <summary>NewtonSchulz5: X ← aX + (bXXᵀ + c(XXᵀ)²)X.</summary>
    public static double[] Orthogonalize(double[] columnMajor, int rows, int columns, int iterations = 5, bool floor = false)
    {
        var norm = Norm.Two(columnMajor);
        var size = floor ? Math.Max(norm, Epsilon) : norm + Epsilon;
        var x = SmallMatrix.FromColumns([.. columnMajor.Select(value => value / size)], rows, columns);
        if (rows > columns)
            x = SmallMatrix.Transpose(x);
        for (var i = 0; i < iterations; i++)
        {
            var gram = SmallMatrix.Product(x, SmallMatrix.Transpose(x));
            var polynomial = SmallMatrix.Combine(B, gram, C, SmallMatrix.Product(gram, gram));
            x = SmallMatrix.Combine(A, x, 1, SmallMatrix.Product(polynomial, x));
        }

        return SmallMatrix.ToColumns(rows > columns ? SmallMatrix.Transpose(x) : x);
    }
}
