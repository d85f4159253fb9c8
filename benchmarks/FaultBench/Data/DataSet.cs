using System.Collections.Concurrent;

namespace Optimizers.FaultBench;

/// <summary>A task: examples, shuffled and split by a seed.</summary>
internal abstract class DataSet
{
    private readonly ConcurrentDictionary<int, Split> _splits = new();

    /// <summary>Its name in tables.</summary>
    public abstract string Name { get; }

    /// <summary>The classes to tell apart; 1 for a regression.</summary>
    public abstract int Classes { get; }

    /// <summary>The side of the square images; 0 where the inputs are no images.</summary>
    public virtual int Side => 0;

    /// <summary>True for a regression of one number.</summary>
    public bool IsRegression => Classes == 1;

    /// <summary>
    /// The training loss with which a user is content; a sound network of the bench reaches it with ease. A run below it counts as good, whatever its
    /// twin did. The diagnosis knows it.
    /// </summary>
    /// <param name="isLinear">True for a model without hidden units.</param>
    public abstract double SatisfactoryLoss(bool isLinear);

    /// <summary>The steps of a run.</summary>
    public virtual int Steps => 400;

    /// <summary>The loss of the best constant output.</summary>
    public double Chance => IsRegression ? 1 : Math.Log(Classes);

    /// <summary>The numbers of an example.</summary>
    public abstract int Features { get; }

    /// <summary>The examples of a seed. They are read only, as several runs share them.</summary>
    public Split Load(int seed) => _splits.GetOrAdd(seed, Draw);

    /// <summary>Draws the examples of a seed.</summary>
    protected abstract Split Draw(int seed);

    /// <summary>Cuts shuffled examples into training, holdout and test, each the number given.</summary>
    protected static Split Cut(Examples shuffled, int training, int validation, int test) =>
        new(shuffled.Range(0, training), shuffled.Range(training, validation), shuffled.Range(training + validation, test));

    /// <summary>0 to count − 1 in an order that the seed decides.</summary>
    protected static int[] Order(int count, int seed)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = i;
        new Random(seed).Shuffle(order);
        return order;
    }

    /// <summary>Images centred and scaled: every pixel's mean is subtracted, and all pixels are divided by the same deviation.</summary>
    protected static Examples Standardize(Examples images)
    {
        var means = images.Inputs.RowSums() / images.Count;
        var centered = images.MapInputs((pixel, _, value) => value - means[pixel]);
        var deviation = centered.Inputs.FrobeniusNorm() / Math.Sqrt((double)images.Count * images.Features);
        return centered with { Inputs = centered.Inputs / deviation };
    }
}
