namespace Optimizers.Testbed.Problems;

/// <summary>
/// A 200 × 150 matrix of rank 5 with noise 0.1, of which 30 % is known, as a product of two factors of rank 8, from small numbers near the saddle at
/// 0; batches of 512 known elements. The loss is half the squared error, summed over what is known of a row in the mean. The target is of 1,500
/// others that are known to the test only.
/// </summary>
internal sealed class Factorization : Training
{
    private const int Rows = 200, Columns = 150, TrueRank = 5, Rank = 8, Train = 9000, Test = 1500, Batch = 512;
    private const double Noise = 0.1, Start = 0.1, ARow = (double)Batch / Rows;

    private readonly float[] _known = new float[Train + Test];
    private readonly (int Row, int Column)[] _places;
    private readonly Block _left, _right;
    private readonly Deck _deck;
    private readonly int[] _batch = new int[Batch];

    public Factorization(int seed)
        : base(seed)
    {
        var (u, v, noise) = (Normal(Rows * TrueRank, 1), Normal(Columns * TrueRank, 1), Normal(Train + Test, Noise));
        int[] all = [.. Enumerable.Range(0, Rows * Columns)];
        Random.Shuffle(all);
        _places = [.. all.Take(Train + Test).Select(place => (place / Columns, place % Columns))];
        foreach (var (i, (row, column)) in _places.Index())
        {
            _known[i] = noise[i];
            for (var k = 0; k < TrueRank; k++)
                _known[i] += u[(row * TrueRank) + k] * v[(column * TrueRank) + k] / (float)Math.Sqrt(TrueRank);
        }

        _left = Block.Matrix(Normal(Rows * Rank, Start), Rank, Rows);
        _right = Block.Matrix(Normal(Columns * Rank, Start), Rank, Columns);
        _deck = new Deck(Train, Batch, Random);
        Blocks = [_left, _right];
    }

    public override IReadOnlyList<Block> Blocks { get; }

    public override void Draw() => _deck.Next().CopyTo(_batch);

    public override double Gradients()
    {
        Array.Clear(_left.Gradient);
        Array.Clear(_right.Gradient);
        var loss = 0.0;
        foreach (var known in _batch)
        {
            var (row, column) = _places[known];
            var error = Error(known);
            loss += 0.5 * error * error / ARow;
            error /= (float)ARow;
            for (var k = 0; k < Rank; k++)
            {
                _left.Gradient[(row * Rank) + k] += error * _right.Values[(column * Rank) + k];
                _right.Gradient[(column * Rank) + k] += error * _left.Values[(row * Rank) + k];
            }
        }

        return loss;
    }

    public override double Measure()
    {
        var sum = 0.0;
        for (var i = Train; i < Train + Test; i++)
        {
            double error = Error(i);
            sum += error * error;
        }

        return Math.Sqrt(sum / Test);
    }

    private float Error(int known)
    {
        var (row, column) = _places[known];
        var error = -_known[known];
        for (var k = 0; k < Rank; k++)
            error += _left.Values[(row * Rank) + k] * _right.Values[(column * Rank) + k];
        return error;
    }
}
