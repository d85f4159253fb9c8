using System.Diagnostics;
using Optimizers.Testbed.Problems;

namespace Optimizers.Testbed.Running;

/// <summary>What a step costs, everything included: the batch, its gradients, and the optimizer.</summary>
internal static class StepCost
{
    private const int Blocks = 15, Steps = 20;

    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Microseconds a step: the least of 15 blocks of 20 steps, which other work on the machine disturbs the least. At a rate so small that nothing
    /// becomes infinite.
    /// </summary>
    public static double Microseconds(Problem problem, Contender contender)
    {
        var steps = new Stepper(problem.Start(1), contender.Make(contender.RateAt(0) / 100), 1);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < WarmUp;)
            steps.Step(CancellationToken.None);
        var least = double.PositiveInfinity;
        for (var block = 0; block < Blocks; block++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var step = 0; step < Steps; step++)
                steps.Step(CancellationToken.None);
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMicroseconds / Steps);
        }

        return least;
    }
}
