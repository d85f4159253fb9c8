using System.Collections.Concurrent;
using System.CommandLine;
using System.Globalization;
using Optimizers.Diagnostics;

namespace Optimizers.FaultBench.World;

/// <summary>The command "world": trainings of many kinds that took no part in the making of the diagnosis.</summary>
internal static class WorldCommand
{
    private const string Seen = "seen", Unseen = "unseen", Later = "later", Healthy = "healthy";
    private const string Public = "public", Second = "public2", Third = "public3", Fourth = "public4", Fifth = "public5", Sixth = "public6";
    private const string Seventh = "public7", Eighth = "public8", Ninth = "public9", Tenth = "public10";

    public static Command Create()
    {
        var part = new Option<string>("--part")
        {
            Description = "The kinds that developers look at, seen; the others, unseen; those written after the reasoning, later; "
                + "or what people reported, public, and the further sets of that, public2 to public10.",
            DefaultValueFactory = _ => Seen,
        };
        part.AcceptOnlyFromAmong(Seen, Unseen, Later, Public, Second, Third, Fourth, Fifth, Sixth, Seventh, Eighth, Ninth, Tenth);
        var kinds = new Option<string?>("--kinds") { Description = "Only these kinds, such as curve,blobs." };
        var faults = new Option<string?>("--faults") { Description = "Only these faults, such as healthy,nan-row." };
        var draws = new Option<int>("--draws") { Description = "How many seeds a kind.", DefaultValueFactory = _ => 3 };
        var seed = new Option<int>("--seed") { Description = "The first seed.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "How many threads.", DefaultValueFactory = _ => 2 };
        var list = new Option<bool>("--list") { Description = "List the kinds and their faults, and end." };
        var check = new Option<bool>("--check")
        {
            Description = "Hold the derivatives of the tape against differences, and full cases against their loops, and end.",
        };
        var train = new Option<bool>("--train") { Description = "Train only, without a diagnosis: which twins are healthy, and which faults hurt." };
        var detail = new Option<bool>("--detail") { Description = "The table by faults for unseen kinds too." };
        var misses = new Option<bool>("--misses")
        {
            Description = "List every case of a seen or reported kind that was not named rightly, or accused.",
        };
        var keep = new Option<string?>("--keep") { Description = "Keep the answers of this build in this file, and take those that are there." };
        var again = new Option<string?>("--again")
        {
            Description = "Take which draws count, and what is right, from this kept file of another build, and only ask anew.",
        };
        var tiers = new Option<string>("--tiers")
        {
            Description = "What is handed over: log, plain, full, or several.",
            DefaultValueFactory = _ => "log,plain,full",
        };
        var logs = new Option<bool>("--logs")
        {
            Description = "Diagnose what a log file of each run would hold, its losses, rates and norms, by steps and by epochs.",
        };
        var changes = new Option<bool>("--changes")
        {
            Description = "Change trainings in ways that leave what is wrong with them, and hold what is said of them against what was said before.",
        };
        var placebo = new Option<bool>("--placebo")
        {
            Description = "Try every cure in blocks on the healthy draws, which need none, and count how often one is shown.",
        };
        var show = new Option<string[]>("--show")
        {
            Description = "One draw of a seen or reported kind with all that the diagnosis says: KIND FAULT SEED; the fault may be healthy.",
            Arity = new ArgumentArity(3, 3),
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("world", "Trainings of many kinds that took no part in the making of the diagnosis.")
        {
            part, kinds, faults, draws, seed, threads, list, check, train, detail, misses, keep, again, tiers, logs, placebo, changes, show,
        };
        command.SetAction(arguments =>
        {
            if (arguments.GetValue(check))
                return TapeCheck.Run(Console.Out) & CaseCheck.Run(Console.Out) ? 0 : 1;
            if (arguments.GetValue(show) is { Length: 3 } place)
                return Show(place[0], place[1], place[2]);
            if (Chosen(arguments.GetValue(part)!, arguments.GetValue(kinds)) is not { } chosen)
                return 2;
            if (arguments.GetValue(list))
            {
                foreach (var kind in chosen)
                    Console.WriteLine($"{kind.Id} ({PartOf(kind)}): "
                        + $"{string.Join(", ", kind.Faults.Select(fault => fault.Id))}");
                return 0;
            }

            var only = arguments.GetValue(faults)?.Split(',');
            var seeds = Enumerable.Range(arguments.GetValue(seed), arguments.GetValue(draws));
            bool IsWanted(WorldFault? fault) => only is null || only.Contains(fault?.Id ?? Healthy);
            if (arguments.GetValue(changes))
            {
                Console.WriteLine(ChangeReport.Of(Changed(chosen, seeds, IsWanted, arguments.GetValue(threads))));
                return 0;
            }

            var onlyTrains = arguments.GetValue(train) || arguments.GetValue(logs) || arguments.GetValue(placebo);
            var made = Make(
                chosen,
                seeds,
                IsWanted,
                arguments.GetValue(keep) is { } path && !onlyTrains ? new DrawFile(path) : null,
                arguments.GetValue(faults) ?? "all",
                new DrawMaker(
                    onlyTrains ? [] : TiersOf(arguments.GetValue(tiers)!), arguments.GetValue(again) is { } other ? new DrawFile(other) : null),
                arguments.GetValue(threads));
            Console.WriteLine(arguments.GetValue(logs) ? LogReport.Of(made)
                : arguments.GetValue(placebo) ? PlaceboReport.Of(made)
                : onlyTrains ? TrainingReport.Of(made)
                : chosen.All(kind => kind is PublicKind) ? PublicReport.Of(made)
                : new WorldReport(made, chosen.All(kind => kind.IsSeen) || arguments.GetValue(detail)).ToString());
            if (arguments.GetValue(misses))
                Console.WriteLine(Misses.Of([.. made.Where(draw => draw.Kind.IsSeen || draw.Kind is PublicKind)]));
            if (!onlyTrains)
                PrintFailures(made);
            return 0;
        });
        return command;
    }

    /// <summary>All kinds.</summary>
    public static Kind[] All => [.. KindList.All, .. LaterKinds.All, .. ReportedKinds.All];

    private static Kind[]? Chosen(string part, string? names)
    {
        if (names is null)
            return [.. All.Where(kind => PartOf(kind) == part)];
        var chosen = names.Split(',').Select(name => All.FirstOrDefault(kind => kind.Id == name)).ToArray();
        if (!chosen.Contains(null))
            return chosen!;
        Console.Error.WriteLine($"There are the kinds {string.Join(", ", All.Select(kind => kind.Id))}.");
        return null;
    }

    private static Tier[] TiersOf(string names) => [.. names.Split(',').Select(name => Enum.Parse<Tier>(name, ignoreCase: true))];

    private static string PartOf(Kind kind) =>
        SecondKinds.All.Contains(kind) ? Second : ThirdKinds.All.Contains(kind) ? Third : FourthKinds.All.Contains(kind) ? Fourth
            : FifthKinds.All.Contains(kind) ? Fifth : SixthKinds.All.Contains(kind) ? Sixth
            : SeventhKinds.All.Contains(kind) ? Seventh : EighthKinds.All.Contains(kind) ? Eighth : NinthKinds.All.Contains(kind) ? Ninth
            : TenthKinds.All.Contains(kind) ? Tenth
            : kind is PublicKind ? Public : kind is LaterKind ? Later : kind.IsSeen ? Seen : Unseen;

    private static List<Draw> Make(
        IReadOnlyList<Kind> kinds, IEnumerable<int> seeds, Func<WorldFault?, bool> isWanted, DrawFile? file, string faults, DrawMaker maker,
        int threads)
    {
        var places = kinds.SelectMany((kind, place) => seeds.Select(seed => (Place: place, Kind: kind, Seed: seed))).ToArray();
        var (made, done) = (new ConcurrentDictionary<(int Place, int Seed), Draw[]>(), 0);
        Parallel.ForEach(
            Partitioner.Create(places, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            place =>
            {
                if (file?.Find(place.Kind, place.Seed, faults) is not { } draws)
                {
                    draws = [.. maker.Make(place.Kind, place.Seed, isWanted)];
                    file?.Add(place.Kind, place.Seed, faults, draws);
                }

                made[(place.Place, place.Seed)] = draws;
                Console.Error.WriteLine($"{Interlocked.Increment(ref done)} of {places.Length}: {place.Kind.Id} {place.Seed}");
            });
        return [.. made.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value)];
    }

    private static List<Changes> Changed(IReadOnlyList<Kind> kinds, IEnumerable<int> seeds, Func<WorldFault?, bool> isWanted, int threads)
    {
        var places = kinds.SelectMany(kind => seeds.Select(seed => (Kind: kind, Seed: seed))).ToArray();
        var made = new Changes[places.Length][];
        Parallel.For(0, places.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, k =>
        {
            made[k] = [.. Changes.Of(places[k].Kind, places[k].Seed, isWanted, Change.All)];
            Console.Error.WriteLine($"{places[k].Kind.Id} {places[k].Seed}");
        });
        return [.. made.SelectMany(each => each)];
    }

    // Beside the scores, which have to be the same in every run.
    private static void PrintFailures(List<Draw> draws)
    {
        foreach (var draw in draws)
        {
            foreach (var answer in draw.Given.Where(answer => answer.Failure is not null))
                Console.Error.WriteLine($"Threw: {draw.Kind.Id} {draw.Fault?.Id ?? Healthy} {draw.Seed} {answer.Tier}: {answer.Failure}");
        }

        foreach (var tier in Enum.GetValues<Tier>())
        {
            var seconds = draws.Select(draw => draw.At(tier)?.Seconds).OfType<double>().DefaultIfEmpty().Average();
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A {tier} diagnosis took {seconds:F2} s in the mean."));
        }
    }

    /// <summary>Every suspect with the weight of all that speaks for and against it.</summary>
    private static void ShowEvidence(Diagnosis diagnosis)
    {
        Console.WriteLine("\n== Evidence");
        foreach (var suspect in diagnosis.Suspects)
        {
            Console.WriteLine(FormattableString.Invariant($"{suspect.Cause.Id} {suspect.Confidence:0.000} {suspect.Grounds}"));
            foreach (var evidence in suspect.Assessment.Evidence)
                Console.WriteLine(FormattableString.Invariant($"    {evidence.Weight,5:0.0} {evidence}"));
        }
    }

    private static int Show(string kindId, string faultId, string seedText)
    {
        Kind[] shown = [.. KindList.All.Where(kind => kind.IsSeen), .. ReportedKinds.All];
        var kind = shown.FirstOrDefault(kind => kind.Id == kindId);
        var fault = kind?.Faults.FirstOrDefault(fault => fault.Id == faultId);
        if (kind is null || (fault is null && faultId != Healthy) || !int.TryParse(seedText, CultureInfo.InvariantCulture, out var seed))
        {
            Console.Error.WriteLine("There is no such seen or reported kind and fault, or the seed is no number; --list shows them.");
            return 2;
        }

        var draw = new DrawMaker([]).Make(kind, seed, wanted => wanted?.Id == fault?.Id).Last();
        var training = DrawMaker.Train(kind, seed, fault);
        var recipe = training.Recipe;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {kind.Id}, {faultId}, seed {seed}: {draw.Status}; harm {draw.Harm:G3}, of the twin {draw.TwinHarm:G3}
            right: {string.Join(", ", draw.Answers)}
            {recipe.Optimizer.Rule} at {recipe.Rate:G3}, {recipe.Steps} steps of {recipe.BatchSize} of {recipe.Train.Count} examples; {recipe.Loss}
            {training.Table.ToLayout()}
            """));
        foreach (var tier in Enum.GetValues<Tier>())
        {
            try
            {
                var diagnosis = Diagnosis.Of(Cases.Of(training, tier, DrawMaker.TellsBounds(kind, seed, fault)));
                Console.WriteLine($"\n== {tier}: {diagnosis.Verdict}\n{(tier == Tier.Full ? diagnosis.ToMarkdown() : diagnosis.ToString())}");
                ShowEvidence(diagnosis);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                Console.WriteLine($"\n== {tier}: threw\n{failure}");
            }
        }

        return 0;
    }
}
