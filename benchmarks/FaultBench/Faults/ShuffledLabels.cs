namespace Optimizers.FaultBench;

/// <summary>Labels (or targets) of six in ten examples, or of all, are shuffled.</summary>
internal sealed class ShuffledLabels(Severity severity) : Fault("shuffled-labels", severity, "wrong-labels")
{
    public override void Inject(Setup setup)
    {
        setup.Training = Shuffle(setup.Training, 1);
        setup.Validation = Shuffle(setup.Validation, 2); // The holdout comes from the same file.

        Examples Shuffle(Examples examples, int stream)
        {
            var random = new Random((31 * setup.Cell.Seed) + stream);
            var shuffled = examples.Copy();
            var count = IsMild ? (int)(0.6 * examples.Count) : examples.Count;
            var places = new int[examples.Count];
            for (var n = 0; n < places.Length; n++)
                places[n] = n;
            random.Shuffle(places);
            var from = places[..count];
            var to = places[..count];
            random.Shuffle(to);
            for (var k = 0; k < count; k++)
            {
                if (shuffled.Labels is { } labels)
                    labels[to[k]] = examples.Labels![from[k]];
                if (shuffled.Targets is { } targets)
                    targets[to[k]] = examples.Targets![from[k]];
            }

            return shuffled;
        }
    }
}
