namespace Optimizers.Curvature;

/// <summary>
/// A_bb = EᵀAE, E the columns of the identity that belong to b: a vector is spread over n coordinates with zeros elsewhere, and of the product only
/// the entries of b are read. ‖E‖₂ = 1: the error of a product is at most that of A.
/// </summary>
internal sealed class BlockOperator(SymmetricOperator inner, IReadOnlyList<BlockOperator.Run> runs)
    : SymmetricOperator(runs.Sum(run => run.Length))
{
    private readonly double[] _vector = new double[inner.Dimension]; // Zero outside b, always.
    private readonly double[] _product = new double[inner.Dimension];

    /// <summary>Neighbouring coordinates.</summary>
    public readonly record struct Run(int Start, int Length);

    public override bool IsExact => inner.IsExact;

    public override double ProductError => inner.ProductError;

    /// <summary>The runs of ascending neighbours within a list of coordinates, in its order.</summary>
    public static IReadOnlyList<Run> Runs(IEnumerable<int> coordinates, int dimension)
    {
        var runs = new List<Run>();
        var seen = new HashSet<int>();
        foreach (var coordinate in coordinates)
        {
            if (coordinate < 0 || coordinate >= dimension)
                throw new ArgumentException($"Coordinate {coordinate} is not within 0 to {dimension - 1}.", nameof(coordinates));
            if (!seen.Add(coordinate))
                throw new ArgumentException($"Coordinate {coordinate} is there twice; a block has each coordinate once.", nameof(coordinates));
            if (runs.Count > 0 && runs[^1] is var last && last.Start + last.Length == coordinate)
                runs[^1] = last with { Length = last.Length + 1 };
            else
                runs.Add(new(coordinate, 1));
        }

        return runs;
    }

    protected override void Apply(ReadOnlySpan<double> vector, Span<double> product)
    {
        var done = 0;
        foreach (var (start, length) in runs)
        {
            vector.Slice(done, length).CopyTo(_vector.AsSpan(start));
            done += length;
        }

        inner.Multiply(_vector, _product);
        done = 0;
        foreach (var (start, length) in runs)
        {
            _product.AsSpan(start, length).CopyTo(product[done..]);
            done += length;
        }
    }
}
