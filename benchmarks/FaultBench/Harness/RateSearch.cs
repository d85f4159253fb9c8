namespace Optimizers.FaultBench;

/// <summary>
/// Looks for good learning rates: the final loss of healthy runs over powers of √10, as text. What it finds is written down in
/// <see cref="GoodRates"/>.
/// </summary>
internal static class RateSearch
{
    public static void Print(IReadOnlyList<DataSet> data, CancellationToken cancellationToken)
    {
        double[] rates = [.. Enumerable.Range(0, 9).Select(k => Math.Pow(10, -3.5 + (0.5 * k)))];
        foreach (var set in data)
        {
            foreach (var model in Model.All.Where(model => model.Channels == 0 || set.Side > 0))
            {
                foreach (var optimizer in Enum.GetValues<OptimizerKind>())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var losses = new double[rates.Length];
                    Parallel.For(0, rates.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, k =>
                    {
                        for (var seed = 1; seed <= 2; seed++)
                        {
                            var cell = new Cell(set, model, optimizer, 5 * seed);
                            var setup = new Setup(cell, new Habit("search", rates[k] / GoodRates.Of(cell)));
                            losses[k] += 0.5 * new Training(setup, watched: false).Run().Outcome.Training;
                        }
                    });
                    Console.WriteLine(
                        $"{set.Name} | {model.Name} | {optimizer} | {string.Join(" ", rates.Zip(losses, (rate, loss) => $"{rate:G2}:{loss:F3}"))}");
                }
            }
        }
    }
}
