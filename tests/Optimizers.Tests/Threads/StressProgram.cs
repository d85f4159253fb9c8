using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Optimizers.Tests.Rules;

namespace Optimizers.Tests.Threads;

/// <summary>
/// Optimizers under what a busy service does to them: a thread pool whose every thread is taken, interrupts of the threads that step, collections
/// without end. Each trajectory has the bits that it has alone on one thread. <c>stress --seconds 60</c>; with DOTNET_gcServer=1 for that collector.
/// </summary>
internal static class StressProgram
{
    /// <summary>The word that starts it.</summary>
    public const string Command = "stress";

    private const int Steps = 3;
    private const int Workers = 4;

    /// <summary>Runs for so many seconds.</summary>
    /// <param name="arguments">--seconds and a number; 60 without it.</param>
    /// <returns>0 if all bits were right and every interrupted step was whole.</returns>
    public static int Run(string[] arguments)
    {
        var seconds = arguments is ["--seconds", var given] ? double.Parse(given, CultureInfo.InvariantCulture) : 60;

        // Those that allocate in their steps would spend the time in matrix products.
        OptimizerFact[] facts = [.. OptimizerFacts.All.Where(fact => fact is { Allocates: null, NeedsMatrices: false })];
        string[] alone = [.. facts.Select(fact => Trajectory(fact, 1, out _))];
        using var release = new ManualResetEventSlim();
        ThreadPool.SetMinThreads(2, 2);
        ThreadPool.SetMaxThreads(2, 2);
        for (var i = 0; i < 50; i++)
            ThreadPool.UnsafeQueueUserWorkItem(_ => release.Wait(), null);

        var (clock, isOver) = (Stopwatch.StartNew(), false);
        int rounds = 0, wrong = 0, thrown = 0, interrupts = 0, collections = 0;
        Thread[] workers = [.. Enumerable.Range(0, Workers).Select(w => new Thread(() => Work(w)))];
        var collector = new Thread(() =>
        {
            for (var random = new Random(1); !Volatile.Read(ref isOver); collections++)
            {
                GC.Collect(random.Next(3), GCCollectionMode.Forced, blocking: true, compacting: true);
                Thread.Sleep(random.Next(3));
            }
        });
        foreach (var thread in (Thread[])[.. workers, collector])
            thread.Start();
        for (var random = new Random(2); clock.Elapsed.TotalSeconds < seconds; interrupts++)
        {
            workers[random.Next(Workers)].Interrupt();
            Thread.Sleep(random.Next(4));
        }

        Volatile.Write(ref isOver, true);
        foreach (var thread in (Thread[])[.. workers, collector])
            thread.Join();
        release.Set();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"server GC {System.Runtime.GCSettings.IsServerGC}: {rounds} trajectories, {wrong} wrong; {interrupts} interrupts, {thrown} thrown; "
            + $"{collections} collections"));
        return wrong == 0 && rounds > 0 && collections > 0 ? 0 : 1;

        void Work(int worker)
        {
            var random = new Random(3 + worker);
            while (!Volatile.Read(ref isOver))
            {
                var k = random.Next(facts.Length);
                var bits = Trajectory(facts[k], random.Next(1, 5), out var refused);
                Interlocked.Increment(ref rounds);
                Interlocked.Add(ref thrown, refused);
                if (bits != alone[k])
                    Interlocked.Increment(ref wrong);
            }
        }
    }

    // A step that an interrupt has refused has changed nothing, and is taken again.
    private static string Trajectory(OptimizerFact fact, int threads, out int refused)
    {
        refused = 0;
        var optimizer = fact.Create(Schedule.CosineDecay(5, from: 0.03), threads);
        var parameters = ParameterSet.Large(fact);
        for (var step = 0; step < Steps;)
        {
            try
            {
                parameters.Step(optimizer, step);
                step++;
            }
            catch (ThreadInterruptedException) when (optimizer.Iteration == step)
            {
                refused++;
            }
        }

        return Convert.ToHexString(SHA256.HashData(parameters.Bits()));
    }
}
