using System.Globalization;
using Optimizers.Testbed.Problems;

namespace Optimizers.Testbed.Running;

/// <summary>What the targets were set by: what Momentum reaches at the best of many rates.</summary>
internal static class TargetSearch
{
    // Not those of the runs.
    private static readonly int[] Seeds = [101, 102, 103, 104, 105];

    /// <summary>Prints, for each problem, the median of the lowest measure after an eighth of the limit, at the rate with the best one.</summary>
    public static void Print(TextWriter to, string? only, CancellationToken cancellationToken)
    {
        foreach (var problem in Problem.All.Where(each => each.IsThere && (only is null || each.Name == only)))
        {
            var (steps, best) = (problem.Limit / 8, (Rate: double.NaN, Reached: double.PositiveInfinity));
            for (var place = 0; place < 16; place++)
            {
                var rate = 1e-4 * Math.Pow(10, place / 3.0);
                var reached = Seeds.Select(seed => Lowest(problem with { Limit = steps }, rate, seed, cancellationToken)).Order().ElementAt(2);
                if (reached < best.Reached)
                    best = (rate, reached);
            }

            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{problem.Name}: after {steps} steps at the rate {best.Rate:G3} Momentum has had {best.Reached:G4} ({problem.Metric})"));
        }
    }

    private static double Lowest(Problem problem, double rate, int seed, CancellationToken cancellationToken)
    {
        var lowest = double.PositiveInfinity;
        var trial = Trial.Run(problem, new Momentum(rate), seed, cancellationToken, (_, measure) => lowest = Math.Min(lowest, measure));
        return trial.End == TrialEnd.Diverged ? double.PositiveInfinity : lowest;
    }
}
