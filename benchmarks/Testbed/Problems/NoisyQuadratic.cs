using System.Numerics.Tensors;

namespace Optimizers.Testbed.Problems;

/// <summary>
/// ½(θ − x)ᵀQ(θ − x) in 100 dimensions, after the quadratic of DeepOBS (Schneider, Balles and Hennig 2019): every example has its own offset x, Q has
/// eigenvalues from 0.01 to 10, evenly spread on a logarithmic axis, in random directions. The minimum is not near 0, which would please what shrinks
/// θ: it is elsewhere, and both it and the start are normal numbers. The loss of a batch is that of its mean offset: 0 is its lowest.
/// </summary>
internal sealed class NoisyQuadratic : Training
{
    private const int Dimensions = 100, Examples = 1000, Batch = 128;
    private const double Smallest = 0.01, Largest = 10, Deviation = 0.6;

    private readonly float[] _q, _offsets, _mean = new float[Dimensions], _drawn = new float[Dimensions];
    private readonly float[] _difference = new float[Dimensions], _product = new float[Dimensions];
    private readonly Deck _deck;
    private readonly Block _theta;

    public NoisyQuadratic(int seed)
        : base(seed)
    {
        _q = Rotated();
        _offsets = Normal(Examples * Dimensions, Deviation);
        var centre = Normal(Dimensions, 1);
        for (var i = 0; i < _offsets.Length; i++)
            _offsets[i] += centre[i % Dimensions];
        Mean([.. Enumerable.Range(0, Examples)], _mean);
        _theta = Block.Vector(Normal(Dimensions, 1));
        _deck = new Deck(Examples, Batch, Random);
    }

    public override IReadOnlyList<Block> Blocks => [_theta];

    public override void Draw() => Mean(_deck.Next(), _drawn);

    public override double Gradients() => Loss(_drawn, _theta.Gradient);

    public override double Measure() => Loss(_mean, _product);

    // Q = Σ λ v vᵀ over the columns v of an orthogonal matrix: Gram and Schmidt on normal numbers, in double.
    private float[] Rotated()
    {
        var vectors = new double[Dimensions][];
        var q = new double[Dimensions * Dimensions];
        for (var i = 0; i < Dimensions; i++)
        {
            var v = vectors[i] = Array.ConvertAll(Normal(Dimensions, 1), each => (double)each);
            for (var pass = 0; pass < 2; pass++)
            {
                foreach (var other in vectors.AsSpan(0, i))
                {
                    var share = TensorPrimitives.Dot<double>(v, other);
                    for (var k = 0; k < Dimensions; k++)
                        v[k] -= share * other[k];
                }
            }

            var (norm, eigenvalue) = (TensorPrimitives.Norm<double>(v), Largest * Math.Pow(Smallest / Largest, i / 99.0));
            for (var k = 0; k < Dimensions; k++)
                v[k] /= norm;
            for (var r = 0; r < Dimensions; r++)
            {
                for (var c = 0; c < Dimensions; c++)
                    q[(r * Dimensions) + c] += eigenvalue * v[r] * v[c];
            }
        }

        return Array.ConvertAll(q, each => (float)each);
    }

    private void Mean(ReadOnlySpan<int> examples, float[] mean)
    {
        Array.Clear(mean);
        foreach (var example in examples)
            TensorPrimitives.Add(mean, _offsets.AsSpan(example * Dimensions, Dimensions), mean);
        TensorPrimitives.Divide(mean, examples.Length, mean);
    }

    private double Loss(float[] offset, float[] gradient)
    {
        TensorPrimitives.Subtract(_theta.Values, offset, _difference);
        Products.Multiply(_difference, Dimensions, 1, _q, gradient, 1, Dimensions, Dimensions);
        return 0.5 * TensorPrimitives.Dot<float>(_difference, gradient);
    }
}
