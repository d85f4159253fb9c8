namespace Optimizers.FaultBench;

/// <summary>Labels of 15 % or 35 % of the examples are drawn at random (targets: taken from another example).</summary>
internal sealed class NoisyLabels(Severity severity) : Fault("noisy-labels", severity, "wrong-labels")
{
    public override void Inject(Setup setup)
    {
        setup.Training = Disturb(setup.Training, 1);
        setup.Validation = Disturb(setup.Validation, 2);

        Examples Disturb(Examples examples, int stream)
        {
            var random = new Random((37 * setup.Cell.Seed) + stream);
            var noisy = examples.Copy();
            for (var n = 0; n < examples.Count; n++)
            {
                if (random.NextDouble() >= (IsMild ? 0.15 : 0.35))
                    continue;
                if (noisy.Labels is { } labels)
                    labels[n] = (labels[n] + 1 + random.Next(setup.Cell.Data.Classes - 1)) % setup.Cell.Data.Classes;
                if (noisy.Targets is { } targets)
                    targets[n] = examples.Targets![random.Next(examples.Count)];
            }

            return noisy;
        }
    }
}
