using System.Diagnostics;

namespace Optimizers.Benchmarks.Algebra;

/// <summary>Times what contestants do: medians of repetitions that take turns, so that what else the machine does meets all alike.</summary>
internal static class Turns
{
    private const double SecondsEach = 0.15;
    private const int Most = 9;

    /// <summary>The seconds of each contestant's action.</summary>
    /// <param name="contestants">Who.</param>
    /// <param name="threads">How many threads each may use.</param>
    /// <param name="prepare">A contestant's action, ready to be done again and again.</param>
    public static double[] Seconds(IReadOnlyList<Contestant> contestants, int threads, Func<Contestant, Action> prepare)
    {
        var actions = new Action[contestants.Count];
        var repetitions = new int[contestants.Count];
        var times = contestants.Select(_ => new List<double>()).ToArray();
        for (var i = 0; i < actions.Length; i++)
        {
            contestants[i].Use(threads);
            actions[i] = prepare(contestants[i]);
            var first = Time(actions[i], 1);
            for (var warm = 0; warm < 40 && first * warm < 0.02; warm++)
                actions[i]();
            repetitions[i] = (int)Math.Clamp(0.01 / Time(actions[i], 1), 1, 50_000);
        }

        var (start, rests) = (Stopwatch.GetTimestamp(), 0.0);
        for (var turn = 0;
            turn < Most && (turn < 2 || Stopwatch.GetElapsedTime(start).TotalSeconds - rests < SecondsEach * actions.Length);
            turn++)
        {
            // LibTorch's helpers keep spinning for a fifth of a second after a product, on the cores that the others then want.
            if (threads > 1)
            {
                var rest = Stopwatch.GetTimestamp();
                Thread.Sleep(300);
                rests += Stopwatch.GetElapsedTime(rest).TotalSeconds;
            }

            for (var i = 0; i < actions.Length; i++)
            {
                if (turn > 0 && times[i].Sum() >= 4 * SecondsEach)
                    continue;
                contestants[i].Use(threads);
                if (repetitions[i] > 1)
                    Time(actions[i], repetitions[i]); // Its own threads and caches, as in a loop of its own.
                times[i].Add(Time(actions[i], repetitions[i]));
            }
        }

        return [.. times.Select(list => list.Order().ElementAt(list.Count / 2))];
    }

    private static double Time(Action action, int repetitions)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repetitions; i++)
            action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds / repetitions;
    }
}
