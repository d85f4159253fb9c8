namespace Optimizers.FaultBench;

/// <summary>
/// The grid. Every fault meets every task and model; its optimizer changes with the seed, so that every rule meets every fault. Healthy runs cover
/// the whole product, with three rates.
/// </summary>
internal sealed class Plan
{
    private static readonly double[] RateFactors = [1.0 / 3, 1, 2];

    /// <param name="data">The tasks that are there.</param>
    /// <param name="seeds">How many seeds in each half.</param>
    /// <param name="only">The only fault, or "healthy"; null for all.</param>
    public Plan(IReadOnlyList<DataSet> data, int seeds, string? only)
    {
        var runs = new List<Run>();
        foreach (var seed in Enumerable.Range(1, seeds).Concat(Enumerable.Range(Cell.FirstSeedOfB, seeds)))
        {
            foreach (var set in data)
            {
                for (var m = 0; m < Model.All.Count; m++)
                {
                    var model = Model.All[m];
                    if (model.Channels > 0 && set.Side == 0)
                        continue;
                    runs.AddRange(Faults(set, model, m, seed, only));
                    runs.AddRange(Healthy(set, model, m, seed, only));
                }
            }
        }

        Runs = runs;
    }

    /// <summary>The runs, seed by seed.</summary>
    public IReadOnlyList<Run> Runs { get; }

    /// <summary>The cells that make no sense, by fault, with the reason.</summary>
    public static IEnumerable<(string Fault, string Reason, string Where)> Nonsense(IReadOnlyList<DataSet> data) =>
        from fault in FaultList.All
        from reason in
            (from set in data
             from model in Model.All
             where model.Channels == 0 || set.Side > 0
             from optimizer in Enum.GetValues<OptimizerKind>()
             let reason = fault.NoSenseIn(new(set, model, optimizer, 1))
             where reason is not null
             select (Reason: reason, Set: set.Name, Model: model.Name, Optimizer: optimizer))
            .GroupBy(each => each.Reason)
        select (fault.ToString(), reason.Key, string.Join("; ", Words(reason)));

    private static IEnumerable<string> Words(IEnumerable<(string Reason, string Set, string Model, OptimizerKind Optimizer)> cells)
    {
        var all = cells.ToList();
        yield return string.Join(", ", all.Select(each => each.Set).Distinct());
        yield return string.Join(", ", all.Select(each => each.Model).Distinct());
        yield return string.Join(", ", all.Select(each => each.Optimizer).Distinct());
    }

    private static IEnumerable<Run> Faults(DataSet data, Model model, int m, int seed, string? only)
    {
        var isA = seed <= Cell.SeedsOfA;
        var optimizers = Enum.GetValues<OptimizerKind>().Where(optimizer => !isA || !Cell.IsHeldOut(data, model, optimizer)).ToArray();
        if (optimizers.Length == 0)
            yield break;
        for (var f = 0; f < FaultList.All.Count; f++)
        {
            var fault = FaultList.All[f];
            if (only is not null && fault.Id != only)
                continue;
            for (var turn = 0; turn < optimizers.Length; turn++)
            {
                var cell = new Cell(data, model, optimizers[(f + m + seed + turn) % optimizers.Length], seed);
                if (fault.NoSenseIn(cell) is not null)
                    continue;
                yield return new(cell, Habit.Of(data, m, seed), fault);
                break;
            }
        }
    }

    private static IEnumerable<Run> Healthy(DataSet data, Model model, int m, int seed, string? only) =>
        only is not (null or "healthy") ? [] :
        from optimizer in Enum.GetValues<OptimizerKind>()
        where seed > Cell.SeedsOfA || !Cell.IsHeldOut(data, model, optimizer)
        from factor in RateFactors
        select new Run(new(data, model, optimizer, seed), Habit.Of(data, m, seed, factor), null);
}
