using System.Diagnostics;
using System.Globalization;
using Optimizers.Benchmarks.Measuring;
using Optimizers.Benchmarks.Peers;
using Optimizers.Benchmarks.Reporting;

namespace Optimizers.Benchmarks;

/// <summary>One run of the command. It measures everything side by side, in rounds.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="progress">The place for progress messages.</param>
internal sealed class BenchmarkSession(BenchmarkOptions options, TextWriter progress)
{
    private readonly Dictionary<Contestant, string> _missing = [];

    /// <summary>Measures, and returns the report as Markdown.</summary>
    /// <exception cref="InvalidOperationException">Nothing matches the filter, or a case could not be run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var cases = options.Cases();
        if (cases.Count == 0)
            throw new InvalidOperationException($"No case matches the filter {string.Join(", ", options.Filters)}.");

        var start = Stopwatch.GetTimestamp();
        var loadBefore = MachineDescription.Load();
        var work = Directory.CreateTempSubdirectory("optimizers-benchmarks-").FullName;
        try
        {
            cases = PrepareTorchSharp(cases);
            var builds = await PublishAsync(cases, work, cancellationToken).ConfigureAwait(false);
            progress.WriteLine("Checking that all compute the same ...");
            AgreementCheck.Run(cases.Where(IsInProcess), cancellationToken);
            var store = await MeasureAsync(cases, builds, work, cancellationToken).ConfigureAwait(false);
            return Report(store, loadBefore, Stopwatch.GetElapsedTime(start));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static bool IsInProcess(StepCase stepCase) => stepCase.Contestant is not (Contestant.AheadOfTime or Contestant.AheadOfTimeV3);

    /// <summary>Without TorchSharp's native library for this platform, measures the others.</summary>
    private IReadOnlyList<StepCase> PrepareTorchSharp(IReadOnlyList<StepCase> cases) =>
        !cases.Any(c => c.Contestant == Contestant.TorchSharp) || TorchSharpLibrary.Load(progress)
            ? cases
            : [.. cases.Where(c => c.Contestant != Contestant.TorchSharp)];

    private async Task<List<AheadOfTimeBuild>> PublishAsync(
        IReadOnlyList<StepCase> cases, string work, CancellationToken cancellationToken)
    {
        List<AheadOfTimeBuild> builds = [];
        foreach (var contestant in cases.Select(c => c.Contestant).Distinct().Where(c => c is Contestant.AheadOfTime or Contestant.AheadOfTimeV3))
        {
            var repository = Repository.Folder;
            var reason = !options.AheadOfTime ? "left out"
                : repository is null ? "no source code"
                : AheadOfTimeBuild.WhyNot() ?? AheadOfTimeBuild.WhyNot(contestant);
            if (reason is not null)
            {
                _missing.Add(contestant, reason);
                continue;
            }

            progress.WriteLine($"Publishing the ahead-of-time program ({contestant}) ...");
            try
            {
                builds.Add(await AheadOfTimeBuild.PublishAsync(
                    repository!, contestant, Path.Combine(work, contestant.ToString()), cancellationToken).ConfigureAwait(false));
            }
            catch (InvalidOperationException failure)
            {
                progress.WriteLine(failure.Message);
                _missing.Add(contestant, "publish failed");
            }
        }

        return builds;
    }

    private async Task<MeasurementStore> MeasureAsync(
        IReadOnlyList<StepCase> cases, List<AheadOfTimeBuild> builds, string work, CancellationToken cancellationToken)
    {
        var store = new MeasurementStore(StepBenchmark.AllocatedBytes);
        var inProcess = new InProcessRun(options.Settings, work);
        var groups = cases.GroupBy(c => (c.Length, c.IsDouble, c.Threads)).ToArray();
        var total = options.Settings.Rounds * groups.Length;
        var done = 0;
        var start = Stopwatch.GetTimestamp();
        for (var round = 1; round <= options.Settings.Rounds; round++)
        {
            foreach (var group in groups)
            {
                cancellationToken.ThrowIfCancellationRequested();
                StepCase[] here = [.. group.Where(IsInProcess)];
                if (here.Length > 0)
                {
                    foreach (var (stepCase, nanoseconds) in inProcess.Measure(here, cancellationToken))
                        store.Add(round, stepCase, nanoseconds);
                }

                foreach (var build in builds)
                {
                    foreach (var stepCase in group.Where(c => c.Contestant == build.Contestant))
                        store.Add(round, stepCase, await build.MeasureAsync(stepCase, options.Settings, cancellationToken).ConfigureAwait(false));
                }

                done++;
                Tell(store, group.First(), round, done, total, Stopwatch.GetElapsedTime(start));
            }
        }

        return store;
    }

    private void Tell(MeasurementStore store, StepCase any, int round, int done, int total, TimeSpan elapsed)
    {
        var left = elapsed / done * (total - done);
        var adam = any with { Subject = Subject.Adam };
        progress.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"[{done,3}/{total}] round {round}/{options.Settings.Rounds}, {any.Length:#,0} × {any.Element}, {any.Threads} "
            + $"thread{(any.Threads == 1 ? "" : "s")}: "
            + $"Adam {Figure.Time(store.Nanoseconds(adam.By(Contestant.Library)))}, TorchSharp "
            + $"{Figure.Time(store.Nanoseconds(adam.By(Contestant.TorchSharp)))}"
            + $"; about {left:mm\\:ss} to go"));
    }

    private string Report(MeasurementStore store, string? loadBefore, TimeSpan elapsed)
    {
        var settings = options.Settings;
        var quick = settings.IsQuick ? " Quick mode: for a look, not for quoting." : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # Speed

            Printed by `dotnet run -c Release --project benchmarks/Optimizers.Benchmarks`: everything in one process, one after the other,
            in {settings.Rounds} round(s) of {settings.Iterations} iterations of {settings.IterationMilliseconds} ms (BenchmarkDotNet, in-process),
            in {elapsed.TotalMinutes:0.0} minutes.{quick}

            {MachineDescription.Describe(store, loadBefore)}
            {new ResultTable(store, _missing)}
            {ResultTable.Legend}

            ## Targets

            {new TargetTable(store)}
            """);
    }
}
