namespace Optimizers.Tests.Papers;

/// <summary>
/// SOAP (Vyas et al. 2024, "SOAP: Improving and Stabilizing Shampoo using Adam", algorithm 3) with algorithm 4 for the eigenbases: one power
/// iteration S = PQ and the orthogonal factor of S. (Algorithm 3 calls −∇ the gradient; here it is ∇ and θ ← θ − ηN.) M stays in the original
/// space, as in algorithm 3; the authors' implementation rotates it with the basis, which is the same. A basis is known up to the signs of its
/// columns, of which no step depends.
/// The paper ignores the beginning and the bias correction. As in the implementation: the first gradient makes L, R and, by a full
/// eigen-decomposition in descending order, the first bases, and moves no parameter; the iterations counted by t begin after it
/// (<paramref name="skipFirst"/> = false: the bases begin as identities, and the first gradient steps); the step is scaled by √(1 − β₂ᵗ)/(1 − β₁ᵗ),
/// so that ε stands beside the uncorrected √V; at a renewal the columns are sorted by the estimates diag(QᵀPQ), descending, before the factorization,
/// and V follows that order (<paramref name="sorted"/>; the paper does not sort). L and R average by β₂ as in algorithm 3 unless
/// <paramref name="shampooBeta"/> says otherwise. The step at a renewal is taken in the old bases. Decay is decoupled and scaled by the
/// rate; the implementation applies it to the parameter after the step, this, as AdamW, to the parameter before it
/// (<paramref name="decayAfterStep"/>). A vector is stepped by Adam from its first gradient on, or with skipFirst from its second.
/// Where L or R is singular (always at the beginning of a parameter that is not square) the basis of its null space is arbitrary and two right
/// implementations differ: compare on square parameters.
/// </summary>
internal sealed class SoapPaper(
    double rate,
    double beta1 = 0.95,
    double beta2 = 0.95,
    double epsilon = 1e-8,
    double weightDecay = 0,
    int frequency = 10,
    double? shampooBeta = null,
    bool skipFirst = true,
    bool sorted = true,
    bool biasCorrection = true,
    bool decayAfterStep = false) : IPaper
{
    private double[][]? _m;
    private double[][]? _v;
    private double[][,]? _left;
    private double[][,]? _right;
    private double[][,] _leftBasis = [];
    private double[][,] _rightBasis = [];
    private int _t;

    public void Step(double[][] parameters, (int Rows, int Columns)[] shapes, double[][] gradients)
    {
        _m ??= Zeros.Like(parameters);
        _v ??= Zeros.Like(parameters);
        if (_left is null || _right is null)
        {
            _left = [.. shapes.Select(s => new double[s.Rows, s.Rows])];
            _right = [.. shapes.Select(s => new double[s.Columns, s.Columns])];
            _leftBasis = [.. shapes.Select(s => SmallMatrix.Identity(s.Rows))];
            _rightBasis = [.. shapes.Select(s => SmallMatrix.Identity(s.Columns))];
            if (skipFirst)
            {
                for (var p = 0; p < parameters.Length; p++)
                {
                    if (shapes[p].Columns == 1)
                        continue;
                    Accumulate(p, SmallMatrix.FromColumns(gradients[p], shapes[p].Rows, shapes[p].Columns));
                    _leftBasis[p] = SmallMatrix.Eigen(_left[p]).Vectors;
                    _rightBasis[p] = SmallMatrix.Eigen(_right[p]).Vectors;
                }

                return;
            }
        }

        _t++;
        for (var p = 0; p < parameters.Length; p++)
        {
            var (rows, columns) = shapes[p];
            var theta = parameters[p];
            var g = SmallMatrix.FromColumns(gradients[p], rows, columns);
            for (var j = 0; j < theta.Length; j++)
                _m[p][j] = (beta1 * _m[p][j]) + ((1 - beta1) * gradients[p][j]);
            var gRotated = SmallMatrix.ToColumns(Rotate(p, g));
            var mRotated = SmallMatrix.ToColumns(Rotate(p, SmallMatrix.FromColumns(_m[p], rows, columns)));
            var n = new double[theta.Length];
            for (var j = 0; j < theta.Length; j++)
            {
                _v[p][j] = (beta2 * _v[p][j]) + ((1 - beta2) * gRotated[j] * gRotated[j]);
                n[j] = mRotated[j] / (Math.Sqrt(_v[p][j]) + epsilon);
            }

            var direction = SmallMatrix.ToColumns(RotateBack(p, SmallMatrix.FromColumns(n, rows, columns)));
            var correction = biasCorrection ? Math.Sqrt(1 - Math.Pow(beta2, _t)) / (1 - Math.Pow(beta1, _t)) : 1;
            for (var j = 0; j < theta.Length; j++)
            {
                var before = theta[j];
                theta[j] -= rate * correction * direction[j];
                theta[j] -= rate * weightDecay * (decayAfterStep ? theta[j] : before);
            }

            if (columns == 1)
                continue;
            Accumulate(p, g);
            if (_t % frequency == 0)
            {
                var (leftBasis, rowOrder) = Renew(_left[p], _leftBasis[p]);
                var (rightBasis, columnOrder) = Renew(_right[p], _rightBasis[p]);
                (_leftBasis[p], _rightBasis[p]) = (leftBasis, rightBasis);
                var v = SmallMatrix.Columns(SmallMatrix.FromColumns(_v[p], rows, columns), columnOrder);
                v = SmallMatrix.Transpose(SmallMatrix.Columns(SmallMatrix.Transpose(v), rowOrder));
                _v[p] = SmallMatrix.ToColumns(v);
            }
        }
    }

    private void Accumulate(int p, double[,] g)
    {
        var beta = shampooBeta ?? beta2;
        _left![p] = SmallMatrix.Combine(beta, _left[p], 1 - beta, SmallMatrix.Product(g, SmallMatrix.Transpose(g)));
        _right![p] = SmallMatrix.Combine(beta, _right[p], 1 - beta, SmallMatrix.Product(SmallMatrix.Transpose(g), g));
    }

    private double[,] Rotate(int p, double[,] x) =>
        SmallMatrix.Product(SmallMatrix.Product(SmallMatrix.Transpose(_leftBasis[p]), x), _rightBasis[p]);

    private double[,] RotateBack(int p, double[,] x) =>
        SmallMatrix.Product(SmallMatrix.Product(_leftBasis[p], x), SmallMatrix.Transpose(_rightBasis[p]));

    /// <summary>Algorithm 4.</summary>
    private (double[,] Basis, int[] Order) Renew(double[,] statistics, double[,] basis)
    {
        var power = SmallMatrix.Product(statistics, basis);
        var estimates = SmallMatrix.Product(SmallMatrix.Transpose(basis), power);
        var order = Enumerable.Range(0, basis.GetLength(0)).ToArray();
        if (sorted)
            order = [.. order.OrderByDescending(i => estimates[i, i])];
        return (SmallMatrix.OrthogonalFactor(SmallMatrix.Columns(power, order)), order);
    }
}
