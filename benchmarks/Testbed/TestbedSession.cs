using System.Diagnostics;
using Optimizers.Testbed.Problems;
using Optimizers.Testbed.Report;
using Optimizers.Testbed.Running;

namespace Optimizers.Testbed;

/// <summary>Does what the command line asks for.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="console">The place for progress messages.</param>
internal sealed class TestbedSession(TestbedOptions options, TextWriter console)
{
    private int[] Places =>
        options.IsShort ? [Contender.Default - 1, Contender.Default, Contender.Default + 1] : [.. Enumerable.Range(0, Contender.Rates)];

    private int[] Seeds => options.IsShort ? [1] : [1, 2, 3];

    /// <summary>Runs what is not finished yet, and reports.</summary>
    /// <returns>The report.</returns>
    public TestbedReport Run(CancellationToken cancellationToken)
    {
        using var file = new RunFile(options.Runs);
        var small = Chosen(Problem.Small);
        var large = options.IsShort ? [] : Chosen(Problem.Large);
        var contenders = options.IsShort ? Contenders.Named : Contenders.All;
        Run(file, small, contenders, _ => Places, cancellationToken);
        var costs = new StepCosts(options.Costs);
        Measure(costs, small, contenders, cancellationToken);
        var results = new Results(file, small, contenders, Places, Seeds);
        if (large.Length == 0)
            return new TestbedReport(results, null, null, costs);

        // The rates of the larger problems follow from all small ones.
        Problem[] allSmall = [.. Problem.Small.Where(each => each.IsThere)];
        Run(file, allSmall, Contenders.Named, _ => Places, cancellationToken);
        var named = new Results(file, allSmall, Contenders.Named, Places, Seeds);
        Run(file, large, Contenders.Named, named.PlacesForOthers, cancellationToken);
        Measure(costs, large, Contenders.Named, cancellationToken);
        return new TestbedReport(results, named, new Results(file, large, Contenders.Named, Places, Seeds), costs);
    }

    private Problem[] Chosen(IEnumerable<Problem> problems) =>
        [.. problems.Where(each => each.IsThere && (options.Only is null || each.Name == options.Only))];

    private void Measure(StepCosts costs, Problem[] problems, IReadOnlyList<Contender> contenders, CancellationToken cancellationToken)
    {
        foreach (var problem in options.IsTimed ? problems : [])
        {
            console.WriteLine($"What a step costs: {problem.Name}");
            costs.Measure(problem, contenders.Where(each => each.Name != problem.TooLongFor), cancellationToken);
        }
    }

    private void Run(
        RunFile file, IEnumerable<Problem> problems, IReadOnlyList<Contender> contenders, Func<Contender, IReadOnlyList<int>> places,
        CancellationToken cancellationToken)
    {
        (Problem Problem, Contender Contender, int Place, int Seed)[] runs =
        [
            .. from problem in problems from contender in contenders where contender.Name != problem.TooLongFor
               from place in places(contender) from seed in Seeds select (problem, contender, place, seed),
        ];
        var left = runs.Where(each => file[KeyOf(each)] is null).ToArray();
        var (clock, told, done, gate) = (Stopwatch.StartNew(), TimeSpan.Zero, 0, new Lock());
        Parallel.ForEach(
            left,
            new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken },
            each =>
            {
                var trial = Trial.Run(each.Problem, each.Contender.Make(each.Contender.RateAt(each.Place)), each.Seed, cancellationToken);
                file.Add(each.Problem, each.Contender, KeyOf(each), trial);
                lock (gate)
                {
                    done++;
                    if (clock.Elapsed - told < TimeSpan.FromSeconds(5) && done < left.Length)
                        return;
                    told = clock.Elapsed;
                    console.WriteLine(FormattableString.Invariant(
                        $"{clock.Elapsed:hh\\:mm\\:ss} {done} of {left.Length} runs, {runs.Length - left.Length} were there; {each.Problem.Name}"));
                }
            });
    }

    private static RunKey KeyOf((Problem Problem, Contender Contender, int Place, int Seed) run) =>
        new(run.Problem.Name, run.Contender.Name, run.Place, run.Seed);
}
