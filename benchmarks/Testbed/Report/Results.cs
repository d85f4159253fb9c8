using Optimizers.Testbed.Problems;
using Optimizers.Testbed.Running;

namespace Optimizers.Testbed.Report;

/// <summary>What the finished runs of some problems say.</summary>
/// <param name="file">The finished runs.</param>
/// <param name="problems">The problems.</param>
/// <param name="contenders">The optimizers.</param>
/// <param name="places">The places of the rates.</param>
/// <param name="seeds">The seeds.</param>
internal sealed class Results(
    RunFile file, IReadOnlyList<Problem> problems, IReadOnlyList<Contender> contenders, IReadOnlyList<int> places, IReadOnlyList<int> seeds)
{
    /// <summary>The problems.</summary>
    public IReadOnlyList<Problem> Problems => problems;

    /// <summary>The optimizers.</summary>
    public IReadOnlyList<Contender> Contenders => contenders;

    /// <summary>The problems that an optimizer has run on.</summary>
    public IReadOnlyList<Problem> ProblemsOf(Contender contender) => [.. problems.Where(each => each.TooLongFor != contender.Name)];

    /// <summary>The optimizers that have run on a problem.</summary>
    public IEnumerable<Contender> ContendersOf(Problem problem) => contenders.Where(each => each.Name != problem.TooLongFor);

    /// <summary>The seeds.</summary>
    public IReadOnlyList<int> Seeds => seeds;

    /// <summary>The steps at a rate; null where it was not run.</summary>
    public Steps? At(Problem problem, Contender contender, int place)
    {
        Trial[] trials = [.. seeds.Select(seed => file[new(problem.Name, contender.Name, place, seed)]).OfType<Trial>()];
        return trials.Length == seeds.Count && places.Contains(place) ? new(trials, problem.Limit) : null;
    }

    /// <summary>The place of the rate with the fewest steps; of equal ones that next to the default.</summary>
    public int Best(Problem problem, Contender contender) =>
        places.Where(place => At(problem, contender, place) is not null)
            .OrderBy(place => At(problem, contender, place)!.Mean).ThenBy(place => Math.Abs(place - Contender.Default)).First();

    /// <summary>The default, and the two other rates that take the fewest steps over all these problems.</summary>
    public IReadOnlyList<int> PlacesForOthers(Contender contender) =>
    [
        Contender.Default,
        .. places.Where(place => place != Contender.Default)
            .OrderBy(place => ProblemsOf(contender).Sum(problem => Math.Log(At(problem, contender, place)!.Mean))).Take(2),
    ];

    /// <summary>
    /// The geometric mean over the problems of the steps at a rate, as a multiple of what Momentum takes at its best one.
    /// </summary>
    public double Relative(Contender contender, Func<Problem, int> place)
    {
        var momentum = contenders.First(each => each.Name == "Momentum");
        return Math.Exp(ProblemsOf(contender).Average(problem =>
            Math.Log(At(problem, contender, place(problem))!.Mean / At(problem, momentum, Best(problem, momentum))!.Mean)));
    }

    /// <summary>
    /// The geometric mean over the problems of the steps at the rate so many places beside the best one, as a multiple of those at the best one; over
    /// the problems where there are both and the best rate reaches the target, and whether a run did not. Null where there is no such problem.
    /// </summary>
    public (double Cost, bool IsAtLeast)? Beside(IEnumerable<Problem> some, Contender contender, int by)
    {
        var pairs = some
            .Select(problem => (Best: At(problem, contender, Best(problem, contender)), Off: At(problem, contender, Best(problem, contender) + by)))
            .Where(pair => pair is { Best.AreAll: true, Off: not null })
            .ToList();
        return pairs.Count == 0
            ? null
            : (Math.Exp(pairs.Average(pair => Math.Log(pair.Off!.Mean / pair.Best!.Mean))), pairs.Exists(pair => !pair.Off!.AreAll));
    }
}
