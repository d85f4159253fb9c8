namespace Optimizers.Testbed.Problems;

/// <summary>A model at its start, with its data and the order of its batches: all from one seed.</summary>
/// <param name="seed">The seed.</param>
internal abstract class Training(int seed)
{
    /// <summary>What the start and the batches are drawn from.</summary>
    protected Random Random { get; } = new(seed);

    /// <summary>The parameters, in the order of every step.</summary>
    public abstract IReadOnlyList<Block> Blocks { get; }

    /// <summary>Draws the next batch.</summary>
    public abstract void Draw();

    /// <summary>The loss of the batch at θ, at least 0, and its gradient, into the blocks. Asked again, it answers for the same batch.</summary>
    public abstract double Gradients();

    /// <summary>What the target is of, at θ: the smaller, the better.</summary>
    public abstract double Measure();

    /// <summary>Normal numbers of a standard deviation, by Box and Muller.</summary>
    protected float[] Normal(int count, double deviation)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - Random.NextDouble())) * Math.Cos(2 * Math.PI * Random.NextDouble()));
        return values;
    }
}
