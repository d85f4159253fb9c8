namespace Optimizers.FaultBench.World;

/// <summary>A generator of trainings: task, model, loss and optimizer with random settings.</summary>
/// <param name="id">Its name.</param>
/// <param name="isSeen">True if those who develop the diagnosis may look at its results.</param>
internal abstract class Kind(string id, bool isSeen)
{
    public string Id { get; } = id;

    public bool IsSeen { get; } = isSeen;

    public abstract IReadOnlyList<WorldFault> Faults { get; }

    /// <summary>A healthy recipe; the same for the same seed, with samples of its own.</summary>
    public Recipe Make(int seed) => Make(new Random(Stable.Seed(Id, seed)), Stable.Seed(Id, seed) + 1);

    protected abstract Recipe Make(Random random, int seed);

    /// <summary>Fills samples of training, holdout and (half the time) testing examples, by one way to make them.</summary>
    protected static (Sample Train, Sample Holdout, Sample? Test) Split(
        Random random, int count, int features, int outputs, bool hasLabels, Action<Sample, int> fill)
    {
        return (Filled(count), Filled(200), random.Chance(0.5) ? Filled(200) : null);

        Sample Filled(int size)
        {
            var sample = Sample.Empty(size, features, outputs, hasLabels);
            for (var i = 0; i < size; i++)
                fill(sample, i);
            return sample;
        }
    }
}
