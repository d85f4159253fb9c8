namespace Optimizers.FaultBench;

/// <summary>Nine in ten, or 98 %, of the training examples are of one class.</summary>
internal sealed class ClassImbalanceFault(Severity severity) : Fault("class-imbalance", severity, "class-imbalance", "chance-level")
{
    public override string? NoSenseIn(Cell cell) => WithoutClasses(cell);

    public override void Inject(Setup setup)
    {
        setup.Training = Unbalance(setup.Training, 1);
        setup.Validation = Unbalance(setup.Validation, 2);
        setup.Test = Unbalance(setup.Test, 3); // All come from the same source; only the bench measures by balanced classes.

        // As many examples as before: those of the frequent class are repeated.
        Examples Unbalance(Examples examples, int stream)
        {
            var random = new Random((41 * setup.Cell.Seed) + stream);
            var frequent = setup.Cell.Seed % setup.Cell.Data.Classes;
            var of = Enumerable.Range(0, examples.Count).ToLookup(n => examples.Labels![n] == frequent);
            var (often, rarely) = (of[true].ToArray(), of[false].ToArray());
            random.Shuffle(rarely);
            var rare = Math.Max(1, (int)((IsMild ? 0.1 : 0.02) * examples.Count));
            var chosen = new int[examples.Count];
            for (var n = 0; n < chosen.Length; n++)
                chosen[n] = n < rare ? rarely[n % rarely.Length] : often[n % often.Length];
            random.Shuffle(chosen);
            return examples.Select(chosen);
        }
    }
}
